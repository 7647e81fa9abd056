import Glibc
import JSONValues
import Testing

/// Five hundred cuts: `.ci/faults`.
@Suite("A power cut")
struct FaultPowerTests {
    private static let cyclesPerFolder = 25

    /// Cuts the power under two clients, again and again, and holds what is there afterwards to
    /// what they were told. Every other time the server is killed first, and another one answers
    /// them before the cut.
    private func cut(_ cycles: Int, durability: String, seed: UInt64) throws -> Int {
        var dice = Dice(seed)
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        var power = try PowerCut(in: folder)
        defer { power.discard() }
        func serve() throws -> Served {
            try folder.serve(
                "--durability", durability, under: page, records: power.records)
        }
        var served = try serve()
        var all: [JournalClient] = []
        for cycle in 1...cycles {
            let clients = try ["left", "right"].map { side in
                JournalClient(
                    "\(side) \(cycle)", peer: try served.connect(),
                    window: [1, 4, 30].randomElement(using: &dice) ?? 1, seed: dice.next())
            }
            let end = Int.random(in: 1..<120, using: &dice)
            try Traffic.run(clients) { clients.reduce(0) { $0 + $1.acknowledged } >= end }
            try served.kill()
            for client in clients { try client.takeLast() }
            if cycle % 2 == 0 {
                served = try serve()
                for client in clients {
                    try client.examine(on: try served.connect())
                    try client.recover(&dice)
                }
                try served.kill()
            }
            try power.play(&dice)
            served = try serve()
            #expect(try folder.discrepancies() == "", "cut \(cycle)")
            for client in clients {
                try client.examine(on: try served.connect())
                try client.recover(&dice)
            }
            all += clients
        }
        let peer = try served.connect()
        for client in all { try client.hold(peer) }
        try served.stop()
        #expect(try folder.discrepancies() == "")
        return power.lost
    }

    @Test("What was acknowledged under FULL survives any loss of what was not synced")
    func losesNothing() throws {
        let cuts = FaultScale.count("cuts", short: 6)
        var lost = 0
        for first in stride(from: 0, to: cuts, by: Self.cyclesPerFolder) {
            let count = min(Self.cyclesPerFolder, cuts - first)
            lost += try cut(count, durability: "full", seed: FaultScale.seed &+ UInt64(first))
            FaultScale.tell("cuts: \(first + count) of \(cuts), \(lost) unsynced changes lost")
        }
        #expect(lost > cuts)
    }

    @Test("What a killed process wrote and did not sync is durable before the next one tells it")
    func toldByTheNext() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        var power = try PowerCut(in: folder)
        defer { power.discard() }
        var script = FaultScript()
        let first = try folder.start(under: page, records: power.records)
        try script.play(0..<1, to: first, under: page)
        page.arm(.kill, at: 1, of: .sync, on: .log)
        try script.play(1..<2, to: first, under: page)
        #expect(script.fates[1] == .unknown)
        #expect(try first.end().status == 128 + SIGKILL)
        page.reset()
        let second = try folder.start(under: page, records: power.records)
        try script.play(1..<2, to: second, under: page)
        second.send(SIGKILL)
        _ = try second.end()
        var dice = Dice(FaultScale.seed)
        try power.play(&dice, percent: 100)
        let third = try folder.start()
        try script.examine(third)
        try script.recover(third)
        #expect(script.offences == [])
        #expect(try third.end().status == 0)
    }

    /// How many acknowledged commands a cut takes from two clients of a server, and whether what is
    /// left is a beginning of what they sent, and sound.
    private func loss(_ durability: String, _ dice: inout Dice) throws -> Int {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        var power = try PowerCut(in: folder)
        defer { power.discard() }
        let served = try folder.serve(
            "--durability", durability, under: page, records: power.records)
        let clients = try ["left", "right"].map { side in
            JournalClient(side, peer: try served.connect(), window: 4, seed: dice.next())
        }
        try Traffic.run(clients) { clients.reduce(0) { $0 + $1.acknowledged } >= 60 }
        try served.kill()
        for client in clients { try client.takeLast() }
        try power.play(&dice, percent: 100)
        let next = try folder.serve()
        var lost = 0
        for client in clients {
            let standing = try client.standing(on: try next.connect())
            #expect(!standing.isEmpty, "\(durability): no beginning of what was sent")
            lost += max(0, client.acknowledged - (standing.last ?? 0))
        }
        try next.stop()
        #expect(try folder.discrepancies() == "", "\(durability)")
        return lost
    }

    @Test("Under NORMAL a cut takes what was acknowledged, under FULL the same cut does not")
    func losesUnderNormal() throws {
        var dice = Dice(FaultScale.seed)
        for _ in 1...2 {
            let (normal, full) = (try loss("normal", &dice), try loss("full", &dice))
            #expect(normal > 0)
            #expect(full == 0)
        }
    }
}
