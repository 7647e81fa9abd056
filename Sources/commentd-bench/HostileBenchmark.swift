import CLinux
import Glibc
import JSONValues
import Wire

/// Hostile lines through a pipe, the Unix socket and TCP: whether each is answered once and in
/// order, nothing crashes, totals are right afterwards, and how long the writer was held by one
/// command.
struct HostileBenchmark {
    private static let token = "hostile-token"
    private static let limit = 1 << 20

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// 0 where all is as it should be.
    func run() throws -> Int32 {
        let work = try WorkFolder(in: options.work)
        let collected = try options.data.map { try Self.collected(in: $0) } ?? []
        var failures = 0
        for (number, way) in ["pipe", "socket", "TCP"].enumerated() {
            let folder = try work.makeFolder()
            try FileSystem.write(Array(Self.configuration.utf8), to: "\(folder)/commentd.json")
            let lines = HostileLines(seed: UInt64(number + 1), collected: collected)
            let begin = Clock.nanoseconds
            let result = try measure(way, lines, options.lines / 3, in: folder)
            let seconds = Double(Clock.nanoseconds - begin) / 1e9
            Terminal.print("\(way): \(result.text), \(Text.figure(seconds)) s\n")
            failures += result.problems.count
            for problem in result.problems.prefix(5) { Terminal.print("  \(problem)\n") }
        }
        return failures == 0 ? 0 : 1
    }

    /// A token's hash, and the built-in limits.
    private static let configuration = """
        {tokens: [{name: "hostile", role: "site", sites: ["default", "s0", "s1"],
          sha256: "\(hash)"}]}
        """
    private static let hash = "1f841e8d3bdb2cf6414041d370166c597f54d9d18bf8ad302a4cff2ca2ad48b7"

    private func measure(
        _ way: String, _ lines: HostileLines, _ count: Int, in folder: String
    ) throws -> HostileResult {
        let database = RunningServer.database(in: folder)
        let common = ["--db", database, "--config", folder]
        let log = "\(folder)/log"
        if way == "pipe" {
            var (input, output): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
            guard pipe(&input) == 0, pipe(&output) == 0 else {
                throw BenchProblem(system: "pipe")
            }
            // The program has its own ends alone.
            for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let process = try ChildProcess(
                options.commentd, common, input: input[0], output: output[1], log: log)
            close(input[0])
            close(output[1])
            let client = HostileClient(lines, limit: Self.limit, out: input[1], in: output[0])
            var result = try client.run(count)
            client.finish()
            try process.wait()
            try check(database, folder, &result)
            return result
        }
        let socket = "\(folder)/socket"
        let port = 20_000 + Int(getpid() % 20_000)
        let process = try ChildProcess(
            options.commentd,
            ["serve", "--socket", socket, "--listen", "127.0.0.1:\(port)"] + common, log: log)
        while !LoadConnection.isReachable(socket) {
            if process.hasEnded { throw process.failure() }
            Clock.pause(microseconds: 1000)
        }
        var descriptor = way == "TCP" ? try connect(port) : clinux_unix_connect(socket)
        // The port is opened a little after the socket.
        for _ in 0..<1000 where descriptor < 0 {
            Clock.pause(microseconds: 10_000)
            descriptor = try connect(port)
        }
        guard descriptor >= 0 else { throw BenchProblem(system: way) }
        let client = HostileClient(lines, limit: Self.limit, out: descriptor, in: descriptor)
        if way == "TCP" { try client.open(Self.token) }
        var result = try client.run(count)
        result.status = .object(try OneCommand.ask("server.status", [], socket))
        client.finish()
        process.stop()
        try check(database, folder, &result)
        return result
    }

    /// A connection to a port of this machine; -1 where nobody listens.
    private func connect(_ port: Int) throws -> Int32 {
        let made = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let code = withUnsafeBytes(of: &address) { bytes in
            bytes.baseAddress.map {
                Glibc.connect(
                    made, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            } ?? -1
        }
        if code == 0 { return made }
        guard errno == ECONNREFUSED else { throw BenchProblem(system: "TCP") }
        close(made)
        return -1
    }

    /// Holds every total against its recount.
    private func check(
        _ database: String, _ folder: String, _ result: inout HostileResult
    ) throws {
        let checked = try ChildProcess(
            options.commentd, ["check", "--db", database], log: "\(folder)/check")
        do { try checked.wait() } catch { result.problems.append("commentd check: \(error)") }
    }

    /// The lines of every file of a folder and of the folders in it: as they are, and as bodies.
    private static func collected(in folder: String) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for file in FileSystem.files(below: folder) {
            let bytes = try FileSystem.bytes(file, most: 1 << 20)
            for line in bytes.split(separator: 0x0A) {
                lines.append(Array(line))
                let text = String(decoding: line.prefix(2000), as: UTF8.self)
                var json = JSONWriter()
                json.object { json in
                    json.member("id", lines.count)
                    json.member("method", "comment.submit")
                    json.name("params")
                    json.object { json in
                        json.member("thread", "page 2")
                        json.member("author", "p2")
                        json.member("body", text)
                    }
                }
                lines.append(json.bytes)
            }
        }
        return lines
    }
}
