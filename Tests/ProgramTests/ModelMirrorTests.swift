import Configuration
import Daemon
import JSONValues
import Moderation
import Service
import Testing
import Wire

@Suite("A server with readers, which keeps pages that nothing changed")
struct ModelMirrorTests {
    /// A server on a file, told what another one in memory is told.
    private final class Mirror {
        private let server: Server
        private let session: LocalSession
        private var pending: [UInt8] = []
        private var nextID = 0

        init(_ run: ModelRun, _ folder: ProgramFolder) throws {
            var options = ServerOptions(database: folder.database)
            options.settings.limits.maxDepth = ModelSite.maxDepth
            options.allowsBackdating = true
            options.clock = { [clock = run.server.clock] in clock.now }
            let rules = try StrictJSON.parse(Array(ModelSite.rulesText.utf8))
            options.rules = RulesInForce(
                fixed: .init(rules: try RuleSet.compile(rules, lists: [:]), lists: [:]))
            options.durability = .normal
            server = try Server(options, readers: 2)
            session = server.connect()
        }

        deinit {
            session.end()
            while session.nextReplies() != nil {}
            server.stop()
        }

        /// The result or the error.
        func answer(_ method: String, _ params: JSONValue) throws -> JSONValue {
            nextID += 1
            let line = ProgramFolder.command(method, id: nextID, params) + "\n"
            Array(line.utf8).withUnsafeBytes { session.feed($0) }
            while !pending.contains(0x0A) { pending += try #require(session.nextReplies()) }
            let reply = try StrictJSON.parse(Array(pending.prefix { $0 != 0x0A }), maxDepth: 64)
            pending.removeAll()
            return reply.object?["result"] ?? reply["error"]
        }
    }

    private static let pages: [JSONValue] = ModelRun.threads.flatMap { thread in
        ["best", "newest"].flatMap { sort -> [JSONValue] in
            let page: JSONValue = [
                "thread": .string(thread), "sort": .string(sort), "limit": 10, "depth": 2,
            ]
            return [page, page.with(["viewer": "p1"]), page.with(["view": "moderator"])]
        }
    }

    @Test("Every reply, and every page asked for again, is as without readers", arguments: 41...42)
    func mirrors(seed: Int) throws {
        let folder = try ProgramFolder()
        var run = try ModelRun(seed: seed)
        let mirror = try Mirror(run, folder)
        run.onAnswer = { sent, answer in
            let mirrored = try mirror.answer(sent.method, sent.params)
            #expect(mirrored == answer, "\(sent.method) \(sent.params.json)")
        }
        for _ in 1...400 {
            try run.step()
            for _ in 1...2 {
                let page = run.random.pick(Self.pages) ?? .null
                let shown = try run.server.call("comment.list", page)
                let mirrored = try mirror.answer("comment.list", page)
                if mirrored != shown {
                    throw run.mismatch("\(page.json): \(mirrored.json), expected \(shown.json)")
                }
            }
        }
        #expect(try LocalService.recount(folder.database).isEmpty)
    }
}
