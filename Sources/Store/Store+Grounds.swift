import Discussion
import Ranking
import SQLite

/// A voter in a fit.
struct VoterKey: Hashable {
    let fitID: Int64
    let voterID: Int64
}

/// What fitted voters' votes on comments come to.
extension Store {
    /// Voters that are remembered; past it all are forgotten.
    private static let maxKnownVoters = 65_536
    /// The same of comments' sums: three megabytes.
    private static let maxKnownSums = 16_384

    /// That a voter's counting vote on a comment was one, and is another; 0 stands for none.
    package func countGround(
        of voterID: Int64, on tally: Tally, in siteID: Int64, from old: Int, to new: Int
    ) throws(SQLiteError) {
        for fit in try fits(of: siteID) where fit.counts(ballotOn: tally.id, by: voterID) {
            guard let voter = try fittedVoter(voterID, in: fit) else { continue }
            var sums = GroundSums(of: voter, value: new, mean: fit.scale.mean)
            sums.add(GroundSums(of: voter, value: old, mean: fit.scale.mean), times: -1)
            unwritten.add(sums, to: tally, in: fit)
        }
    }

    private func fittedVoter(_ id: Int64, in fit: Fit) throws(SQLiteError) -> GroundVoter? {
        let key = VoterKey(fitID: fit.id, voterID: id)
        if let known = knownVoters[key] { return known }
        let voter = try db.first(
            "SELECT intercept, factor FROM fitted_voters WHERE fit_id = ?1 AND voter_id = ?2",
            [.integer(fit.id), .integer(id)]
        ) { GroundVoter(intercept: $0.int64(0), factor: $0.int64(1)) }
        if knownVoters.count >= Self.maxKnownVoters { knownVoters = [:] }
        knownVoters[key] = .some(voter)
        return voter
    }

    /// Enters voters of a fit.
    package func insert(
        _ voters: ArraySlice<(id: Int64, voter: GroundVoter)>, of fit: Fit
    ) throws(SQLiteError) {
        for (id, voter) in voters {
            try db.run(
                """
                INSERT INTO fitted_voters (fit_id, voter_id, intercept, factor)
                VALUES (?1, ?2, ?3, ?4)
                """,
                [
                    .integer(fit.id), .integer(id), .integer(voter.intercept),
                    .integer(voter.factor),
                ])
        }
    }

    /// Writes what has been added to a comment's sums, and its key where an index keeps its place.
    func write(_ ground: Unwritten.Ground) throws(SQLiteError) {
        let sums = try add(ground.sums, to: ground.tally.id, in: ground.fit)
        guard ground.tally.isRanked, ground.fit.stage != .sums else { return }
        try writeGround(
            ground.fit.scale.lowerBound(sums), at: ground.tally.rankPlace, slot: ground.fit.slot)
    }

    /// Adds to a comment's sums; what they are then. Whether the row is there is known by then: an
    /// upsert would look for it again, and for RETURNING a table is made each time.
    private func add(
        _ added: GroundSums, to id: CommentID, in fit: Fit
    ) throws(SQLiteError) -> GroundSums {
        var sums = added
        let place = Unwritten.GroundKey(fitID: fit.id, commentID: id)
        let known = knownSums[place]
        var old = known
        if old == nil { old = try storedSums(of: id, in: fit) }
        if let old { sums.add(old) }
        let values = [
            fit.id, id.rawValue, sums.votes, sums.factors, sums.squares, sums.rests,
            sums.products, sums.low.up, sums.low.down, sums.high.up, sums.high.down,
        ]
        if old == nil {
            try db.run(
                """
                INSERT INTO grounds (fit_id, comment_id, votes, factors, squares, rests, products,
                  low_up, low_down, high_up, high_down)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                """, integers: values)
        } else {
            try db.run(
                """
                UPDATE grounds SET votes = ?3, factors = ?4, squares = ?5, rests = ?6,
                  products = ?7, low_up = ?8, low_down = ?9, high_up = ?10, high_down = ?11
                WHERE fit_id = ?1 AND comment_id = ?2
                """, integers: values)
        }
        // Not before the row has them.
        if known == nil, knownSums.count >= Self.maxKnownSums {
            knownSums.removeAll(keepingCapacity: true)
        }
        knownSums[place] = sums
        return sums
    }

    private func storedSums(
        of id: CommentID, in fit: Fit
    ) throws(SQLiteError) -> GroundSums? {
        try db.first(
            """
            SELECT votes, factors, squares, rests, products, low_up, low_down, high_up, high_down
            FROM grounds WHERE fit_id = ?1 AND comment_id = ?2
            """, [.integer(fit.id), .integer(id.rawValue)]
        ) { readSums($0, from: 0) }
    }

    /// The sums of those of some comments that have any.
    package func grounds(
        of ids: [CommentID], in fit: Fit
    ) throws(SQLiteError) -> [CommentID: GroundSums] {
        try flushCounts()
        var grounds: [CommentID: GroundSums] = [:]
        for start in stride(from: 0, to: ids.count, by: Self.batch) {
            let batch = ids[start..<min(start + Self.batch, ids.count)]
            try db.forEach(
                """
                SELECT votes, factors, squares, rests, products, low_up, low_down, high_up,
                  high_down, comment_id
                FROM (
                  VALUES (?2), (?3), (?4), (?5), (?6), (?7), (?8), (?9), (?10), (?11), (?12), (?13),
                    (?14), (?15), (?16), (?17), (?18), (?19), (?20), (?21), (?22), (?23),
                    (?24), (?25), (?26), (?27), (?28), (?29), (?30), (?31), (?32), (?33)
                ) AS ids
                CROSS JOIN grounds ON fit_id = ?1 AND comment_id = ids.column1
                """, integers: [fit.id] + batch.map(\.rawValue)
            ) { grounds[CommentID(rawValue: $0.int64(9))] = readSums($0, from: 0) }
        }
        return grounds
    }

