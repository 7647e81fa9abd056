import Foundation
import JSONValues
import Testing

/// More cycles: `COMMENTD_KILL_CYCLES=60 swift test --filter SocketKillTests`.
@Suite("A server that is killed")
struct SocketKillTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private static let cycles =
        ProcessInfo.processInfo.environment["COMMENTD_KILL_CYCLES"].flatMap { Int($0) } ?? 8

    @Test("What was acknowledged is there, and what is sent again with its key counts once")
    func survives() throws {
        var dice = Dice(UInt64(Self.cycles))
        var served = try folder.serve()
        var all: [JournalClient] = []
        for cycle in 1...Self.cycles {
            let window = [1, 4, 30, 200].randomElement(using: &dice) ?? 1
            let clients = try ["left", "right"].map { side in
                JournalClient(
                    "\(side) \(cycle)", peer: try served.connect(), window: window,
                    seed: dice.next())
            }
            let end = Int.random(in: 1..<250, using: &dice)
            try Traffic.run(clients) { clients.reduce(0) { $0 + $1.acknowledged } >= end }
            try served.kill()
            for client in clients { try client.takeLast() }
            // The recount comes before the next server or after it, in turn.
            if cycle % 2 == 0 { #expect(try folder.discrepancies() == "", "cycle \(cycle)") }
            served = try folder.serve()
            if cycle % 2 == 1 { #expect(try folder.discrepancies() == "", "cycle \(cycle)") }
            for client in clients {
                try client.examine(on: try served.connect())
                try client.recover(&dice)
            }
            all += clients
        }
        #expect(try folder.discrepancies() == "")
        let peer = try served.connect()
        for client in all { try client.hold(peer) }
        try served.stop()
    }
}
