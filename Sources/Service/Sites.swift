import Discussion
import JSONValues
import Store
import Wire

/// `site.get`: what holds in a site's threads that say nothing else, and what the site holds.
struct GetSite: UseCase {
    private let site: String

    init(_ arguments: Arguments) throws(Refusal) { site = try arguments.site() }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        try writeSite(try work.store.site(named: site), named: site, in: work, to: &json)
    }
}

/// `site.configure`: sets what is given and leaves the rest.
struct ConfigureSite: UseCase {
    private let site: String
    private let arguments: Arguments

    init(_ arguments: Arguments) throws(Refusal) {
        self.arguments = arguments
        site = try arguments.site()
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.makeSite(named: site, at: work.now)
        let old = try work.store.settings(of: site)
        let settings = settings(from: old)
        if settings != old {
            try work.store.save(settings, of: site)
            var data = JSONWriter(capacity: 64)
            data.object { $0.member("closed", settings.isClosed) }
            // No thread: it is about all of them.
            work.store.record(
                Event(
                    siteID: site.id, type: "thread", at: work.now, threadID: nil, commentID: nil,
                    data: data.bytes))
        }
        try writeSite(site, named: self.site, in: work, to: &json)
    }

    private func settings(from old: SiteSettings) -> SiteSettings {
        var settings = old
        settings.isClosed = arguments.flag("closed") ?? old.isClosed
        settings.moderation = arguments.moderation("moderation") ?? old.moderation
        settings.closeAfterDays = arguments.integer("close_after_days") ?? old.closeAfterDays
        settings.slowModeSeconds = arguments.integer("slow_mode_s") ?? old.slowModeSeconds
        settings.defaultSort = arguments.sort("default_sort") ?? old.defaultSort
        settings.takesGuests = arguments.flag("guests") ?? old.takesGuests
        return settings
    }
}

/// A site as the wire shows it; nil stands for one that nobody has used yet.
private func writeSite(
    _ known: Site?, named name: String, in work: Work, to json: inout JSONWriter
) throws {
    let settings = try work.settings(of: known)
    let totals = try known.map { try work.store.queueTotals(of: $0.id) } ?? SiteTotals()
    let creation = try known.flatMap { try work.store.creation(of: $0) }
    json.object { json in
        json.member("site", name)
        json.member("comments", totals.comments)
        json.member("pending", totals.pending)
        json.member("flagged", totals.flagged)
        json.member("closed", settings.isClosed)
        json.name("settings")
        json.writeSettings(settings)
        json.member("created_at", orNull: creation?.text)
    }
}
