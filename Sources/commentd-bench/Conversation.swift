import Discussion
import Ranking

/// A published Polis conversation: statements, and who agreed with them or did not.
struct Conversation {
    let name: String
    private let texts: [Int: String]
    /// The last vote of each pair that is no pass: the statement, the voter, and whether agreed.
    private let votes: [(statement: Int, voter: Int, isUp: Bool)]

    private static let names = [
        "15-per-hour-seattle", "bg2050-volunteers", "brexit-consensus",
        "canadian-electoral-reform", "london.youth.policing", "scoop-hivemind.freshwater",
        "scoop-hivemind.ubi",
    ]
    private static let shown = 5

    /// Those that lie in a folder.
    static func all(in folder: String) throws(BenchProblem) -> [Conversation] {
        var all: [Conversation] = []
        for name in names where FileSystem.size("\(folder)/\(name)/votes.csv") != nil {
            all.append(try Conversation(name, in: "\(folder)/\(name)"))
        }
        if all.isEmpty { throw BenchProblem("\(folder): no conversations are there") }
        return all
    }

    private init(_ name: String, in folder: String) throws(BenchProblem) {
        self.name = name
        let comments = try LabeledTexts.table(
            "\(folder)/comments.csv", columns: ["comment-id", "comment-body"])
        texts = Dictionary(comments.map { (Int($0[0]) ?? -1, $0[1]) }) { first, _ in first }
        struct Pair: Hashable {
            let statement: Int
            let voter: Int
        }
        var last: [Pair: Int] = [:]
        let rows = try LabeledTexts.table(
            "\(folder)/votes.csv", columns: ["comment-id", "voter-id", "vote"])
        for row in rows {
            guard let statement = Int(row[0]), let voter = Int(row[1]), let vote = Int(row[2])
            else { continue }
            last[Pair(statement: statement, voter: voter)] = vote
        }
        votes = last.filter { $0.value != 0 }
            .map { (statement: $0.key.statement, voter: $0.key.voter, isUp: $0.value > 0) }
            .sorted { ($0.statement, $0.voter) < ($1.statement, $1.voter) }
    }

    /// What is known of a statement.
    private struct Row {
        let statement: Int
        var up = 0
        var down = 0
        var sums = GroundSums()
    }

    /// The statements that common ground puts first, and those that best does, with the share of
    /// either side that agreed.
    func report() -> String {
        var matrix = VoteMatrix()
        var open: Int?
        for vote in votes {
            if vote.statement != open { matrix.endComment() }
            open = vote.statement
            _ = matrix.add(Int64(vote.voter), isUp: vote.isUp)
        }
        matrix.endComment()
        matrix.keepVoters(withAtLeast: 10)
        let start = Clock.nanoseconds
        guard let model = GroundModel.fit(matrix) else { return "" }
        let milliseconds = Double(Clock.nanoseconds - start) / 1e6
        let rows = rows(model)
        let (low, high) = model.sides
        let title = """
            \(name): \(Text.grouped(model.votes)) votes of \(model.voters.count) voters on \
            \(model.comments.count) statements, \(low) on the one side and \(high) on the other; \
            \(model.sweeps) rounds in \(Text.fixed(milliseconds, 1)) ms
            """
        let orders: [(String, (Row) -> Double)] = [
            ("common_ground", { model.scale.lowerBound($0.sums) }),
            ("best", { Scores.best(up: $0.up, down: $0.down) }),
        ]
        var grid = TextGrid()
        grid.row(["", "score", "one side", "other side", "statement"])
        for (order, score) in orders {
            let first = rows.sorted { (score($0), $1.statement) > (score($1), $0.statement) }
            for row in first.prefix(Self.shown) {
                let text = (texts[row.statement] ?? "").split(whereSeparator: \.isWhitespace)
                grid.row([
                    order, Text.fixed(score(row), 3), Self.share(row.sums.low),
                    Self.share(row.sums.high),
                    String(text.joined(separator: " ").prefix(70)),
                ])
            }
        }
        return title + "\n" + grid.text
    }

    private func rows(_ model: GroundModel) -> [Row] {
        let voters = Dictionary(
            uniqueKeysWithValues: zip(model.voterIDs.map { Int($0) }, model.voters))
        var rows: [Int: Row] = [:]
        for vote in votes {
            var row = rows[vote.statement] ?? Row(statement: vote.statement)
            if vote.isUp { row.up += 1 } else { row.down += 1 }
            if let voter = voters[vote.voter] {
                row.sums.add(
                    GroundSums(of: voter, value: vote.isUp ? 1 : -1, mean: model.scale.mean))
            }
            rows[vote.statement] = row
        }
        return Array(rows.values)
    }

    private static func share(_ side: GroundSums.Side) -> String {
        let all = side.up + side.down
        return all == 0 ? "–" : "\(side.up * 100 / all) % of \(all)"
    }
}
