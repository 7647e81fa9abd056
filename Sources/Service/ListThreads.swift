import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `thread.list`: a site's pages, in one of three orders.
struct ListThreads: UseCase {
    private let site: String
    private let order: ThreadOrder
    private let limit: Int
    private let after: Store.ThreadPlace?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        order = arguments.text("order").flatMap { ThreadOrder(name: $0) } ?? .active
        limit = try arguments.pageSize(limits)
        after = try Cursor(arguments, kind: Cursor.threads + order.rawValue, words: 2).map {
            Store.ThreadPlace(
                key: Int64(bitPattern: $0.words[0]), id: Int64(bitPattern: $0.words[1]))
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        var threads: [(place: Store.ThreadPlace, thread: Thread)] = []
        if let site = try work.store.site(named: site) {
            threads = try work.store.threads(
                of: site.id, by: order, after: after, limit: limit + 1)
        }
        let hasMore = threads.count > limit
        if hasMore { threads.removeLast() }
        json.object { json in
            json.name("threads")
            json.array { json in
                for (_, thread) in threads {
                    json.object { json in
                        json.writeThread(
                            thread, named: thread.name, in: thread.siteSettings,
                            showsPending: !work.access.isReader, at: work.now)
                    }
                }
            }
            json.member("next", orNull: hasMore ? threads.last.map { cursor($0.place) } : nil)
        }
    }

    private func cursor(_ place: Store.ThreadPlace) -> Cursor {
        Cursor(
            kind: Cursor.threads + order.rawValue,
            words: [UInt64(bitPattern: place.key), UInt64(bitPattern: place.id)])
    }
}
