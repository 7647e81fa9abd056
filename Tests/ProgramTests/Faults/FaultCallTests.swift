import Glibc
import JSONValues
import Testing

/// Every call on the database's files fails in turn: the long form is `.ci/faults`.
@Suite("A disk that fails")
struct FaultCallTests {
    /// What the program does when the fault comes.
    private enum Phase: CaseIterable {
        /// It starts without a database, and works.
        case creation
        /// It starts on what a killed process left, and works.
        case recovery
    }

    /// A fault to be played.
    private struct Case: Sendable {
        let phase: Phase
        let failure: FaultPage.Failure
        let lasts: Bool
        let call: Int64
    }

    /// The first half of the script is what a killed process has done.
    private static let half = FaultScript.count / 2

    /// Where a program may end: in order, at a start that fails, at a failed sync, killed.
    private static let ends: [Int32] = [0, 1, 74, 128 + SIGKILL]

    /// Plays one fault; what was wrong about it.
    private func offences(_ fault: Case, hit: inout String) throws -> [String] {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        var script = FaultScript()
        var first = 0
        if fault.phase == .recovery {
            let program = try folder.start()
            try script.play(0..<Self.half, to: program, under: nil)
            program.send(SIGKILL)
            _ = try program.end()
            first = Self.half
        }
        page.arm(fault.failure, at: fault.call, lasts: fault.lasts)
        let program = try folder.start(under: page)
        try script.play(first..<FaultScript.count, to: program, under: page)
        let end = try program.end()
        if !Self.ends.contains(end.status) {
            script.blame("it ended with \(end.status): \(end.complaints)")
        }
        hit = page.firstHit
        let next = try folder.start()
        try script.examine(next)
        try script.recover(next)
        let last = try next.end()
        if last.status != 0 { script.blame("then it ended with \(last.status)") }
        let problems = try folder.discrepancies()
        if !problems.isEmpty { script.blame(problems) }
        return script.offences
    }

    /// How many calls a run without a fault makes.
    private func calls(_ phase: Phase) throws -> Int64 {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        var script = FaultScript()
        if phase == .recovery {
            let program = try folder.start()
            try script.play(0..<Self.half, to: program, under: nil)
            program.send(SIGKILL)
            _ = try program.end()
        }
        page.arm(.io, at: .max)
        let program = try folder.start(under: page)
        try script.play(
            (phase == .recovery ? Self.half : 0)..<FaultScript.count, to: program, under: page)
        #expect(try program.end().status == 0)
        #expect(page[.hits] == 0)
        return page[.calls]
    }

    @Test("Nothing acknowledged is lost, nothing refused is stored, and no sync that failed counts")
    func everyCall() async throws {
        var cases: [Case] = []
        for phase in Phase.allCases {
            let calls = try calls(phase)
            #expect(calls > 100)
            for failure in FaultPage.Failure.allCases {
                for lasts in failure == .kill ? [false] : [false, true] {
                    cases += (1...calls).map {
                        Case(phase: phase, failure: failure, lasts: lasts, call: $0)
                    }
                }
            }
        }
        let sample = FaultScale.sample(of: cases, "calls", short: 16)
        // Each is of a folder and programs of its own.
        let lanes = FaultScale.count("lanes", short: 1)
        let hits = try await withThrowingTaskGroup(of: Int.self) { group in
            for lane in 0..<lanes {
                group.addTask { try play(sample, from: lane, by: lanes) }
            }
            return try await group.reduce(0, +)
        }
        // Threads take turns as they like, so that the last calls of one run may miss in another.
        #expect(hits * 10 > sample.count * 7)
    }

    /// Plays each `step`th case from one on; how many hit a call.
    private func play(_ cases: [Case], from first: Int, by step: Int) throws -> Int {
        var hits = 0
        // `from=…` goes on where another run was broken off.
        let start = first + FaultScale.count("from", short: 0)
        for index in stride(from: start, to: cases.count, by: step) {
            var hit = ""
            var offences: [String] = []
            do { offences = try self.offences(cases[index], hit: &hit) } catch {
                offences = ["case \(index): \(error)"]
            }
            hits += hit == "nothing" ? 0 : 1
            #expect(offences == [], "\(cases[index]): \(hit)")
            if index % 100 == 99 { FaultScale.tell("calls: \(index + 1) of \(cases.count)") }
        }
        return hits
    }

    @Test("A sync that fails at a commit ends the process, with no reply and nothing lost")
    func failedCommit() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        let program = try folder.start(under: page)
        var script = FaultScript()
        try script.play(0..<1, to: program, under: page)
        page.arm(.io, at: 1, of: .sync)
        try script.play(1..<2, to: program, under: page)
        #expect(script.fates[1] == .unknown)
        let end = try program.end()
        #expect(end.status == 74)
        #expect(end.complaints.contains("so this process ends"))
        #expect(page.firstHit.hasSuffix("-wal"))
        let next = try folder.start()
        try script.examine(next)
        try script.recover(next)
        #expect(script.offences == [])
        #expect(try next.end().status == 0)
    }

    @Test("Where the folder, or what was left of the log, cannot be synced, no server starts")
    func failedStart() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        let first = try folder.start()
        first.write(ProgramFolder.submission("Hello") + "\n")
        _ = try first.reply()
        first.send(SIGKILL)
        _ = try first.end()
        for (call, name) in [(Int64(1), "comments.db-wal"), (2, folder.path)] {
            page.arm(.io, at: call, of: .sync)
            let program = try folder.start(under: page)
            program.write(ProgramFolder.count() + "\n")
            let end = try program.end()
            #expect(end.status == 1)
            #expect(end.output == "")
            #expect(end.complaints.contains(name))
        }
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
    }
}
