/// How long it takes from the start of a program to its first reply, a page.
struct StartTime {
    private static let times = 5

    private let contender: Contender

    init(_ contender: Contender) { self.contender = contender }

    /// The median of some starts on one copy of the data, in milliseconds.
    func run(in work: WorkFolder) throws -> Double {
        let folder = try work.makeFolder()
        defer { FileSystem.remove(folder) }
        try contender.copyData(into: folder)
        return try run(on: folder)
    }

    /// The same in a folder that holds the data.
    func run(on folder: String) throws -> Double {
        var lines = CommandLines(areNumbered: contender.dialect == .jsonRPC)
        lines.append(contender.dialect.line(.page(thread: 1), number: 1), isKeyed: false)
        let plan = LoadPlan(lines, contender.dialect, connections: 1, depth: 1)
        let times = try (0..<Self.times).map { _ in
            let begin = Clock.nanoseconds
            let server = try RunningServer(contender, on: folder, isTemporary: false)
            defer { server.stop() }
            let (measurement, _) = try server.drive([plan], .commands(1))
            let end = Clock.nanoseconds
            if let error = measurement.firstError { throw BenchProblem(error) }
            return Double(end - begin) / 1e6
        }
        return median(times) ?? 0
    }
}

/// How large a program is without its symbols, in megabytes.
struct ProgramSize {
    private let contender: Contender

    init(_ contender: Contender) { self.contender = contender }

    /// With its symbols, where there is no `strip`.
    func run(in work: WorkFolder) throws -> Double {
        let folder = try work.makeFolder()
        defer { FileSystem.remove(folder) }
        var path = contender.program
        do {
            path = try contender.strip(in: folder)
        } catch {
            try Interruption.check()
            Terminal.complain("\(contender.name) is measured with its symbols: \(error)")
        }
        return Double(FileSystem.size(path) ?? 0) / 1e6
    }
}

extension Contender {
    /// Makes a copy of the program without symbols in a folder, and returns its path.
    func strip(in folder: String) throws(BenchProblem) -> String {
        let copy = "\(folder)/stripped"
        try ChildProcess("strip", ["-o", copy, program], log: "\(folder)/strip.log").wait()
        return copy
    }
}

/// How many instructions a server spends on a vote, as valgrind's callgrind counts them.
struct InstructionCount {
    /// Two runs whose difference is counted: what a start costs is no vote's.
    private static let (fewVotes, manyVotes) = (1000, 5000)

    private let contender: Contender
    private let shape: SiteShape

    init(_ contender: Contender, _ shape: SiteShape) {
        self.contender = contender
        self.shape = shape
    }

    /// Nil, and a line that says why, where valgrind or strip is not there.
    func run(in work: WorkFolder) throws -> Double? {
        do {
            let few = try count(Self.fewVotes, in: work)
            let many = try count(Self.manyVotes, in: work)
            return Double(many - few) / Double(Self.manyVotes - Self.fewVotes)
        } catch {
            try Interruption.check()
            Terminal.complain("\(contender.name): no instructions were counted: \(error)")
            return nil
        }
    }

    /// The instructions of a start, so many votes, and the end.
    private func count(_ votes: Int, in work: WorkFolder) throws -> Int {
        let folder = try work.makeFolder()
        defer { FileSystem.remove(folder) }
        try contender.copyData(into: folder)
        // Valgrind fails on the symbols of some compilers.
        let bare = Contender(
            name: contender.name, program: try contender.strip(in: folder),
            dialect: contender.dialect, data: contender.data)
        let profile = "\(folder)/profile"
        let server = try RunningServer(
            bare, on: folder, isTemporary: false,
            under: ["valgrind", "--tool=callgrind", "--callgrind-out-file=\(profile)"])
        let lines = Workload.votes(threads: 1).lines(
            votes + 64, shape, contender.dialect, seed: 1)
        let plan = LoadPlan(lines, contender.dialect, connections: 1, depth: 64)
        _ = try server.drive([plan], .commands(votes))
        server.stop()
        guard let total = FileSystem.text(profile).flatMap(Self.total) else {
            throw BenchProblem("valgrind wrote no profile")
        }
        return total
    }

    /// What stands in a profile behind `summary:`.
    static func total(in profile: String) -> Int? {
        for line in profile.split(separator: "\n") where line.hasPrefix("summary:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}
