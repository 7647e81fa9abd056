import CLinux
import Glibc

/// One connection of a load: commands out, replies in, in order. For one thread.
final class LoadConnection {
    let descriptor: Int32
    let stream: LoadStream
    private var scanner: ReplyScanner
    /// When each command in flight was sent, in a ring.
    private var sentAt: [UInt64]
    private var sent = 0
    private var answered = 0
    /// Commands that wait for the socket to take them, from `outSent` on.
    private let out: UnsafeMutableRawPointer
    private var outCount = 0
    private var outSent = 0
    /// Whether the socket is watched for room.
    var isWatchedForRoom = false

    init(to path: String, _ stream: LoadStream) throws(BenchProblem) {
        descriptor = clinux_unix_connect(path)
        guard descriptor >= 0 else { throw BenchProblem(system: path) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        self.stream = stream
        scanner = ReplyScanner(errorMark: stream.plan.errorMark)
        sentAt = Array(repeating: 0, count: stream.plan.depth)
        // Whatever is in flight may wait here at once.
        let capacity = stream.plan.depth * stream.longestLine
        out = .allocate(byteCount: max(1, capacity), alignment: 16)
    }

    deinit {
        close(descriptor)
        out.deallocate()
    }

    /// Whether someone listens on the socket at `path`.
    static func isReachable(_ path: String) -> Bool {
        let descriptor = clinux_unix_connect(path)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    /// Whether another command may be sent.
    var hasRoom: Bool { sent - answered < sentAt.count }

    /// Whether commands wait for the socket to take them.
    var isWaitingForRoom: Bool { outSent < outCount }

    /// Makes the stream's next command ready to be sent; there must be room.
    func request(at now: UInt64) {
        if outSent > 0, !isWaitingForRoom { (outSent, outCount) = (0, 0) }
        if outSent > 0, outCount + stream.longestLine > sentAt.count * stream.longestLine {
            // Move what waits to the front.
            memmove(out, out + outSent, outCount - outSent)
            (outSent, outCount) = (0, outCount - outSent)
        }
        outCount += stream.writeNext(to: out + outCount)
        sentAt[sent % sentAt.count] = now
        sent += 1
    }

    /// Hands what is ready to the socket, as far as it takes it.
    func flush() throws(BenchProblem) {
        while isWaitingForRoom {
            let count = send(
                descriptor, out + outSent, outCount - outSent, Int32(MSG_NOSIGNAL))
            if count > 0 {
                outSent += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                throw BenchProblem(system: "the server is gone")
            }
        }
    }

    /// Reads what has come, and counts it with the stream; how many replies ended.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(BenchProblem) -> Int {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count == 0 { throw BenchProblem("the server closed a connection") }
        guard count > 0 else {
            if errno == EAGAIN || errno == EINTR { return 0 }
            throw BenchProblem(system: "the server is gone")
        }
        let found = scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        guard found.replies <= sent - answered else {
            throw BenchProblem("there came more replies than commands were sent")
        }
        let now = Clock.nanoseconds
        for _ in 0..<found.replies {
            stream.record(latency: now - sentAt[answered % sentAt.count])
            answered += 1
        }
        if found.errors > 0 { stream.record(errors: found.errors, scanner.firstError) }
        return found.replies
    }
}
