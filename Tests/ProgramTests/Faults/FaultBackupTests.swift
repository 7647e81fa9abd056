import Glibc
import JSONValues
import Testing

/// Every call that a backup makes fails in turn: the long form is `.ci/faults`.
@Suite("A backup whose disk fails")
struct FaultBackupTests {
    /// A fault to be played while a copy is made.
    private struct Case {
        let failure: FaultPage.Failure
        let lasts: Bool
        let call: Int64
    }

    /// Its name begins as the database's does, so that its calls are among those that can fail.
    private static let copy = "comments.db.copy"
    /// The copy, what it is called until it is whole, and the folder of both.
    private static let files: FaultPage.Files = [.other, .folder]

    /// A program with one comment, which has to answer from now on.
    private func start(
        in folder: ProgramFolder, under page: FaultPage, records: String? = nil
    ) throws -> Spawned {
        let program = try folder.start(under: page, records: records)
        program.write(ProgramFolder.submission("One") + "\n")
        #expect(try program.reply()["result"]["comment"]["status"] == "approved")
        return program
    }

    /// Asks for a copy; the reply, nil where the program has ended.
    private func backUp(_ folder: ProgramFolder, by program: Spawned) throws -> JSONValue? {
        let path: JSONValue = .string(folder.whole(Self.copy))
        program.write(ProgramFolder.command("server.backup", id: 2, ["path": path]) + "\n")
        return try program.nextLine().map { try JSONValue(parsing: $0) }
    }

    /// What is wrong with a copy that is there: it must be whole, with the comment in it.
    private func problem(of folder: ProgramFolder) throws -> String? {
        let check = try folder.run("check", "--db", Self.copy)
        if check.status != 0 { return check.output + check.complaints }
        let reply = try folder.replies(to: [ProgramFolder.count()], "--db", Self.copy)[0]
        return reply["result"]["count"] == 1 ? nil : "\(reply)"
    }

    private func calls() throws -> Int64 {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        let program = try start(in: folder, under: page)
        page.arm(.io, at: .max, on: Self.files)
        #expect(try backUp(folder, by: program)?["error"] == .null)
        #expect(try program.end().status == 0)
        return page[.calls]
    }

    /// Plays one fault; what was wrong about it.
    private func offences(_ fault: Case, hit: inout String) throws -> [String] {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        let program = try start(in: folder, under: page)
        page.arm(fault.failure, at: fault.call, on: Self.files, lasts: fault.lasts)
        let reply = try backUp(folder, by: program)
        hit = page.firstHit
        page.reset()
        let isThere = folder.exists(Self.copy)
        var offences: [String] = []
        if let reply {
            if reply["error"] == .null, !isThere { offences.append("acknowledged, and not there") }
            // Where nothing can be taken away it stays.
            if reply["error"] != .null, isThere, !fault.lasts {
                offences.append("refused, and there: \(reply)")
            }
            program.write(ProgramFolder.submission("Two", id: 3) + "\n")
            let next = try program.reply()
            if next["error"] != .null { offences.append("then: \(next)") }
        }
        let end = try program.end()
        let isKilled = end.status == 128 + SIGKILL && fault.failure == .kill
        if end.status != 0, !isKilled { offences.append("ended with \(end.status)") }
        if isThere, let problem = try problem(of: folder) { offences.append(problem) }
        let problems = try folder.discrepancies()
        return problems.isEmpty ? offences : offences + [problems]
    }

    @Test("What is acknowledged is whole, what is refused is not there, and the server goes on")
    func everyCall() throws {
        let calls = try calls()
        #expect(calls > 10)
        let ways = FaultPage.Failure.allCases.flatMap { failure in
            (failure == .kill ? [false] : [false, true]).map { (failure, $0) }
        }
        let cases = (1...calls).flatMap { call in
            ways.map { Case(failure: $0.0, lasts: $0.1, call: call) }
        }
        let sample = FaultScale.sample(of: cases, "backups", short: 10)
        var hits = 0
        for fault in sample {
            var hit = ""
            let offences = try offences(fault, hit: &hit)
            hits += hit == "nothing" ? 0 : 1
            #expect(offences == [], "\(fault): \(hit)")
        }
        #expect(hits * 10 > sample.count * 9)
        FaultScale.tell("backups: \(sample.count) of \(cases.count), \(hits) hit")
    }

    @Test("A copy that was acknowledged survives any loss of what was not synced")
    func survivesCut() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        var power = try PowerCut(in: folder)
        defer { power.discard() }
        let program = try start(in: folder, under: page, records: power.records)
        #expect(try backUp(folder, by: program)?["error"] == .null)
        program.send(SIGKILL)
        _ = try program.end()
        var dice = Dice(FaultScale.seed)
        try power.play(&dice, percent: 100)
        #expect(folder.exists(Self.copy))
        #expect(try problem(of: folder) == nil)
    }
}
