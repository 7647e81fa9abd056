import Discussion
import JSONValues
import Store
import Wire

/// `thread.get`: a page's discussion, whether anyone has commented there yet or not.
struct GetThread: UseCase {
    private let site: String
    private let thread: String

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread") ?? ""
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        let known = try site.flatMap { try work.store.thread(named: thread, in: $0) }
        let settings = try known?.siteSettings ?? work.settings(of: site)
        json.object { json in
            json.writeThread(
                known, named: thread, in: settings, showsPending: !work.access.isReader,
                at: work.now)
        }
    }
}

/// `thread.counts`: how many visible comments pages have.
struct CountThreads: UseCase {
    private let site: String
    private let threads: [String]

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        threads = arguments.texts("threads") ?? []
        for (index, name) in threads.enumerated() {
            if let problem = TextPolicy.problem(ofIdentifier: name) {
                throw .invalid("threads[\(index)]", problem)
            }
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        // A name asked for twice is one member: JSON objects have each name once.
        var seen: Set<PageName> = []
        try json.object { json in
            json.name("counts")
            try json.object { json in
                for name in threads where seen.insert(PageName(text: name)).inserted {
                    let count = try site.flatMap {
                        try work.store.visibleCount(ofThread: name, in: $0)
                    }
                    json.name(dynamic: name)
                    json.integer(count ?? 0)
                }
            }
        }
    }
}

/// A page's name as its bytes are: `String` would fold what the database keeps apart.
private struct PageName: Hashable {
    let text: String

    static func == (left: PageName, right: PageName) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// `thread.configure`: sets what is given and leaves the rest.
struct ConfigureThread: UseCase {
    private let site: String
    private let thread: String
    private let title: String?
    private let url: String?
    private let arguments: Arguments

    init(_ arguments: Arguments) throws(Refusal) {
        self.arguments = arguments
        site = try arguments.site()
        thread = try arguments.identifier("thread") ?? ""
        title = try arguments.prose("title")
        url = try arguments.identifier("url")
        if let url, !url.isEmpty, !isWebAddress(url) {
            throw .invalid("url", "expected an http or https address, or nothing")
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.makeSite(named: site, at: work.now)
        var thread = try work.store.makeThread(named: self.thread, in: site, at: work.now)
        let old = thread.settings
        thread.settings = settings(from: old)
        if thread.settings != old {
            try work.store.saveSettings(of: thread)
            var data = JSONWriter(capacity: 64)
            let isClosed = thread.isClosed(at: work.now)
            data.object { $0.member("closed", isClosed) }
            work.store.record(
                Event(
                    siteID: site.id, type: "thread", at: work.now, threadID: thread.id,
                    commentID: nil, data: data.bytes))
        }
        json.object { json in
            json.writeThread(
                thread, named: self.thread, in: thread.siteSettings, showsPending: true,
                at: work.now)
        }
    }

    /// `null` has the site's value hold again.
    private func settings(from old: ThreadSettings) -> ThreadSettings {
        func given<Value>(
            _ name: String, _ old: Value?, _ read: (String) -> Value?
        ) -> Value? {
            switch arguments.object[name] {
            case nil: old
            case .null: nil
            default: read(name)
            }
        }
        var settings = old
        if let title { settings.title = title.isEmpty ? nil : title }
        if let url { settings.url = url.isEmpty ? nil : url }
        settings.isClosed = arguments.flag("closed") ?? old.isClosed
        settings.moderation = given("moderation", old.moderation, arguments.moderation)
        settings.closeAfterDays = given(
            "close_after_days", old.closeAfterDays, arguments.integer)
        settings.slowModeSeconds = given("slow_mode_s", old.slowModeSeconds, arguments.integer)
        settings.defaultSort = given("default_sort", old.defaultSort, arguments.sort)
        settings.takesGuests = given("guests", old.takesGuests, arguments.flag)
        return settings
    }
}
