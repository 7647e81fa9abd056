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

    /// The site called `name`, made on first use.
    package func makeSite(named name: String, at now: Moment) throws(SQLiteError) -> Site {
        if let site = try site(named: name) { return site }
        try db.run(
            "INSERT INTO sites (name, created_at) VALUES (?1, ?2)",
            [.text(name), .integer(now.milliseconds)])
        return Site(id: db.lastInsertedID, name: name)
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
        try db.first(
            "SELECT comments, ballots, queued_pending, queued_flagged FROM sites WHERE id = ?1",
            [.integer(siteID)]
        ) { row in
            SiteTotals(
                comments: row.int(0), ballots: row.int(1), pending: row.int(2), flagged: row.int(3))
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
              coalesce((SELECT max(id) FROM threads), 0), coalesce((SELECT max(id) FROM persons), 0)
            FROM sites
            """
        ) { row in
            SiteTotals(
                comments: row.int(0), ballots: row.int(1), pending: row.int(2), flagged: row.int(3),
                threads: row.int(5), persons: row.int(6), sites: row.int(4))
        } ?? SiteTotals()
    }
}