    /// The keys of a comment by its site's fits, where its rank has to have them.
    func groundKeys(of tally: Tally, isNew: Bool) throws(SQLiteError) -> GroundKeys {
        var keys = GroundKeys()
        guard let siteID = try thread(tally.threadID)?.siteID else { return keys }
        for fit in try fits(of: siteID) where fit.stage != .sums && fit.summary.speaks {
            let sums = try isNew ? nil : grounds(of: [tally.id], in: fit)[tally.id]
            let key = -fit.scale.lowerBound(sums ?? GroundSums())
            if fit.slot == 0 { keys.first = key } else { keys.second = key }
        }
        return keys
    }

    /// Counts the next `limit` ballots of the ledger for a fit. Returns whether there were so many.
    package func extendSums(of fit: Fit, limit: Int) throws(SQLiteError) -> Bool {
        let ballots = try ballots(
            past: (fit.reached.0, fit.reached.1), limit: limit, fittedIn: fit)
        var sums = GroundSums()
        for (index, ballot) in ballots.enumerated() {
            if let voter = ballot.voter {
                sums.add(GroundSums(of: voter, value: ballot.value, mean: fit.scale.mean))
            }
            let isLast =
                index + 1 == ballots.count || ballots[index + 1].commentID != ballot.commentID
            guard isLast, sums != GroundSums() else { continue }
            _ = try add(sums, to: ballot.commentID, in: fit)
            sums = GroundSums()
        }
        if let last = ballots.last {
            try saveReached((last.commentID.rawValue, last.voterID, 0), of: fit)
        }
        return ballots.count == limit
    }

    /// A ballot with its voter's parameters where they are fitted and it counts.
    package struct FittedBallot {
        package let commentID: CommentID
        package let voterID: Int64
        package let value: Int
        package let voter: GroundVoter?
    }

    /// The next `limit` ballots of the ledger past a comment and a voter, anyone's.
    package func ballots(
        past place: (Int64, Int64), limit: Int, fittedIn fit: Fit
    ) throws(SQLiteError) -> [FittedBallot] {
        try db.all(
            """
            SELECT comment_id, part.voter_id, value, intercept, factor
            FROM (
              SELECT comment_id, voter_id, value, is_counted FROM votes
              WHERE (comment_id, voter_id) > (?2, ?3)
              ORDER BY comment_id, voter_id LIMIT ?4) AS part
              LEFT JOIN fitted_voters ON fit_id = ?1 AND fitted_voters.voter_id = part.voter_id
                AND is_counted = 1 AND value <> 0
            """,
            [.integer(fit.id), .integer(place.0), .integer(place.1), .integer(limit)]
        ) { row in
            FittedBallot(
                commentID: CommentID(rawValue: row.int64(0)), voterID: row.int64(1),
                value: row.int(2),
                voter: row.optionalInt64(3).map {
                    GroundVoter(intercept: $0, factor: row.int64(4))
                })
        }
    }

    /// Writes the keys of the next `limit` ranked comments, those of the fit's site among them.
    /// Returns whether there were so many.
    package func extendRanks(of fit: Fit, limit: Int) throws(SQLiteError) -> Bool {
        let start = RankPlace(
            threadID: fit.reached.0, parentID: fit.reached.1, commentID: fit.reached.2)
        let part = try db.all(
            """
            SELECT thread_id, parent_id, comment_id, site_id FROM (
              SELECT thread_id, parent_id, comment_id FROM ranks
              WHERE edition = ?1 AND (thread_id, parent_id, comment_id) > (?2, ?3, ?4)
              ORDER BY thread_id, parent_id, comment_id LIMIT ?5) AS part
              LEFT JOIN threads ON threads.id = thread_id
            """,
            [.integer(try editions().number)] + start.values + [.integer(limit)]
        ) { row in
            (
                place: RankPlace(
                    threadID: row.int64(0), parentID: row.int64(1), commentID: row.int64(2)),
                siteID: row.int64(3)
            )
        }
        let own = part.filter { $0.siteID == fit.siteID }.map(\.place)
        let grounds = try grounds(of: own.map { CommentID(rawValue: $0.commentID) }, in: fit)
        for place in own {
            let sums = grounds[CommentID(rawValue: place.commentID)] ?? GroundSums()
            try writeGround(fit.scale.lowerBound(sums), at: place, slot: fit.slot)
        }
        if let last = part.last?.place {
            try saveReached((last.threadID, last.parentID, last.commentID), of: fit)
        }
        return part.count == limit
    }
}

/// Reads nine columns, `first` being the first of them.
func readSums(_ row: borrowing Row, from first: Int32) -> GroundSums {
    var sums = GroundSums()
    (sums.votes, sums.factors) = (row.int64(first), row.int64(first + 1))
    (sums.squares, sums.rests) = (row.int64(first + 2), row.int64(first + 3))
    sums.products = row.int64(first + 4)
    sums.low = GroundSums.Side(up: row.int64(first + 5), down: row.int64(first + 6))
    sums.high = GroundSums.Side(up: row.int64(first + 7), down: row.int64(first + 8))
    return sums
}
