import Discussion
import SQLite

/// What a site holds, for `server.status` and the queue's total.
package struct SiteTotals: Sendable, Equatable {
    package var comments = 0
    package var ballots = 0
    package var pending = 0
    package var flagged = 0
    package var threads = 0
    package var persons = 0
    package var sites = 0

    package init() {}
}

/// What a transaction changes of a site.
struct SiteChange {
    var comments = 0
    var ballots = 0
    /// The number of the newest event, where there are new ones.
    var lastEvent: Int64?
}

extension Store {
    package func site(named name: String) throws(SQLiteError) -> Site? {
        if let site = cache.site(name) { return site }
        let site = try db.first("SELECT id FROM sites WHERE name = ?1", [.text(name)]) {
            Site(id: $0.int64(0), name: name)
        }
        if let site { cache.keep(site) }
        return site
    }

    package func site(_ id: Int64) throws(SQLiteError) -> Site? {
        try db.first("SELECT name FROM sites WHERE id = ?1", [.integer(id)]) {
            Site(id: id, name: $0.text(0))
        }
    }

    /// The site called `name`, made on first use, when these rules judge on it.
    package func makeSite(
        named name: String, at now: Moment, rules: @autoclosure () -> Digest
    ) throws(SQLiteError) -> Site {
        if let site = try site(named: name) { return site }
        try db.run(
            "INSERT INTO sites (name, created_at, rules) VALUES (?1, ?2, ?3)",
            [.text(name), .integer(now.milliseconds), .blob(rules().bytes)])
        return Site(id: db.lastInsertedID, name: name)
    }

    /// What holds in a site's threads that say nothing else.
    package func settings(of site: Site) throws(SQLiteError) -> SiteSettings {
        if let kept = cache.siteSettings[site.id] { return kept }
        let settings =
            try db.first(
                """
                SELECT is_closed, moderation, close_after_days, slow_mode_s, default_sort,
                  takes_guests
                FROM sites WHERE id = ?1
                """, [.integer(site.id)]
            ) { readSiteSettings($0, from: 0) } ?? SiteSettings()
        if cache.isKept { cache.siteSettings[site.id] = settings }
        return settings
    }

    /// Writes what holds in a site's threads from now on: any page may say something else.
    package func save(_ settings: SiteSettings, of site: Site) throws(SQLiteError) {
        hasChangedSites = true
        cache.forgetThreads()
        cache.siteSettings[site.id] = settings
        try db.run(
            """
            UPDATE sites SET is_closed = ?2, moderation = ?3, close_after_days = ?4,
              slow_mode_s = ?5, default_sort = ?6, takes_guests = ?7
            WHERE id = ?1
            """,
            [
                .integer(site.id), .bool(settings.isClosed),
                .integer(settings.moderation.rawValue), .integer(settings.closeAfterDays),
                .integer(settings.slowModeSeconds), .text(settings.defaultSort.name),
                .bool(settings.takesGuests),
            ])
    }

    /// When a site was first used.
    package func creation(of site: Site) throws(SQLiteError) -> Moment? {
        try db.first("SELECT created_at FROM sites WHERE id = ?1", [.integer(site.id)]) {
            Moment(milliseconds: $0.int64(0))
        }
    }

    /// Adds to a site's counts of comments and votes.
    package func count(
        in siteID: Int64, comments: Int = 0, ballots: Int = 0
    ) {
        siteChanges[siteID, default: SiteChange()].comments += comments
        siteChanges[siteID, default: SiteChange()].ballots += ballots
    }

    /// Writes what the transaction has changed so far.
    func flushSiteChanges() throws(SQLiteError) {
        for (siteID, change) in siteChanges {
            try db.run(
                """
                UPDATE sites SET comments = comments + ?2, ballots = ballots + ?3,
                  last_event = coalesce(?4, last_event)
                WHERE id = ?1
                """,
                [
                    .integer(siteID), .integer(change.comments), .integer(change.ballots),
                    .integer(orNull: change.lastEvent),
                ])
        }
        siteChanges.removeAll(keepingCapacity: true)
    }

    /// What one site's queue holds.
    package func queueTotals(of siteID: Int64) throws(SQLiteError) -> SiteTotals {
        try flushSiteChanges()
        return try db.first(
            "SELECT comments, ballots, queued_pending, queued_flagged FROM sites WHERE id = ?1",
            [.integer(siteID)]
        ) { row in
            SiteTotals(row)
        } ?? SiteTotals()
    }

    /// What all sites hold together. Thread and person counts are the highest row ids, which no one
    /// deletes from, so that the answer costs the same at any size.
    package func totals() throws(SQLiteError) -> SiteTotals {
        try flushSiteChanges()
        return try db.first(
            """
            SELECT coalesce(sum(comments), 0), coalesce(sum(ballots), 0),
              coalesce(sum(queued_pending), 0), coalesce(sum(queued_flagged), 0), count(*),
              coalesce((SELECT max(id) FROM threads), 0)
                - (SELECT count(*) FROM threads WHERE placing = 2),
              coalesce((SELECT max(id) FROM persons), 0)
            FROM sites
            """
        ) { row in
            var totals = SiteTotals(row)
            (totals.sites, totals.threads, totals.persons) = (row.int(4), row.int(5), row.int(6))
            return totals
        } ?? SiteTotals()
    }
}

extension SiteTotals {
    /// Of the first four columns.
    fileprivate init(_ row: borrowing Row) {
        (comments, ballots) = (row.int(0), row.int(1))
        (pending, flagged) = (row.int(2), row.int(3))
    }
}

/// Reads the six columns of a site's settings, `first` being the first of them.
func readSiteSettings(_ row: borrowing Row, from first: Int32) -> SiteSettings {
    var settings = SiteSettings()
    settings.isClosed = row.bool(first)
    settings.moderation = ModerationMode(rawValue: row.int(first + 1)) ?? .post
    settings.closeAfterDays = row.int(first + 2)
    settings.slowModeSeconds = row.int(first + 3)
    settings.defaultSort = Sort(name: row.text(first + 4)) ?? .best
    settings.takesGuests = row.bool(first + 5)
    return settings
}
