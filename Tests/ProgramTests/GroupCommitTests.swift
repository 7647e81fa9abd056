import Configuration
import Discussion
import JSONValues
import Synchronization
import Testing
import Wire

@testable import Daemon
@testable import Service
@testable import Store

/// Which commands share a transaction.
@Suite("Group commits")
struct GroupCommitTests {
    private let folder: ProgramFolder
    private let store: Store
    private let options: ServiceOptions
    private let service: Service
    private let at = Moment(milliseconds: 1_700_000_000_000)

    init() throws {
        folder = try ProgramFolder()
        store = try Store(path: folder.database, durability: .normal)
        options = ServiceOptions(
            settings: Settings(),
            server: ServerFacts(
                version: "test", pid: 1, startedAt: at, database: folder.database,
                durability: "normal")
        ) { _ in }
        service = Service(store: store, options: options)
    }

    private func command(_ number: Int, by author: String = "ann") -> Command {
        let params: JSONValue = [
            "thread": .string("page \(number % 50)"), "author": .string(author),
            "body": .string("text \(number)"),
        ]
        return Command(
            Request(id: .null, method: .commentSubmit, params: params.object ?? .init()), at: at,
            options: options)
    }

    private static func bodies(_ outcomes: [Outcome]) throws -> [String?] {
        try outcomes.map { outcome -> String? in
            guard case .result(let bytes) = outcome else { return nil }
            return try StrictJSON.parse(bytes)["comment"]["body"].text
        }
    }

    @Test("What has come when all before it is written goes into the same transaction")
    func joined() throws {
        var groups = [[2, 3], [4], []]
        let outcomes = service.carryOutSome([command(0), command(1)]) {
            groups.removeFirst().map { command($0) }
        }
        #expect(try Self.bodies(outcomes) == (0...4).map { "text \($0)" })
        #expect(groups.isEmpty)
        #expect(options.pages.commit == 1)
    }

    private func listing() -> Command {
        let params: JSONValue = ["thread": "page 0"]
        return Command(
            Request(id: .null, method: .commentList, params: params.object ?? .init()), at: at,
            options: options)
    }

    @Test("Who reads asks nobody for more")
    func reading() throws {
        _ = service.carryOut([command(0)])
        var asked = 0
        let outcomes = service.carryOutSome([listing()]) {
            asked += 1
            return []
        }
        #expect(outcomes.count == 1)
        #expect(asked == 0)
    }

    @Test("Without room in the log for a large transaction it ends with what it was given")
    func withoutRoom() throws {
        try store.db.execute(script: "CREATE TABLE ballast (bytes BLOB)")
        let pages = 15_300
        try store.db.run(
            "INSERT INTO ballast VALUES (zeroblob(?1))", [.integer(Int64(pages * 4092))])
        #expect(store.db.logLength > pages)
        #expect(service.carryOutSome([command(0)]) { [command(1)] }.count == 1)
        // With that the log has gone into the database.
        var groups = [[command(2)], []]
        #expect(service.carryOutSome([command(1)]) { groups.removeFirst() }.count == 2)
    }

    @Test("Where one that has joined fails after it has written, those before it share one anew")
    func failing() throws {
        try store.db.execute(
            script: """
                CREATE TRIGGER refused BEFORE INSERT ON tallies
                  WHEN (SELECT name FROM persons WHERE id = (
                    SELECT author_id FROM comments WHERE id = NEW.comment_id)) = 'eve'
                BEGIN SELECT RAISE(ABORT, 'refused'); END
                """)
        let rest = [command(2), command(3, by: "eve"), command(4)]
        var groups = [rest, []]
        let first = service.carryOutSome([command(0), command(1)]) { groups.removeFirst() }
        #expect(try Self.bodies(first) == ["text 0", "text 1", "text 2"])
        #expect(options.pages.commit == 1)
        let others = service.carryOut(Array(rest[1...]))
        #expect(try Self.bodies(others) == [nil, "text 4"])
        #expect(options.pages.commit == 2)
        let stored = try store.db.all("SELECT body FROM comments ORDER BY id") { $0.text(0) }
        #expect(stored == ["text 0", "text 1", "text 2", "text 4"])
    }

    @Test("A burst is taken from a queue whole, and fewer are left to the next transaction")
    func burst() {
        let queue = JobQueue(capacity: 100)
        for number in 0..<63 { #expect(queue.add(Job(command: command(number)) { _ in })) }
        #expect(queue.burst(of: 64, limit: 100).isEmpty)
        #expect(queue.add(Job(command: command(63)) { _ in }))
        #expect(queue.burst(of: 64, limit: 60).count == 60)
        #expect(queue.depth == 4)
    }

    @Test("However they come, each outcome is told once and in order, also of what is left over")
    func inOrder() throws {
        let told = Mutex<[String?]>([])
        let queue = JobQueue(capacity: 4000)
        let thread = try JobThread(queue, batch: 300, service, clock: { [at] in at })
        for number in 0..<4000 {
            // What reads is no part of a transaction that begins with what writes, if it is a list
            // of events: what is behind it is left over.
            let command = number % 37 == 5 ? events() : command(number)
            let isTaken = queue.add(
                Job(command: command) { outcome in
                    let body = try? Self.bodies([outcome])
                    told.withLock { $0.append(body?.first ?? nil) }
                })
            #expect(isTaken)
        }
        queue.close()
        thread.join()
        let expected = (0..<4000).map { $0 % 37 == 5 ? nil : "text \($0)" }
        #expect(told.withLock { $0 } == expected)
        #expect(queue.underWay == 0)
    }

    private func events() -> Command {
        Command(
            Request(id: .null, method: .eventList, params: .init()), at: at, options: options)
    }
}
