/// A server on its data, stopped at the latest when this object goes.
final class RunningServer {
    let contender: Contender
    let socket: String
    private let meter: ProcessMeter
    private let process: ChildProcess
    private let folder: String
    /// Whether the data go with the server.
    private let isTemporary: Bool

    /// How long a server may take to start.
    private static let patienceNanoseconds: UInt64 = 60_000_000_000

    /// Copies the data and starts the server on the copy; it can be reached from then on.
    convenience init(_ contender: Contender, in work: WorkFolder) throws {
        let folder = try work.makeFolder()
        try contender.copyData(into: folder)
        try self.init(contender, on: folder, isTemporary: true)
    }

    /// Starts the server in a folder that holds the data, and removes it in the end where it
    /// `isTemporary`. The server can be reached from then on. `wrapper`: a program with its
    /// arguments that runs the server, if any.
    init(
        _ contender: Contender, on folder: String, isTemporary: Bool, under wrapper: [String] = []
    ) throws {
        self.contender = contender
        self.folder = folder
        self.isTemporary = isTemporary
        socket = "\(folder)/socket"
        FileSystem.remove(socket)
        let arguments = contender.arguments(
            socket: socket, database: Self.database(in: folder))
        let words = wrapper + [contender.program] + arguments
        process = try ChildProcess(
            words[0], Array(words.dropFirst()), log: "\(folder)/log",
            stopPatienceSeconds: wrapper.isEmpty ? 5 : 60)
        meter = ProcessMeter(pid: process.pid)
        try waitUntilReachable()
    }

    deinit { stop() }

    /// Where the data lie in a server's folder.
    static func database(in folder: String) -> String { "\(folder)/comments.db" }

    /// Stops the server.
    func stop() {
        process.stop()
        if isTemporary { FileSystem.remove(folder) }
    }

    private func waitUntilReachable() throws {
        let deadline = Clock.nanoseconds + Self.patienceNanoseconds
        while !LoadConnection.isReachable(socket) {
            try Interruption.check()
            if process.hasEnded { throw process.failure() }
            if Clock.nanoseconds > deadline {
                throw BenchProblem("\(contender.program) does not listen")
            }
            Clock.pause(microseconds: 100)
        }
    }

    /// Drives the server by these plans for so long; what came of each, and what the server holds
    /// of memory (MB of 10^6 bytes) and descriptors in the end.
    func soak(
        _ plans: [LoadPlan], seconds: Double
    ) throws -> ([LoadResult], (megabytes: Double, descriptors: Int)) {
        var held = (megabytes: 0.0, descriptors: 0)
        let results = try LoadGenerator(plans, to: socket).run(
            .seconds(seconds, warmUp: 0),
            onEnd: { held = try (meter.megabytes(), meter.descriptors()) })
        return (results, held)
    }

    /// Drives the server by these plans; the measurement, and what came of each plan.
    func drive(_ plans: [LoadPlan], _ span: LoadSpan) throws -> (Measurement, [LoadResult]) {
        var (cpuBegin, cpuEnd) = (0.0, 0.0)
        do {
            let results = try LoadGenerator(plans, to: socket).run(
                span, onBegin: { cpuBegin = try meter.cpuSeconds() },
                onEnd: { cpuEnd = try meter.cpuSeconds() })
            let measurement = try Measurement(
                results, cpuSeconds: cpuEnd - cpuBegin, peakMegabytes: meter.peakMegabytes())
            return (measurement, results)
        } catch {
            if process.hasEnded { throw process.failure() }
            throw error
        }
    }
}
