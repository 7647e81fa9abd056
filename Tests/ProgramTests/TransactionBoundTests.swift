import Configuration
import Discussion
import JSONValues
import Moderation
import Testing
import Wire

@testable import Service
@testable import Store

/// What keeps the write-ahead log under 64 MB.
@Suite("How large a transaction becomes")
struct TransactionBoundTests {
    private func reaches(_ bound: TransactionBound, _ rows: Int64) -> Bool {
        bound.isReached(by: rows, room: 16_000)
    }

    @Test("So many rows as add 6,500 pages, as the last large transaction added them")
    func rows() {
        var bound = TransactionBound()
        bound.note(frames: 4000, of: 2000)
        #expect(!reaches(bound, 3250))
        #expect(reaches(bound, 3251))
        bound.note(frames: 3600, of: 14_400)
        #expect(!reaches(bound, 26_000))
        #expect(reaches(bound, 26_001))
    }

    @Test("One of few rows, each on a page of its own, says nothing of large ones")
    func few() {
        var bound = TransactionBound()
        bound.note(frames: 6500, of: 6500)
        for _ in 0..<100 { bound.note(frames: 900, of: 99) }
        #expect(!reaches(bound, 6500))
        #expect(reaches(bound, 6501))
    }

    @Test("Transactions that share pages make room for larger ones, three tenths each, to a bound")
    func fading() {
        var bound = TransactionBound()
        bound.note(frames: 6500, of: 6500)
        bound.note(frames: 100, of: 6500)
        #expect(!reaches(bound, 9285))
        #expect(reaches(bound, 9286))
        for _ in 0..<100 { bound.note(frames: 100, of: 6500) }
        #expect(!reaches(bound, 26_000))
        #expect(reaches(bound, 26_001))
    }

    @Test("In a log that has little room it adds fewer, but never so few that nothing gets on")
    func room() {
        var bound = TransactionBound()
        bound.note(frames: 6500, of: 6500)
        for (room, most) in [(6501, 6500), (6000, 6000), (5000, 5000), (100, 5000), (-9, 5000)] {
            #expect(!bound.isReached(by: Int64(most), room: Int64(room)))
            #expect(bound.isReached(by: Int64(most) + 1, room: Int64(room)))
        }
    }

    @Test("A transaction whose pages go to the log early, for want of memory, ends there")
    func spilled() throws {
        let (inMuch, inLittle) = (
            try commits("PRAGMA cache_size = 2000"), try commits("PRAGMA cache_size = 40")
        )
        #expect(inMuch == 1)
        #expect(inLittle > 3)
    }

    /// How many transactions 400 comments go into, where that is set before.
    private func commits(_ script: String) throws -> Int {
        let folder = try ProgramFolder()
        let store = try Store(path: folder.database, durability: .normal)
        try store.db.execute(script: script)
        let at = Moment(milliseconds: 1_700_000_000_000)
        let facts = ServerFacts(
            version: "test", pid: 1, startedAt: at, database: folder.database,
            durability: "normal")
        let options = ServiceOptions(settings: Settings(), server: facts) { _ in }
        let service = Service(store: store, options: options)
        let outcomes = service.carryOut(
            (0..<400).map { number in
                let params: JSONValue = [
                    "thread": .string("page \(number)"), "author": .string("user \(number)"),
                    "body": .string(String(repeating: "text ", count: 100)),
                ]
                return Command(
                    Request(id: .null, method: .commentSubmit, params: params.object ?? .init()),
                    at: at, options: options)
            })
        for case .refused(let refusal) in outcomes { throw refusal }
        #expect(outcomes.count == 400)
        return Int(options.pages.commit)
    }
}
