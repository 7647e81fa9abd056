import Discussion
import Ranking
import SQLite

/// Fits as they are kept: one in force for each site, and one on its way in or out.
extension Store {
    /// The fit that a site's common ground is told by; nil where it has none, or none that speaks.
    package func fitInForce(of siteID: Int64) throws(SQLiteError) -> Fit? {
        try fits(of: siteID).first { $0.stage == .inForce && $0.summary.speaks }
    }

    /// The fits of a site whose sums votes change: the one in force, and the one being brought in.
    package func fits(of siteID: Int64) throws(SQLiteError) -> [Fit] {
        if let known = knownFits[siteID] { return known }
        let fits = try db.all(
            """
            SELECT id, site_id, stage, slot, fitted_at, voters, comments, votes, loss, low, high,
              speaks, ballots, mean, votes_per_comment, max_intercept, min_factor, max_factor,
              reached_0, reached_1, reached_2
            FROM fits WHERE site_id = ?1 AND stage = 3 AND speaks = 1
            UNION ALL
            SELECT id, site_id, stage, slot, fitted_at, voters, comments, votes, loss, low, high,
              speaks, ballots, mean, votes_per_comment, max_intercept, min_factor, max_factor,
              reached_0, reached_1, reached_2
            FROM fits INDEXED BY fits_under_way
            WHERE stage <> 3 AND stage IN (1, 2) AND site_id = ?1 AND speaks = 1
            """, [.integer(siteID)], readFit)
        knownFits[siteID] = fits
        return fits
    }

    /// What the fits of a site that are kept have found of a person who votes, the oldest first,
    /// and when.
    package func fitted(
        _ personID: Int64, in siteID: Int64
    ) throws(SQLiteError) -> [(voter: GroundVoter, fittedAt: Moment)] {
        try db.all(
            """
            SELECT intercept, factor, fitted_at
            FROM fits CROSS JOIN fitted_voters ON fit_id = fits.id AND voter_id = ?2
            WHERE site_id = ?1 ORDER BY fits.id
            """, [.integer(siteID), .integer(personID)]
        ) { row in
            (
                voter: GroundVoter(intercept: row.int64(0), factor: row.int64(1)),
                fittedAt: Moment(milliseconds: row.int64(2))
            )
        }
    }

    /// A fit that is on its way in or out; those on their way out first.
    package func fitUnderWay() throws(SQLiteError) -> Fit? {
        try db.first(
            """
            SELECT id, site_id, stage, slot, fitted_at, voters, comments, votes, loss, low, high,
              speaks, ballots, mean, votes_per_comment, max_intercept, min_factor, max_factor,
              reached_0, reached_1, reached_2
            FROM fits WHERE stage <> 3 ORDER BY stage DESC, id LIMIT 1
            """, [], readFit)
    }

    /// What the newest fit of a site was made of, whether it speaks or not.
    package func newestFit(of siteID: Int64) throws(SQLiteError) -> FitSummary? {
        try db.first(
            """
            SELECT id, site_id, stage, slot, fitted_at, voters, comments, votes, loss, low, high,
              speaks, ballots, mean, votes_per_comment, max_intercept, min_factor, max_factor,
              reached_0, reached_1, reached_2
            FROM fits WHERE site_id = ?1 AND stage < 4 ORDER BY id DESC LIMIT 1
            """, [.integer(siteID)], readFit
        )?.summary
    }

    /// The fits in force of the first sites by name, up to `limit`.
    package func fitsInForce(
        limit: Int
    ) throws(SQLiteError) -> [(site: String, fit: FitSummary)] {
        try db.all(
            """
            SELECT fits.id, site_id, stage, slot, fitted_at, voters, fits.comments, votes, loss,
              low, high, speaks, fits.ballots, mean, votes_per_comment, max_intercept, min_factor,
              max_factor, reached_0, reached_1, reached_2, name
            FROM fits JOIN sites ON sites.id = site_id WHERE stage = 3 ORDER BY name LIMIT ?1
            """, [.integer(limit)]
        ) { ($0.text(21), readFit($0).summary) }
    }

    /// Each site with how many ballots it has.
    package func sitesWithBallots() throws(SQLiteError) -> [(site: Site, ballots: Int)] {
        try db.all("SELECT id, name, ballots FROM sites WHERE ballots > 0 ORDER BY id") {
            (Site(id: $0.int64(0), name: $0.text(1)), $0.int(2))
        }
    }

    /// How many ballots a site has.
    package func ballots(of siteID: Int64) throws(SQLiteError) -> Int {
        try flushSiteChanges()
        return try db.first("SELECT ballots FROM sites WHERE id = ?1", [.integer(siteID)]) {
            $0.int(0)
        } ?? 0
    }

