import Configuration
import Discussion
import JSONValues
import Moderation
import Testing
import Wire

@testable import Daemon
@testable import Service
@testable import Store

@Suite("Rows read ahead of the writer")
struct ReadAheadTests {
    /// Where rows lie for some transactions before they are taken, as if they had been read in the
    /// midst of those. In one thread.
    private final class SlowRows: RowsExchange, @unchecked Sendable {
        private(set) var commits: UInt64 = 0
        let restarts = 0
        private var lying: [(transactions: Int, rows: RowsAhead)] = []
        private var random = SeededGenerator(seed: 3)

        func noteCommit(restarts: Int) { commits += 1 }

        func put(_ rows: RowsAhead) { lying.append((random.number(0...5), rows)) }

        func takeAll() -> [RowsAhead] {
            let due = lying.filter { $0.transactions == 0 }.map(\.rows)
            lying = lying.filter { $0.transactions > 0 }.map { ($0.transactions - 1, $0.rows) }
            return due
        }
    }

    /// A service on a file that is told what a server in memory was told, some commands later: what
    /// each will ask for is read when it comes, and others are carried out before it.
    private final class Laggard {
        private let options: ServiceOptions
        private let store: Store
        private let writer: Service
        private let reader: Store
        private let exchange = SlowRows()
        private let clock: TestClock
        private var waiting: [(sent: ModelRun.Sent, command: Command, answer: JSONValue)] = []
        private var random = SeededGenerator(seed: 5)

        init(_ run: ModelRun, _ database: String) throws {
            var own = ServerOptions(database: database)
            own.settings.limits.maxDepth = ModelSite.maxDepth
            own.allowsBackdating = true
            let rules = try StrictJSON.parse(Array(ModelSite.rulesText.utf8))
            own.rules = RulesInForce(
                fixed: .init(rules: try RuleSet.compile(rules, lists: [:]), lists: [:]))
            options = ServiceOptions(own, tokens: SubscriptionTokens()) { [] }
            store = try Store(path: database, durability: .normal)
            store.ahead = exchange
            writer = Service(store: store, options: options)
            reader = try Store(reading: database)
            clock = run.server.clock
        }

        func take(_ sent: ModelRun.Sent, _ answer: JSONValue) throws {
            let request = Request(
                id: nil, method: try #require(Method(rawValue: sent.method)),
                params: try #require(sent.params.object))
            let command = Command(request, at: clock.now, options: options)
            // Each knows no names, so that all is read again and again.
            try ReadingAhead(store: reader, exchange: exchange).read(for: [command])
            waiting.append((sent, command, answer))
            if waiting.count > 6 { try carryOut(random.number(1...3)) }
        }

        func carryOut(_ count: Int) throws {
            // What it knows itself goes before what was read ahead, and now and then it forgets.
            if random.chance(50) { store.cache = RowCache(isKept: true) }
            let due = waiting.prefix(count)
            waiting.removeFirst(due.count)
            for (due, outcome) in zip(due, writer.carryOut(due.map(\.command))) {
                switch outcome {
                case .result(let bytes):
                    let result = try StrictJSON.parse(bytes, maxDepth: 64)
                    #expect(result == due.answer, "\(due.sent.method) \(due.sent.params.json)")
                case .refused(let refusal):
                    #expect(due.answer["code"].integer == refusal.kind.code)
                }
            }
            if let last = due.last { while writer.step(at: last.command.at) {} }
        }

        func finish() throws { while !waiting.isEmpty { try carryOut(4) } }
    }

    @Test(
        "What was read before others changed it leaves every reply as it is", arguments: 61...64)
    func agrees(seed: Int) throws {
        let folder = try ProgramFolder()
        var run = try ModelRun(seed: seed)
        let laggard = try Laggard(run, folder.database)
        run.onAnswer = { try laggard.take($0, $1) }
        for _ in 1...300 {
            switch run.random.number(0...11) {
            case 0...2: try run.step()
            case 3...5: try run.submit(to: "default")
            default: try run.vote(in: "default")
            }
        }
        try laggard.finish()
        #expect(try LocalService.recount(folder.database).isEmpty)
    }

    @Test("What is changed of a person meanwhile is what holds", arguments: 0...3)
    func persons(change: Int) throws {
        let folder = try ProgramFolder()
        let now = Moment(milliseconds: 1)
        let (store, rows) = (try Store(path: folder.database), SharedRows())
        store.ahead = rows
        try store.begin()
        let rules = Fingerprint.of(["rules"])
        let site = try store.makeSite(named: "default", at: now, rules: rules)
        let made = try store.makePerson(PersonClaim(name: "ann"), in: site, at: now)
        try store.commit()
        var names = NamesAhead()
        try Store(reading: folder.database).readAhead(
            [AskedRows(site: "default", comment: nil, climbs: false, person: "ann")],
            besides: &names, for: rows)
        try store.begin()
        var person = made
        switch change {
        case 0: try store.count(of: made.id, approved: 1, rejected: 0, spam: 0)
        case 1:
            var claim = PersonClaim(name: "ann")
            claim.displayName = "Anna"
            _ = try store.makePerson(claim, in: site, at: now)
        case 2:
            person.restraints = .voided
            try store.saveRestraints(person, in: site.id)
        default: try store.erase(made, in: site.id, withBodies: false)
        }
        try store.commit()
        store.cache = RowCache(isKept: true)
        try store.begin()
        store.takeAhead()
        #expect(store.cache.person(made.id) == nil)
        #expect(try store.person(made.id) != made)
        store.rollBack()
    }

