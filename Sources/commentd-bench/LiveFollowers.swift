import CLinux
import Glibc
import JSONValues
import Synchronization
import Wire

/// What followers were told while something else went on.
struct LiveFigures: Sendable {
    /// From the reply to a write, when it was committed, to the line that tells it, of each
    /// follower and write.
    var delay = LatencyHistogram()
    /// Writes that were to be told.
    var writes = 0
    /// Bytes that all followers took together.
    var bytes = 0
}

/// Many clients that follow one site, and one that writes to it a few times a second, so that the
/// time from a write's reply to each follower's line is known. All in the thread that calls.
final class LiveFollowers {
    /// Tells `run` to end; from any thread.
    final class Stop: Sendable {
        let isAsked = Atomic(false)
    }

    private static let writesPerSecond: UInt64 = 10

    private let poll: Int32
    private let writer: Int32
    /// By descriptor: how many of the writes it was told, and the last bytes that came.
    private var followers: [Int32: (told: Int, rest: [UInt8])] = [:]
    /// What stands in the line of each write, and in no other.
    private let mark: [UInt8]
    private let site: String
    private var repliedAt: [UInt64] = []
    private var figures = LiveFigures()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 256 << 10, alignment: 16)

    /// So many follow `site` on the server at `path` from now on.
    init(_ count: Int, of site: String, at path: String) throws {
        self.site = site
        poll = clinux_poll_create()
        writer = clinux_unix_connect(path)
        guard poll >= 0, writer >= 0 else { throw BenchProblem(system: path) }
        let submission = """
            {"id":1,"method":"comment.submit","params":{"site":"\(site)","thread":"told",\
            "author":"author","body":"Votes on this are told.","ref":"told"}}
            """
        let reply = try StrictJSON.parse(Self.ask(writer, submission))
        let comment = reply.object?["result"]?.object?["comment"]?.object
        guard let id = comment?["id"]?.text else { throw BenchProblem("no comment was made") }
        mark = Array("\"comment_id\":\"\(id)\"".utf8)
        for _ in 0..<count {
            let descriptor = clinux_unix_connect(path)
            guard descriptor >= 0 else { throw BenchProblem(system: path) }
            let follow = #"{"id":1,"method":"event.follow","params":{"site":"\#(site)"}}"#
            _ = try Self.ask(descriptor, follow)
            watch(descriptor)
            followers[descriptor] = (0, [])
        }
        watch(writer)
    }

    deinit {
        for descriptor in Array(followers.keys) + [writer, poll] { close(descriptor) }
        buffer.deallocate()
    }

    private func watch(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        clinux_poll_watch(poll, descriptor, UInt32(CLINUX_READ), 1)
    }

    /// Sends a line and waits for the one that answers it.
    private static func ask(_ descriptor: Int32, _ line: String) throws -> [UInt8] {
        let bytes = Array(line.utf8) + [0x0A]
        guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count
        else { throw BenchProblem(system: "a follower") }
        var reply: [UInt8] = []
        while reply.last != 0x0A {
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { throw BenchProblem("a follower was not answered") }
            reply += chunk.prefix(count)
        }
        return reply.dropLast()
    }

    /// Takes what comes, and writes, until told to stop; what was counted.
    func run(until stop: Stop) throws -> LiveFigures {
        var events = [clinux_event](repeating: clinux_event(), count: 256)
        var (nextAt, isWaiting) = (Clock.nanoseconds, false)
        while !stop.isAsked.load(ordering: .relaxed) {
            if !isWaiting, Clock.nanoseconds >= nextAt {
                nextAt += 1_000_000_000 / Self.writesPerSecond
                isWaiting = true
                try vote()
            }
            let count = clinux_poll_wait(poll, &events, Int32(events.count), 2)
            for event in events.prefix(Int(count)) {
                let count = read(event.descriptor, buffer.baseAddress, buffer.count)
                if count < 0, errno == EAGAIN { continue }
                guard count > 0 else { throw BenchProblem("a follower was let go") }
                if event.descriptor == writer {
                    repliedAt.append(Clock.nanoseconds)
                    isWaiting = false
                } else {
                    take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), event.descriptor)
                }
            }
        }
        figures.writes = repliedAt.count
        return figures
    }

    private func vote() throws {
        let line = """
            {"id":1,"method":"vote.cast","params":{"site":"\(site)","comment":"ref:told",\
            "voter":"voter-\(repliedAt.count)","value":1}}

            """
        let bytes = Array(line.utf8)
        guard bytes.withUnsafeBytes({ write(writer, $0.baseAddress, $0.count) }) == bytes.count
        else { throw BenchProblem(system: "the writer") }
    }

    /// Counts the writes that are told in some bytes.
    private func take(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) {
        guard var (told, rest) = followers[descriptor] else { return }
        let now = Clock.nanoseconds
        figures.bytes += bytes.count
        let all = rest + bytes
        var at = 0
        all.withUnsafeBytes { all in
            while let base = all.baseAddress,
                let found = clinux_find(base + at, all.count - at, mark, mark.count)
            {
                at = found - base + mark.count
                // A line may come before the reply to the writer is looked at.
                let since = told < repliedAt.count ? repliedAt[told] : now
                figures.delay.record(now > since ? now - since : 0)
                told += 1
            }
        }
        // A mark may be cut in two.
        rest = Array(all[max(at, all.count - mark.count + 1)...])
        followers[descriptor] = (told, rest)
    }
}
