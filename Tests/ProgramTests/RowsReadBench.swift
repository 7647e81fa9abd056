import Configuration
import Discussion
import JSONValues
import Moderation
import Ranking
import Testing
import Wire

@testable import Service
@testable import Store

/// A database in memory with one thread, filled through the service in large transactions.
final class RowsReadBench {
    let store: Store
    let service: Service
    private let options: ServiceOptions
    /// The comments of the thread, and how many of them are roots.
    let count: Int
    let roots: Int
    private var batch: [Command] = []
    private var now: Int64 = 1_700_000_000_000

    /// Seven of ten comments are roots; three roots have 8 of 100 as replies each, and a root in 35
    /// has three.
    init(comments count: Int, settings: Settings = Settings()) throws {
        store = try Store(path: ":memory:", durability: .normal)
        let facts = ServerFacts(
            version: "test", pid: 1, startedAt: Moment(milliseconds: now), database: ":memory:",
            durability: "normal")
        let rules = try RuleSet.compile(
            StrictJSON.parse(Array(ModelSite.rulesText.utf8)), lists: [:])
        options = ServiceOptions(
            settings: settings, rules: RulesInForce(fixed: .init(rules: rules, lists: [:])),
            server: facts
        ) { _ in }
        service = Service(store: store, options: options)
        self.count = count
        roots = count * 7 / 10
        for index in 0..<roots { try submit(index, under: nil) }
        for index in roots..<count { try submit(index, under: Self.parent(of: index - roots)) }
        for index in 0..<(count / 8) {
            let value: JSONValue = index % 3 == 0 ? -1 : 1
            try vote(value, on: index * 7 % roots, by: "v\(index % 11)")
        }
        try submit(count, under: nil, body: "holdme")
        for parent in 0..<3 {
            for voter in 0..<8 { try vote(voter < 3 ? -1 : 1, on: parent, by: "w\(voter)") }
        }
        try flush()
    }

    private static func parent(of reply: Int) -> Int { reply % 5 < 4 ? reply % 3 : reply / 15 * 35 }

    /// Each has a millisecond of its own, so its id is known.
    func id(_ index: Int) -> CommentID {
        CommentID(first: Moment(milliseconds: 1_700_000_000_000 + Int64(index)))
    }

    private func submit(_ index: Int, under parent: Int?, body: JSONValue = "Hello") throws {
        var params: JSONValue = ["thread": "page", "author": "ann", "body": body]
        if let parent { params = params.with(["parent": .string(id(parent).text)]) }
        try add(.commentSubmit, params)
        now += 1
    }

    private func vote(_ value: JSONValue, on index: Int, by voter: String) throws {
        try add(
            .voteCast,
            ["comment": .string(id(index).text), "voter": .string(voter), "value": value])
    }

    /// Flags, each of another reader.
    func flag(_ index: Int, times: Int) throws {
        for number in 0..<times {
            try add(
                .flagRaise,
                [
                    "comment": .string(id(index).text), "reporter": .string("f\(number)"),
                    "reason": .string(["spam", "abuse", "illegal", "other"][number % 4]),
                ])
        }
        try flush()
    }

    /// Votes, each with a key of its own.
    func voteWithKeys(_ count: Int) throws {
        for index in 0..<count {
            let comment = JSONValue.string(id(index % roots).text)
            try add(
                .voteCast,
                [
                    "comment": comment, "voter": "k\(index / roots)", "value": 1,
                    "key": "k\(index)",
                ])
        }
        try flush()
    }

    func advance(days: Int64) { now += days * 86_400_000 }

    func command(_ method: Method, _ params: JSONValue) -> Command {
        Command(
            Request(id: .null, method: method, params: params.object ?? JSONObject()),
            at: Moment(milliseconds: now), options: options)
    }

    private func add(_ method: Method, _ params: JSONValue) throws {
        batch.append(command(method, params))
        if batch.count == 512 { try flush() }
    }

    private func flush() throws {
        for case .refused(let refusal) in service.carryOut(batch) { throw refusal }
        batch = []
    }

    /// Carries a command out and tells what it cost.
    @discardableResult
    func cost(_ method: Method, _ params: JSONValue) throws -> Cost {
        let rows = store.db.rowsRead
        _ = store.db.takeInstructionCount()
        let outcome = service.carryOut([command(method, params)])[0]
        switch outcome {
        case .refused(let refusal): throw refusal
        case .result(let bytes):
            return Cost(
                rows: store.db.rowsRead - rows,
                instructions: store.db.takeInstructionCount(),
                result: try StrictJSON.parse(bytes, maxDepth: 64))
        }
    }

    /// What a command cost, and what it answered.
    struct Cost {
        let rows: Int
        let instructions: Int
        let result: JSONValue
    }

    /// Carries a command out that has to be refused, and tells what that cost.
    func refusal(of method: Method, _ params: JSONValue) throws -> Refused {
        let rows = store.db.rowsRead
        _ = (store.db.takeInstructionCount(), store.db.takeRunCount())
        switch service.carryOut([command(method, params)])[0] {
        case .result: throw Refusal(.internalFault, "\(method) was not refused")
        case .refused(let refusal):
            return Refused(
                reply: Reply.failure(.null, refusal), runs: store.db.takeRunCount(),
                rows: store.db.rowsRead - rows, instructions: store.db.takeInstructionCount())
        }
    }

    /// What a refused command was answered, how many statements it ran, and what they cost.
    struct Refused {
        let reply: [UInt8]
        let runs: Int
        let rows: Int
        let instructions: Int
    }
}
