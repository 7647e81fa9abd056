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
        writeThread(
            known, named: thread, showsPending: !work.access.isReader, at: work.now, to: &json)
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
        var seen: Set<[UInt8]> = []
        try json.object { json in
            json.name("counts")
            try json.object { json in
                for name in threads where seen.insert(Array(name.utf8)).inserted {
                    let thread = try site.flatMap { try work.store.thread(named: name, in: $0) }
                    json.name(dynamic: name)
                    json.integer(thread?.visible ?? 0)
                }
            }
        }
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
        let site = try work.store.makeSite(named: site, at: work.now)
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
        writeThread(
            thread, named: self.thread, showsPending: true, at: work.now, to: &json)
    }

    private func settings(from old: ThreadSettings) -> ThreadSettings {
        var settings = old
        if let title { settings.title = title.isEmpty ? nil : title }
        if let url { settings.url = url.isEmpty ? nil : url }
        settings.isClosed = arguments.flag("closed") ?? old.isClosed
        settings.moderation =
            arguments.text("moderation").flatMap { ModerationMode(name: $0) } ?? old.moderation
        settings.closeAfterDays = arguments.integer("close_after_days") ?? old.closeAfterDays
        settings.slowModeSeconds = arguments.integer("slow_mode_s") ?? old.slowModeSeconds
        settings.defaultSort =
            arguments.text("default_sort").flatMap { Sort(name: $0) } ?? old.defaultSort
        settings.takesGuests = arguments.flag("guests") ?? old.takesGuests
        return settings
    }
}

/// A thread as the wire shows it; nil stands for one that nobody has used yet.
private func writeThread(
    _ thread: Thread?, named name: String, showsPending: Bool, at now: Moment,
    to json: inout JSONWriter
) {
    let settings = thread?.settings ?? ThreadSettings()
    json.object { json in
        json.member("thread", name)
        json.member("title", orNull: settings.title)
        json.member("url", orNull: settings.url)
        json.member("count", thread?.visible ?? 0)
        json.member("roots", thread?.replies ?? 0)
        if showsPending { json.member("pending", thread?.pending ?? 0) }
        json.member("closed", thread?.isClosed(at: now) ?? false)
        json.name("settings")
        json.object { json in
            json.member("closed", settings.isClosed)
            json.member("moderation", settings.moderation.name)
            json.member("close_after_days", settings.closeAfterDays)
            json.member("slow_mode_s", settings.slowModeSeconds)
            json.member("default_sort", settings.defaultSort.name)
            json.member("guests", settings.takesGuests)
        }
        json.member("created_at", orNull: thread?.createdAt.text)
        json.member("last_comment_at", orNull: thread?.lastCommentAt?.text)
    }
}
