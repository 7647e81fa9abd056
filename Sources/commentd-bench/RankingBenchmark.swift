import Discussion
import Glibc
import Ranking

/// What common ground costs, and what it puts first: fits of made-up sites of several sizes, the
/// same through the daemon, and of published conversations.
struct RankingBenchmark {
    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the tables; 1 where the server answered with errors.
    func run() throws -> Int32 {
        Terminal.print(try fits() + "\n")
        if let folder = options.data {
            for conversation in try Conversation.all(in: folder) {
                Terminal.print(conversation.report() + "\n")
            }
        }
        return try FitBenchmark(options).run()
    }

    /// Fits in this process, each size's with the most memory that it has had by then.
    private func fits() throws -> String {
        var grid = TextGrid()
        grid.row(["votes", "voters", "comments", "rounds", "seconds", "loss", "peak MB"])
        for size in options.sizes.sorted() {
            let matrix = TwoCamps(votes: size).matrix()
            let start = Clock.nanoseconds
            guard let model = GroundModel.fit(matrix) else { continue }
            let seconds = Double(Clock.nanoseconds - start) / 1e9
            grid.row([
                Text.grouped(model.votes), Text.grouped(model.voters.count),
                Text.grouped(model.comments.count), "\(model.sweeps)", Text.fixed(seconds, 2),
                Text.fixed(model.loss, 6),
                Text.fixed(try ProcessMeter(pid: getpid()).peakMegabytes(), 0),
            ])
        }
        return grid.text
    }
}

/// A site of two camps of readers, and comments that one of them, both or neither like.
struct TwoCamps {
    let voters: Int
    let comments: Int
    private let votesPerComment: Int

    /// So many votes, 25 a comment and 40 a voter in the mean.
    init(votes: Int) {
        voters = max(50, votes / 40)
        votesPerComment = 25
        comments = max(1, votes / votesPerComment)
    }

    /// Hands on every vote, comment by comment.
    func forEachVote(_ body: (_ comment: Int, _ voter: Int, _ isUp: Bool) -> Void) {
        var dice = SeededDice(seed: 9)
        for comment in 0..<comments {
            let quality = 20 + dice.below(60)
            let leaning = dice.below(3) - 1
            let first = dice.below(voters)
            // Every voter once, in an order of the comment's own, as long as there are enough.
            let step = 1 + 2 * dice.below(max(1, voters / 2 - 1))
            for number in 0..<min(votesPerComment, voters) {
                let voter = (first + number * step) % voters
                let camp = voter % 2 == 0 ? 1 : -1
                let chance = quality + 35 * camp * leaning
                body(comment, voter, dice.percent(max(2, min(98, chance))))
            }
        }
    }

    /// The votes as a fit takes them, of voters with ten and more.
    func matrix() -> VoteMatrix {
        var matrix = VoteMatrix()
        var open = 0
        forEachVote { comment, voter, isUp in
            if comment != open { matrix.endComment() }
            open = comment
            _ = matrix.add(Int64(voter + 1), isUp: isUp)
        }
        matrix.endComment()
        matrix.keepVoters(withAtLeast: 10)
        return matrix
    }
}