    /// Enters a fit at its first stage. No other of the site may be under way.
    package func insert(
        _ summary: FitSummary, _ scale: GroundScale, of siteID: Int64
    ) throws(SQLiteError) -> Fit {
        let slot = try db.first(
            "SELECT 1 - slot FROM fits WHERE site_id = ?1 AND stage = 3", [.integer(siteID)]
        ) { $0.int(0) }
        try db.run(
            """
            INSERT INTO fits (site_id, stage, slot, fitted_at, voters, comments, votes, loss, low,
              high, speaks, ballots, mean, votes_per_comment, max_intercept, min_factor, max_factor)
            VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            [
                .integer(siteID), .integer(slot ?? 0), .integer(summary.fittedAt.milliseconds),
                .integer(summary.voters), .integer(summary.comments), .integer(summary.votes),
                .real(summary.loss), .integer(summary.low), .integer(summary.high),
                .bool(summary.speaks), .integer(summary.ballots), .real(scale.mean),
                .real(scale.votesPerComment), .real(scale.maxIntercept), .real(scale.minFactor),
                .real(scale.maxFactor),
            ])
        return Fit(
            id: db.lastInsertedID, siteID: siteID, stage: .voters, slot: slot ?? 0,
            summary: summary, scale: scale)
    }

    /// Brings a fit to another stage, which begins at its start. With one that comes into force the
    /// one before goes, and no page is as it was.
    package func advance(_ fit: Fit, to stage: Fit.Stage) throws(SQLiteError) {
        if stage == .inForce {
            hasChangedSites = true
            try db.run(
                "UPDATE fits SET stage = 4 WHERE site_id = ?1 AND stage = 3",
                [.integer(fit.siteID)])
        }
        try db.run(
            """
            UPDATE fits SET stage = ?2, reached_0 = 0, reached_1 = 0, reached_2 = 0 WHERE id = ?1
            """, [.integer(fit.id), .integer(stage.rawValue)])
        forgetFits()
    }

    /// How far a fit's stage has come.
    package func saveReached(
        _ place: (Int64, Int64, Int64), of fit: Fit
    ) throws(SQLiteError) {
        try db.run(
            "UPDATE fits SET reached_0 = ?2, reached_1 = ?3, reached_2 = ?4 WHERE id = ?1",
            [.integer(fit.id), .integer(place.0), .integer(place.1), .integer(place.2)])
        knownFits[fit.siteID] = nil
    }

    /// Deletes up to `limit` rows of a fit that is going, and in the end the fit itself. Returns
    /// whether it is gone.
    package func delete(_ fit: Fit, limit: Int) throws(SQLiteError) -> Bool {
        let before = changeCount
        try db.run(
            """
            DELETE FROM grounds WHERE fit_id = ?1 AND comment_id <= coalesce((
              SELECT comment_id FROM grounds WHERE fit_id = ?1
              ORDER BY comment_id LIMIT 1 OFFSET ?2), 9223372036854775807)
            """, [.integer(fit.id), .integer(limit)])
        if changeCount == before {
            try db.run(
                """
                DELETE FROM fitted_voters WHERE fit_id = ?1 AND voter_id <= coalesce((
                  SELECT voter_id FROM fitted_voters WHERE fit_id = ?1
                  ORDER BY voter_id LIMIT 1 OFFSET ?2), 9223372036854775807)
                """, [.integer(fit.id), .integer(limit)])
        }
        guard changeCount == before else { return false }
        try db.run("DELETE FROM fits WHERE id = ?1", [.integer(fit.id)])
        forgetFits()
        return true
    }

    func forgetRanking() {
        knownEditions = nil
        forgetFits()
    }

    private func forgetFits() {
        if !knownFits.isEmpty { knownFits = [:] }
        if !knownVoters.isEmpty { knownVoters = [:] }
        if !knownSums.isEmpty { knownSums = [:] }
    }
}

private func readFit(_ row: borrowing Row) -> Fit {
    Fit(
        id: row.int64(0), siteID: row.int64(1), stage: Fit.Stage(rawValue: row.int(2)) ?? .going,
        slot: row.int(3),
        summary: FitSummary(
            fittedAt: Moment(milliseconds: row.int64(4)), voters: row.int(5),
            comments: row.int(6), votes: row.int(7), loss: row.double(8), low: row.int(9),
            high: row.int(10), speaks: row.bool(11), ballots: row.int(12)),
        scale: GroundScale(
            mean: row.double(13), votesPerComment: row.double(14), maxIntercept: row.double(15),
            minFactor: row.double(16), maxFactor: row.double(17)),
        reached: (row.int64(18), row.int64(19), row.int64(20)))
}
