import Discussion

/// A site's fit as it is kept, and how far it has been brought in.
package struct Fit: Sendable, Equatable {
    /// What is being done with it, in this order.
    package enum Stage: Int, Sendable {
        /// Its voters are being written.
        case voters = 0
        /// Comments' sums are being made from the ledger: ballots up to where it has come count.
        case sums = 1
        /// The keys of comments with many siblings are being written.
        case ranks = 2
        case inForce = 3
        /// Another is in force: its rows are being deleted.
        case going = 4
    }

    package let id: Int64
    package let siteID: Int64
    package var stage: Stage
    /// Which of two columns of ranks holds its keys.
    package let slot: Int
    package let summary: FitSummary
    package let scale: GroundScale
    /// How far its stage has come: the comment and the voter of a ballot, or the thread, the parent
    /// and the comment of a rank.
    package var reached: (Int64, Int64, Int64)

    package init(
        id: Int64, siteID: Int64, stage: Stage, slot: Int, summary: FitSummary, scale: GroundScale,
        reached: (Int64, Int64, Int64) = (0, 0, 0)
    ) {
        self.id = id
        self.siteID = siteID
        self.stage = stage
        self.slot = slot
        self.summary = summary
        self.scale = scale
        self.reached = reached
    }

    /// Whether a ballot is in the sums that have been made of it.
    package func counts(ballotOn comment: CommentID, by voterID: Int64) -> Bool {
        switch stage {
        case .voters, .going: false
        case .sums: (comment.rawValue, voterID) <= (reached.0, reached.1)
        case .ranks, .inForce: true
        }
    }

    package static func == (left: Fit, right: Fit) -> Bool {
        left.id == right.id && left.stage == right.stage && left.reached == right.reached
    }
}

/// What a fit was made of, for people.
package struct FitSummary: Sendable, Equatable {
    package let fittedAt: Moment
    package let voters: Int
    package let comments: Int
    package let votes: Int
    package let loss: Double
    /// Voters on either side.
    package let low: Int
    package let high: Int
    /// Whether those are enough: else the site falls back to `best`.
    package let speaks: Bool
    /// How many ballots the site had then.
    package let ballots: Int

    package init(
        fittedAt: Moment, voters: Int, comments: Int, votes: Int, loss: Double, low: Int,
        high: Int, speaks: Bool, ballots: Int
    ) {
        self.fittedAt = fittedAt
        self.voters = voters
        self.comments = comments
        self.votes = votes
        self.loss = loss
        self.low = low
        self.high = high
        self.speaks = speaks
        self.ballots = ballots
    }

    /// Of a model. `minPerSide`: how many voters it takes on either side.
    package init(of model: GroundModel, at moment: Moment, ballots: Int, minPerSide: Int) {
        let sides = model.sides
        self.init(
            fittedAt: moment, voters: model.voters.count, comments: model.comments.count,
            votes: model.votes, loss: model.loss, low: sides.low, high: sides.high,
            speaks: min(sides.low, sides.high) >= minPerSide, ballots: ballots)
    }
}
