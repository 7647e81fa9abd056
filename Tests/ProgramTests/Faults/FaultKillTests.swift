import Foundation
import JSONValues
import Testing

/// A thousand cycles: `.ci/faults`.
@Suite("A server that is killed or asked to end, under load")
struct FaultKillTests {
    /// After so many cycles a new database is begun, so that a check of all stays short.
    private static let cyclesPerFolder = 40

    private static func clients(
        _ cycle: Int, of served: Served, count: Int, _ dice: inout Dice
    ) throws -> [JournalClient] {
        try (0..<count).map { number in
            JournalClient(
                "\(number) of \(cycle)", peer: try served.connect(),
                window: [1, 4, 30, 200].randomElement(using: &dice) ?? 1, seed: dice.next())
        }
    }

    @Test("What was acknowledged is there, and what is sent again with its key counts once")
    func survivesKill() throws {
        let cycles = FaultScale.count("kills", short: 6)
        var dice = Dice(FaultScale.seed)
        var acknowledged = 0
        for first in stride(from: 1, through: cycles, by: Self.cyclesPerFolder) {
            let folder = try ProgramFolder()
            var served = try folder.serve()
            var all: [JournalClient] = []
            for cycle in first...min(first + Self.cyclesPerFolder - 1, cycles) {
                let clients = try Self.clients(cycle, of: served, count: 4, &dice)
                let end = Int.random(in: 1..<400, using: &dice)
                try Traffic.run(clients) { clients.reduce(0) { $0 + $1.acknowledged } >= end }
                try served.kill()
                for client in clients { try client.takeLast() }
                acknowledged += clients.reduce(0) { $0 + $1.acknowledged }
                // The recount comes before the next server or after it, in turn.
                if cycle % 2 == 0 { #expect(try folder.discrepancies() == "", "cycle \(cycle)") }
                served = try folder.serve()
                if cycle % 2 == 1 { #expect(try folder.discrepancies() == "", "cycle \(cycle)") }
                for client in clients {
                    try client.examine(on: try served.connect())
                    try client.recover(&dice)
                }
                all += clients
                if cycle % 50 == 0 {
                    FaultScale.tell("kills: \(cycle) of \(cycles), \(acknowledged) acknowledged")
                }
            }
            #expect(try folder.discrepancies() == "")
            let peer = try served.connect()
            for client in all { try client.hold(peer) }
            try served.stop()
        }
    }

    @Test("SIGTERM: all that was accepted is answered and durable, and nothing else was done")
    func survivesStop() throws {
        let cycles = FaultScale.count("stops", short: 4)
        var dice = Dice(FaultScale.seed &+ 1)
        var longest = Duration.zero
        for first in stride(from: 1, through: cycles, by: Self.cyclesPerFolder) {
            let folder = try ProgramFolder()
            var served = try folder.serve()
            for cycle in first...min(first + Self.cyclesPerFolder - 1, cycles) {
                let clients = try Self.clients(cycle, of: served, count: 4, &dice)
                let end = Int.random(in: 1..<400, using: &dice)
                try Traffic.run(clients) { clients.reduce(0) { $0 + $1.acknowledged } >= end }
                let start = ContinuousClock.now
                served.program.send(SIGTERM)
                for client in clients { try client.takeLast() }
                #expect(try served.program.end().status == 0)
                longest = max(longest, ContinuousClock.now - start)
                #expect(try folder.discrepancies() == "", "cycle \(cycle)")
                served = try folder.serve()
                for client in clients {
                    try client.examine(on: try served.connect(), isAllAnswered: true)
                    try client.recover(&dice)
                }
            }
            try served.stop()
        }
        FaultScale.tell("stops: \(cycles), the longest took \(longest)")
    }
}
