import Glibc

/// Fills a commentd's database with a site's history, as a host does: through a pipe.
struct SiteLoader {
    let contender: Contender
    let shape: SiteShape

    /// Makes the database in a new folder and returns its path.
    func load(in work: WorkFolder) throws -> String {
        let folder = try work.makeFolder()
        let database = "\(folder)/comments.db"
        let begin = Clock.nanoseconds
        let pipes = try (input: Pipe(), output: Pipe())
        let process = try ChildProcess(
            contender.program, ["--db", database, "--backdate"], input: pipes.input.readEnd,
            output: pipes.output.writeEnd, log: "\(folder)/log")
        defer { process.stop() }
        pipes.input.closeReadEnd()
        pipes.output.closeWriteEnd()
        let feed = Feed(
            shape: shape, input: pipes.input, output: pipes.output,
            scanner: ReplyScanner(errorMark: contender.dialect.errorMark))
        do {
            try feed.run()
            try process.wait()
        } catch {
            if process.hasEnded { throw process.failure() }
            throw error
        }
        let seconds = Double(Clock.nanoseconds - begin) / 1e9
        prepare(database, folder)
        Terminal.complain(
            "\(contender.name): \(Text.grouped(shape.comments)) comments, "
                + "\(Text.grouped(feed.sent - shape.comments)) votes loaded in "
                + "\(Text.fixed(seconds, 1)) s, "
                + "\(Text.grouped(Int(Double(feed.sent) / seconds))) commands/s")
        return database
    }

    /// Has the search index made and common ground fitted, which a server on data without them
    /// would do while it is measured.
    private func prepare(_ database: String, _ folder: String) {
        let commands = [
            ["check", "--rebuild-search", "--db", database],
            ["call", "ranking.refit", "--db", database],
        ]
        for command in commands {
            do {
                try ChildProcess(contender.program, command, log: "\(folder)/prepared.log").wait()
            } catch {
                Terminal.complain("\(contender.name) knows no `\(command[0]) \(command[1])`")
            }
        }
    }
}

/// The two ends of a pipe of this process; a program that is started gets an end by name only.
private final class Pipe {
    private(set) var readEnd: Int32 = -1
    private(set) var writeEnd: Int32 = -1

    init() throws(BenchProblem) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw BenchProblem(system: "pipe") }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        closeReadEnd()
        closeWriteEnd()
    }

    func closeReadEnd() {
        if readEnd >= 0 { close(readEnd) }
        readEnd = -1
    }

    func closeWriteEnd() {
        if writeEnd >= 0 { close(writeEnd) }
        writeEnd = -1
    }
}

/// Writes commands as the program takes them and reads its replies as they come.
private final class Feed {
    private let shape: SiteShape
    private var history: SiteHistory
    private let input: Pipe
    private let output: Pipe
    private var scanner: ReplyScanner
    private var waiting: [UInt8] = []
    private var written = 0
    /// Commands, replies, and how many of them are errors.
    private(set) var sent = 0
    private var replies = 0
    private var errors = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 256 << 10, alignment: 16)

    private static let chunkBytes = 256 << 10

    init(shape: SiteShape, input: Pipe, output: Pipe, scanner: ReplyScanner) {
        self.shape = shape
        self.input = input
        self.output = output
        self.scanner = scanner
        history = SiteHistory(shape)
        _ = fcntl(input.writeEnd, F_SETFL, O_NONBLOCK)
    }

    deinit { buffer.deallocate() }

    /// Sends the whole history; throws where a command was refused.
    func run() throws(BenchProblem) {
        var isEnded = false
        while !isEnded {
            try Interruption.check()
            fill()
            var polled = [
                pollfd(fd: output.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input.writeEnd, events: Int16(POLLOUT), revents: 0),
            ]
            guard poll(&polled, 2, 200) > 0 else { continue }
            if polled[1].revents != 0, input.writeEnd >= 0 { try write() }
            if polled[0].revents != 0 { isEnded = try !read() }
        }
        if errors > 0 { throw BenchProblem("\(errors) errors: \(scanner.firstError ?? "")") }
        guard sent == replies, input.writeEnd < 0 else {
            throw BenchProblem("\(replies) replies came to \(sent) commands")
        }
    }

    /// Makes more commands when few wait; at the end, the program's input ends.
    private func fill() {
        guard written == waiting.count, input.writeEnd >= 0 else { return }
        waiting.removeAll(keepingCapacity: true)
        written = 0
        while waiting.count < Self.chunkBytes, let entry = history.next() {
            add(Dialect.recorded(entry, in: shape))
            for (index, vote) in entry.votes.enumerated() {
                add(Dialect.recorded(vote, index, on: entry.comment, in: shape))
            }
        }
        if waiting.isEmpty { input.closeWriteEnd() }
    }

    private func add(_ line: [UInt8]) {
        waiting += line
        waiting.append(0x0A)
        sent += 1
    }

    private func write() throws(BenchProblem) {
        let count = waiting.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                Glibc.write(input.writeEnd, $0 + written, bytes.count - written)
            } ?? 0
        }
        if count >= 0 {
            written += count
        } else if errno != EAGAIN, errno != EINTR {
            throw BenchProblem(system: "the program takes no more")
        }
    }

    /// False at the end.
    private func read() throws(BenchProblem) -> Bool {
        let count = Glibc.read(output.readEnd, buffer.baseAddress, buffer.count)
        if count < 0 {
            if errno == EINTR { return true }
            throw BenchProblem(system: "the program's replies")
        }
        let found = scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        replies += found.replies
        errors += found.errors
        return count > 0
    }
}