    @Test("A server that reads ahead of few commands answers as one that never does")
    func serves() throws {
        let folder = try ProgramFolder()
        var options = ServerOptions(database: folder.database)
        options.durability = .normal
        let clock = TestClock()
        options.clock = { clock.now }
        options.minCommandsAhead = 1
        let server = try Server(options, readers: 1)
        let ahead = server.connect()
        defer {
            ahead.end()
            while ahead.nextReplies() != nil {}
            server.stop()
        }
        let plain = try Server(memory(clock))
        let alone = plain.connect()
        defer {
            alone.end()
            while alone.nextReplies() != nil {}
            plain.stop()
        }
        var random = SeededGenerator(seed: 9)
        for part in 0..<10 {
            let lines = (part * 150..<part * 150 + 150).map { line($0, &random) + "\n" }.joined()
            #expect(try replies(of: ahead, to: lines, 150) == replies(of: alone, to: lines, 150))
        }
    }

    private func memory(_ clock: TestClock) -> ServerOptions {
        var options = ServerOptions(database: ":memory:")
        options.clock = { clock.now }
        return options
    }

    /// Comments with refs, below each other and not, and votes on them.
    private func line(_ number: Int, _ random: inout SeededGenerator) -> String {
        let target: JSONValue = .string("ref:c\(random.number(0...max(0, number / 3 - 1)) * 3)")
        let person: JSONValue = .string("p\(random.number(0...39))")
        if number % 3 == 0 {
            var params: JSONValue = [
                "thread": "t", "author": person, "body": .string("text \(number)"),
                "ref": .string("c\(number)"),
            ]
            if number > 0, random.chance(60) { params = params.with(["parent": target]) }
            return ProgramFolder.command("comment.submit", id: number, params)
        }
        let value: JSONValue = .integer(random.number(-1...1))
        return ProgramFolder.command(
            "vote.cast", id: number, ["comment": target, "voter": person, "value": value])
    }

    private func replies(
        of session: LocalSession, to lines: String, _ count: Int
    ) throws -> [JSONValue] {
        Array(lines.utf8).withUnsafeBytes { session.feed($0) }
        var bytes: [UInt8] = []
        while bytes.count(where: { $0 == 0x0A }) < count {
            bytes += try #require(session.nextReplies())
        }
        return try bytes.split(separator: 0x0A).map {
            try StrictJSON.parse(Array($0), maxDepth: 64)
        }
    }
}

@Suite("What the last transactions have changed")
struct RecentChangesTests {
    private func table(_ ids: Int64...) -> IDTable {
        var table = IDTable()
        for id in ids { table.set(id, to: 0) }
        return table
    }

    @Test("A snapshot misses what was changed behind it, and nothing else")
    func missed() throws {
        var recent = RecentChanges()
        var first = table(7)
        recent.take(comments: &first)
        #expect(first[7] == nil)
        recent.commit()
        var second = table(8)
        recent.take(comments: &second)
        recent.note(person: 3)
        recent.commit()
        let none = try #require(recent.missed(since: 2))
        #expect(!none.hasComment(7) && !none.hasComment(8) && !none.hasPerson(3))
        let one = try #require(recent.missed(since: 1))
        #expect(!one.hasComment(7) && one.hasComment(8) && one.hasPerson(3))
        let both = try #require(recent.missed(since: 0))
        #expect(both.hasComment(7) && both.hasComment(8) && both.hasPerson(3))
        #expect(!both.hasComment(3) && !both.hasPerson(7))
    }

    @Test("What may have changed all, or is too long ago, is not known")
    func unknown() {
        var recent = RecentChanges()
        recent.noteAll()
        #expect(recent.missed(since: 0) == nil)
        recent.commit()
        #expect(recent.missed(since: 0) == nil && recent.missed(since: 1) != nil)
        #expect(recent.missed(since: 2) == nil)
        for _ in 1...4 { recent.commit() }
        #expect(recent.missed(since: 0) == nil && recent.missed(since: 1) != nil)
        recent.commit()
        #expect(recent.missed(since: 1) == nil)
    }

    @Test("Tables that are used again keep nothing of what they held")
    func reused() throws {
        var recent = RecentChanges()
        for number in 1...12 as ClosedRange<Int64> {
            var changed = table(number)
            recent.take(comments: &changed)
            #expect((1...12).allSatisfy { changed[$0] == nil })
            recent.note(person: number)
            recent.commit()
            let missed = try #require(recent.missed(since: UInt64(number - 1)))
            #expect((1...12).filter { missed.hasComment($0) } == [number])
            #expect((1...12).filter { missed.hasPerson($0) } == [number])
        }
    }
}
