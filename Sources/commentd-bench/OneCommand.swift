import CLinux
import Glibc
import JSONValues
import Wire

/// Commands to a commentd outside of what is measured.
enum OneCommand {
    /// One command through a server's socket, and its result.
    static func ask(
        _ method: String, _ params: [JSONObject.Member], _ socket: String
    ) throws -> JSONObject {
        let descriptor = clinux_unix_connect(socket)
        guard descriptor >= 0 else { throw BenchProblem(system: socket) }
        defer { close(descriptor) }
        var json = JSONWriter()
        json.value(
            .object(
                JSONObject([
                    .init("id", .integer(1)), .init("method", .string(method)),
                    .init("params", .object(JSONObject(params))),
                ])))
        let line = json.bytes + [0x0A]
        var sent = 0
        while sent < line.count {
            let count = line.withUnsafeBytes { bytes in
                bytes.baseAddress.map { write(descriptor, $0 + sent, line.count - sent) } ?? 0
            }
            if count < 0, errno != EINTR { throw BenchProblem(system: socket) }
            sent += max(0, count)
        }
        var reply: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while reply.last != 0x0A {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 || count < 0 && errno != EINTR { throw BenchProblem(system: socket) }
            reply += chunk.prefix(max(0, count))
        }
        let answer = try StrictJSON.parse(Array(reply.dropLast()), maxDepth: 64).object
        guard let result = answer?["result"]?.object else {
            throw BenchProblem(String(decoding: reply.prefix(300), as: UTF8.self))
        }
        return result
    }

    /// Hands lines to the program through a pipe, as a host does, in a folder that then holds the
    /// database; how many seconds it took.
    static func run(_ lines: [UInt8], through commentd: String, in place: String) throws -> Double {
        let (input, output) = ("\(place)/in", "\(place)/out")
        try FileSystem.write(lines, to: input)
        let from = open(input, O_RDONLY | O_CLOEXEC)
        let to = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer {
            close(from)
            close(to)
        }
        let begin = Clock.nanoseconds
        let process = try ChildProcess(
            commentd, ["--db", RunningServer.database(in: place)], input: from, output: to,
            log: "\(place)/log")
        try process.wait()
        return Double(Clock.nanoseconds - begin) / 1e9
    }
}
