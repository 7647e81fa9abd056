import Discussion
import JSONValues
import Store
import Wire

/// Threads and sites as the wire shows them.
extension JSONWriter {
    /// Writes a thread's members; nil stands for one that nobody has used yet.
    mutating func writeThread(
        _ known: Thread?, named name: String, in site: SiteSettings, showsPending: Bool,
        at now: Moment
    ) {
        var settings = site
        if let known {
            settings.isClosed = known.settings.isClosed
            settings.moderation = known.moderation
            settings.closeAfterDays = known.closeAfterDays
            settings.slowModeSeconds = known.slowModeSeconds
            settings.defaultSort = known.defaultSort
            settings.takesGuests = known.takesGuests
        } else {
            settings.isClosed = false
        }
        member("thread", name)
        member("title", orNull: known?.settings.title)
        member("url", orNull: known?.settings.url)
        member("count", known?.visible ?? 0)
        member("roots", known?.replies ?? 0)
        if showsPending { member("pending", known?.pending ?? 0) }
        member("closed", known?.isClosed(at: now) ?? site.isClosed)
        self.name("settings")
        writeSettings(settings)
        member("created_at", orNull: known?.createdAt.text)
        member("last_comment_at", orNull: known?.lastCommentAt?.text)
    }

    /// Writes settings as an object.
    mutating func writeSettings(_ settings: SiteSettings) {
        object { json in
            json.member("closed", settings.isClosed)
            json.member("moderation", settings.moderation.name)
            json.member("close_after_days", settings.closeAfterDays)
            json.member("slow_mode_s", settings.slowModeSeconds)
            json.member("default_sort", settings.defaultSort.name)
            json.member("guests", settings.takesGuests)
        }
    }
}

extension Arguments {
    /// A mode of moderation, where it is given.
    func moderation(_ name: String) -> ModerationMode? {
        text(name).flatMap { ModerationMode(name: $0) }
    }

    /// An order of comments, where it is given.
    func sort(_ name: String) -> Sort? { text(name).flatMap { Sort(name: $0) } }
}
