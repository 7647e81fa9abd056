import Glibc
import JSONValues
import Wire

/// What became of hostile lines.
struct HostileResult {
    var lines = 0
    var answers = 0
    var problems: [String] = []
    /// The longest that a single line's answer was waited for, in nanoseconds, and the line.
    var longest: (nanoseconds: UInt64, line: String) = (0, "")
    /// The last `server.status`, where there is a socket to ask on.
    var status = JSONValue.null

    var text: String {
        let writer = status["writer"]
        func milliseconds(_ name: String) -> String {
            Text.figure(Double(writer[name].integer ?? 0) / 1e3)
        }
        let held =
            writer.object == nil
            ? ""
            : "; the writer was held \(milliseconds("longest_us")) ms at most by "
                + "\(writer["longest_method"].text ?? ""), \(milliseconds("longest_commit_us")) ms "
                + "by a commit, \(milliseconds("longest_step_us")) ms by a step, "
                + "\(writer["faults"].integer ?? -1) faults"
        return "\(Text.grouped(lines)) lines, \(Text.grouped(answers)) answers, "
            + "\(problems.count) problems; longest "
            + "\(Text.figure(Double(longest.nanoseconds) / 1e6)) ms for \(longest.line)\(held)"
    }
}

/// Sends hostile lines, some at a time, and holds each answer against its line.
final class HostileClient {
    private var lines: HostileLines
    private let limit: Int
    private let output: Int32
    private let input: Int32
    private var held: [UInt8] = []
    private var taken = 0

    /// So many lines are under way at a time; the fewer, the better it is known which one was slow.
    private static let window = 8

    init(_ lines: HostileLines, limit: Int, out output: Int32, in input: Int32) {
        (self.lines, self.limit, self.output, self.input) = (lines, limit, output, input)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Shows a token.
    func open(_ token: String) throws {
        let line = "{\"id\":1,\"method\":\"session.open\",\"params\":{\"token\":\"\(token)\"}}\n"
        try Self.write(Array(line.utf8), to: output)
        let reply = try StrictJSON.parse(try nextLine())
        guard reply["result"].object != nil else { throw BenchProblem("the token opens nothing") }
    }

    func finish() {
        close(output)
        if input != output { close(input) }
    }

    func run(_ count: Int) throws -> HostileResult {
        var result = HostileResult()
        while result.lines < count {
            try Interruption.check()
            let batch = (0..<min(Self.window, count - result.lines)).map { _ in lines.next() }
            let begin = Clock.nanoseconds
            // On a thread of its own: with large lines both sides could wait for each other.
            let bytes = Array(batch.joined(separator: [0x0A])) + [0x0A]
            let sender = try BackgroundThread { [output] in
                try Self.write(bytes, to: output)
            }
            for line in batch {
                result.lines += 1
                guard let ids = HostileAnswers.ids(for: line, limit: limit) else { continue }
                let answer = try nextLine()
                result.answers += 1
                if let problem = HostileAnswers.problem(of: answer, to: line, ids) {
                    let shown = String(decoding: line.prefix(300), as: UTF8.self)
                    result.problems.append("\(problem) for \(shown)")
                }
            }
            try sender.join()
            let took = Clock.nanoseconds - begin
            if took > result.longest.nanoseconds {
                let slowest = batch.max { $0.count < $1.count } ?? []
                let shown = String(decoding: slowest.prefix(80), as: UTF8.self)
                result.longest = (took, "\(batch.count) lines, the largest \(shown)")
            }
        }
        return result
    }

    private static func write(_ bytes: [UInt8], to output: Int32) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(output, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno != EINTR { throw BenchProblem(system: "the server is gone") }
            done += max(0, count)
        }
    }

    private func nextLine() throws -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if let end = held[taken...].firstIndex(of: 0x0A) {
                defer { taken = end + 1 }
                return Array(held[taken..<end])
            }
            held.removeFirst(taken)
            taken = 0
            var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 60_000) > 0 else { throw BenchProblem("no answer came") }
            let count = read(input, &chunk, chunk.count)
            if count <= 0 { throw BenchProblem("the server closed the connection") }
            held += chunk.prefix(count)
        }
    }
}
