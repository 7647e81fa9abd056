import Daemon
import Testing

@Suite("The server and a model of it in plain arrays")
struct ModelTests {
    @Test("Random commands leave all that is shown as the model has it", arguments: 1...6)
    func agrees(seed: Int) throws {
        var run = try ModelRun(seed: seed)
        try run.configure(
            ModelRun.premoderated, in: "default", isClosed: false, isPremoderated: true)
        for round in 1...6 {
            for _ in 1...12 {
                for _ in 1...6 { try run.step() }
                try run.together { run in
                    for _ in 1...6 { try run.step() }
                }
            }
            for site in ["default", "other"] {
                var comparison = ModelComparison(run, site, seed: seed * 100 + round)
                if round == 6 { try comparison.compareAll() } else { try comparison.compareSome() }
            }
        }
    }

    @Test("So they do where much is decided on the same few comments", arguments: 21...23)
    func agreesOnFewComments(seed: Int) throws {
        var run = try ModelRun(seed: seed)
        for _ in 1...3 { try run.submit(to: "default", thread: "first", isPlain: true) }
        for parent in run.sites["default"]?.ids ?? [] {
            try run.submit(to: "default", thread: "first", under: parent)
        }
        for round in 1...60 {
            for _ in 1...10 {
                if run.random.chance(65) {
                    try run.decide(in: "default")
                } else {
                    try run.flag(in: "default")
                }
                run.server.clock.advance(milliseconds: 1500)
            }
            var comparison = ModelComparison(run, "default", seed: seed * 100 + round)
            try comparison.compareSome()
        }
    }

    /// Past `SiblingSet.maxUnindexed` siblings their order is kept by indexes; the model sorts
    /// them as before.
    @Test("So they do where siblings become too many to sort in memory", arguments: 11...12)
    func agreesOnLongLists(seed: Int) throws {
        var run = try ModelRun(seed: seed)
        try run.together { run in
            for _ in 1...250 { try run.submit(to: "default", thread: "first", isPlain: true) }
        }
        let roots = run.sites["default"]?.ids ?? []
        try run.together { run in
            for _ in 1...250 { try run.submit(to: "default", thread: "first", under: roots[0]) }
        }
        try run.together { run in
            for id in run.sites["default"]?.ids ?? [] { try run.vote(in: "default", on: id) }
            for index in stride(from: 7, to: 250, by: 30) {
                try run.decide(in: "default", on: roots[index], "pin")
            }
        }
        for round in 1...4 {
            for _ in 1...15 {
                try run.submit(to: "default", thread: "first", isPlain: true)
                try run.submit(to: "default", thread: "first", under: roots[0])
                for _ in 1...5 { try run.step() }
            }
            var comparison = ModelComparison(run, "default", seed: seed * 100 + round)
            if round == 4 { try comparison.compareAll() } else { try comparison.compareSome() }
        }
    }

    @Test("A connection that only reads, beside the server's, shows the same", arguments: 31...32)
    func agreesBesideTheWriter(seed: Int) throws {
        let folder = try ProgramFolder()
        var run = try ModelRun(seed: seed, database: folder.database)
        var options = ServerOptions(database: folder.database)
        options.clock = { [clock = run.server.clock] in clock.now }
        var onlooker: LocalService?
        for round in 1...5 {
            for _ in 1...40 { try run.step() }
            let reader = try onlooker ?? LocalService(options, isReading: true)
            onlooker = reader
            for site in ["default", "other"] {
                var comparison = ModelComparison(run, site, seed: seed * 100 + round)
                comparison.onlooker = reader
                if round == 5 { try comparison.compareAll() } else { try comparison.compareSome() }
            }
        }
        #expect(try LocalService.recount(folder.database).isEmpty)
    }
}
