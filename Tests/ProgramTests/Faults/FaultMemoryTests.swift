import Foundation
import JSONValues
import Testing

@Suite(
    "Memory that cannot be had",
    .enabled(if: !Sanitizer.isPresent, "the sanitizer has memory of its own"))
struct FaultMemoryTests {
    /// Plays the script while one allocation fails; what was wrong about it.
    private func offences(_ allocation: Int64, ended: inout [Int32: Int]) throws -> [String] {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        page[.memoryAt] = allocation
        let program = try folder.start(under: page)
        var script = FaultScript()
        try script.play(0..<FaultScript.count, to: program, under: page)
        ended[try program.end().status, default: 0] += 1
        let next = try folder.start()
        try script.examine(next)
        try script.recover(next)
        #expect(try next.end().status == 0)
        let problems = try folder.discrepancies()
        if !problems.isEmpty { script.blame(problems) }
        return script.offences
    }

    private func allocations() throws -> Int64 {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        page[.memoryAt] = .max
        let program = try folder.start(under: page)
        var script = FaultScript()
        try script.play(0..<FaultScript.count, to: program, under: page)
        #expect(try program.end().status == 0)
        return page[.allocations]
    }

    @Test("Whatever allocation fails, the process may end, and nothing is lost or damaged")
    func failingAllocation() throws {
        let most = try allocations()
        #expect(most > 1000)
        var dice = Dice(FaultScale.seed)
        var ended: [Int32: Int] = [:]
        let count = FaultScale.count("allocations", short: 6)
        for number in 1...count {
            let allocation = Int64.random(in: 1...most, using: &dice)
            let offences = try offences(allocation, ended: &ended)
            #expect(offences == [], "allocation \(allocation) of \(most)")
            if number % 100 == 0 { FaultScale.tell("allocations: \(number) of \(count), \(ended)") }
        }
    }

    @Test("Under 128 MB for data it may end, and nothing is lost or damaged")
    func memoryLimit() throws {
        let rounds = FaultScale.count("limits", short: 1)
        for round in 1...rounds {
            let folder = try ProgramFolder()
            let page = try FaultPage(in: folder)
            let program = try folder.start(
                ["serve", "--socket", "s"], under: page, limits: "ulimit -d 131072 && ")
            let served = try Served(program, path: folder.whole("s"))
            let clients = try (0..<4).map { number in
                JournalClient(
                    "\(number)", peer: try served.connect(), window: 200,
                    seed: FaultScale.seed &+ UInt64(round * 4 + number))
            }
            let end = FaultScale.count("limited", short: 400)
            try Traffic.run(clients) { clients.reduce(0) { $0 + $1.acknowledged } >= end }
            let acknowledged = clients.reduce(0) { $0 + $1.acknowledged }
            served.program.send(SIGKILL)
            for client in clients { try client.takeLast() }
            _ = try served.program.end()
            #expect(try folder.discrepancies() == "")
            let next = try folder.serve()
            var dice = Dice(FaultScale.seed)
            for client in clients {
                try client.examine(on: try next.connect())
                try client.recover(&dice)
            }
            try next.stop()
            FaultScale.tell("limits: \(round) of \(rounds), \(acknowledged) acknowledged")
        }
    }
}
