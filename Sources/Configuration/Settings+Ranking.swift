import Discussion
import JSONValues

extension Settings {
    /// How comments are ranked.
    package struct Ranking: Sendable, Equatable {
        /// How `best` and `hot` are scored.
        package var formulas = Formulas()
        /// Votes that somebody must have cast to be heard in `common_ground`.
        package var minVotesPerVoter = 10
        /// Voters on either side that a site must have before it has one.
        package var minVotersPerSide = 5
        package var refit = Refit()

        /// When a site's common ground is fitted to its votes anew.
        package struct Refit: Sendable, Equatable {
            /// Once there are so many first votes more.
            package var votes = 100
            /// But not before so many seconds have gone by.
            package var minSeconds = 600
            /// After so many seconds one more vote is enough; 0: never.
            package var maxSeconds = 86_400

            package init() {}
        }

        package init() {}

        /// Whether a site is due. `ballots`: how many it has more than when it was fitted last;
        /// `seconds`: how long that is ago; nil: it never was.
        package func isDue(ballots: Int, seconds: Int?) -> Bool {
            guard let seconds else { return ballots >= refit.votes }
            guard seconds >= refit.minSeconds else { return false }
            return ballots >= refit.votes
                || ballots > 0 && refit.maxSeconds > 0 && seconds >= refit.maxSeconds
        }
    }

    static let rankingSchema = Schema.object([
        .optional(
            "best",
            .either([
                .choice(["lower_bound"]), .object([.required("quantile", .number(0.05...0.95))]),
            ])),
        .optional("hot_decay_s", .number(60...31_536_000)),
        .optional("min_votes_per_voter", .integer(1...10_000)),
        .optional("min_voters_per_side", .integer(1...1_000_000)),
        .optional(
            "refit",
            .object([
                .optional("votes", .integer(1...1_000_000_000)),
                .optional("min_s", .integer(10...31_536_000)),
                .optional("max_s", .integer(0...31_536_000)),
            ])),
    ])

    /// What a file says of ranking.
    static func ranking(_ given: JSONObject) -> Ranking {
        var ranking = Ranking()
        if let quantile = given["best"]?.object?["quantile"]?.double {
            ranking.formulas.best = .quantile(quantile)
        }
        if let decay = given["hot_decay_s"]?.double { ranking.formulas.hotDecaySeconds = decay }
        ranking.minVotesPerVoter = given["min_votes_per_voter"]?.integer ?? ranking.minVotesPerVoter
        ranking.minVotersPerSide = given["min_voters_per_side"]?.integer ?? ranking.minVotersPerSide
        let refit = given["refit"]?.object
        ranking.refit.votes = refit?["votes"]?.integer ?? ranking.refit.votes
        ranking.refit.minSeconds = refit?["min_s"]?.integer ?? ranking.refit.minSeconds
        ranking.refit.maxSeconds = refit?["max_s"]?.integer ?? ranking.refit.maxSeconds
        return ranking
    }
}
