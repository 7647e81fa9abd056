import Discussion
import JSONValues
import Store
import Wire

/// `thread.move`: a page has another address. Where that is another page's, both become one.
struct MoveThread: UseCase {
    /// So many parts of a merger are done at once; the rest is done between other commands.
    private static let partsAtOnce = 4

    private let site: String
    private let thread: String
    private let destination: String

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread") ?? ""
        destination = try arguments.identifier("to") ?? ""
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        guard let site = try work.store.site(named: site),
            let source = try work.store.thread(named: thread, in: site)
        else { throw Refusal(.notFound, "there is no such thread") }
        guard !thread.utf8.elementsEqual(destination.utf8) else {
            return write(source, isOver: true, in: work, to: &json)
        }
        try checkStays(source, "thread", in: work)
        guard let target = try work.store.thread(named: destination, in: site) else {
            return write(
                try rename(source, in: work), isOver: true, in: work, to: &json)
        }
        try checkStays(target, "to", in: work)
        let (moved, isOver) = try merge(source, into: target, in: work)
        write(moved, isOver: isOver, in: work, to: &json)
    }

    /// Throws where a thread will soon be no more.
    private func checkStays(_ thread: Thread, _ field: String, in work: Work) throws {
        guard try work.store.move(of: thread.id) != nil else { return }
        var refusal = Refusal(.conflict, "the thread's comments are being moved")
        refusal.field = field
        throw refusal
    }

    private func rename(_ source: Thread, in work: Work) throws -> Thread {
        var renamed = source
        renamed.name = destination
        try work.store.saveName(of: renamed)
        var data = JSONWriter(capacity: 96)
        data.object { data in
            data.member("moved_from", thread)
            data.member("moved_to", destination)
            data.member("is_over", true)
        }
        work.store.record(
            Event(
                siteID: renamed.siteID, type: "thread", at: work.now, threadID: renamed.id,
                commentID: nil, data: data.bytes))
        return renamed
    }

    /// What moves is the page whose largest root has less below it, since a root is moved whole; of
    /// two without large ones the smaller. Where that is the destination's, the two change names,
    /// settings and age before.
    private func merge(
        _ source: Thread, into target: Thread, in work: Work
    ) throws -> (thread: Thread, isOver: Bool) {
        var (source, target) = (source, target)
        if target.settings.title == nil { target.settings.title = source.settings.title }
        let (below, belowTarget) = (
            try work.store.mostBelowRoot(of: source.id), try work.store.mostBelowRoot(of: target.id)
        )
        let areSmall = max(below, belowTarget) <= Moving.comments
        if areSmall ? source.size > target.size : below > belowTarget {
            try work.store.clearName(of: target)
            let former = source
            source.take(target)
            target.take(former)
            try work.store.saveName(of: source)
            try work.store.saveName(of: target)
            try work.store.saveSettings(of: target)
            swap(&source, &target)
        }
        try work.store.saveSettings(of: target)
        let move = ThreadMove(fromID: source.id, toID: target.id)
        try work.store.start(move)
        let moving = Moving(work)
        moving.record(from: source, to: target, isOver: false)
        var isOver = false
        for _ in 0..<Self.partsAtOnce where !isOver { isOver = try moving.part(of: move) }
        return (try work.store.thread(target.id) ?? target, isOver)
    }

    private func write(
        _ thread: Thread, isOver: Bool, in work: Work, to json: inout JSONWriter
    ) {
        json.object { json in
            json.writeThread(
                thread, named: thread.name, in: thread.siteSettings, showsPending: true,
                at: work.now)
            json.member("moving", !isOver)
        }
    }
}

extension Thread {
    /// About how many comments it has.
    fileprivate var size: Int { visible + pending + shadowed }

    /// Takes another's name, settings and age.
    fileprivate mutating func take(_ other: Thread) {
        name = other.name
        settings = other.settings
        createdAt = other.createdAt
    }
}
