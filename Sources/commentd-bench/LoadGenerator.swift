import CLinux
import Glibc

/// Clients of a server in one thread: each connection keeps a fixed number of commands in flight
/// and sends the next when a reply has come (a closed loop), or sends at a fixed rate.
final class LoadGenerator {
    /// How long a server may leave all clients without a reply.
    private static let patienceNanoseconds: UInt64 = 30_000_000_000

    private let poll: Int32
    private let streams: [LoadStream]
    private var paced: [LoadConnection] = []
    /// By their descriptors.
    private var connections: [Int32: LoadConnection] = [:]
    private var events = [clinux_event](repeating: clinux_event(), count: 256)
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 256 << 10, alignment: 16)
    private var lastReplyAt: UInt64 = 0

    /// Opens the connections of all plans to the socket at `path`.
    init(_ plans: [LoadPlan], to path: String) throws(BenchProblem) {
        poll = clinux_poll_create()
        streams = plans.map { LoadStream($0) }
        guard poll >= 0 else { throw BenchProblem(system: "epoll") }
        for stream in streams {
            for _ in 0..<stream.plan.connections {
                let connection = try LoadConnection(to: path, stream)
                connections[connection.descriptor] = connection
                clinux_poll_watch(poll, connection.descriptor, UInt32(CLINUX_READ), 1)
                if stream.plan.perSecond != nil { paced.append(connection) }
            }
        }
    }

    deinit {
        close(poll)
        buffer.deallocate()
    }

    /// Drives the server and returns what came of each plan. `onBegin` and `onEnd` are called where
    /// the counting begins and ends.
    func run(
        _ span: LoadSpan, onBegin: () throws -> Void = {}, onEnd: () throws -> Void = {}
    ) throws -> [LoadResult] {
        let start = Clock.nanoseconds
        lastReplyAt = start
        try fill(at: start)
        var begin: UInt64?
        while true {
            let now = Clock.nanoseconds
            try Interruption.check()
            if begin == nil, now - start >= span.warmUpNanoseconds {
                begin = now
                streams.forEach { $0.begin() }
                try onBegin()
            }
            if let begin, isOver(span, after: now - begin) {
                try onEnd()
                let seconds = Double(now - begin) / 1e9
                streams.forEach { $0.end(seconds: seconds) }
                return streams.map(\.result)
            }
            if now > lastReplyAt, now - lastReplyAt > Self.patienceNanoseconds {
                throw BenchProblem("the server does not answer")
            }
            try pace(at: now)
            try attend()
        }
    }

    private func isOver(_ span: LoadSpan, after nanoseconds: UInt64) -> Bool {
        switch span {
        case .seconds(let seconds, _): Double(nanoseconds) >= seconds * 1e9
        case .commands(let count): streams.first.map { $0.result.replies >= count } ?? true
        }
    }

    /// Puts as many commands in flight as there may be.
    private func fill(at now: UInt64) throws(BenchProblem) {
        for connection in connections.values where connection.stream.plan.perSecond == nil {
            while connection.hasRoom { connection.request(at: now) }
            try flush(connection)
        }
    }

    /// Sends what is due of plans with a fixed rate.
    private func pace(at now: UInt64) throws(BenchProblem) {
        for connection in paced {
            while connection.hasRoom, connection.stream.takeDue(at: now) {
                connection.request(at: now)
            }
            try flush(connection)
        }
    }

    /// Waits for replies, and sends the next commands.
    private func attend() throws(BenchProblem) {
        let timeout: Int32 = paced.isEmpty ? 100 : 1
        let count = clinux_poll_wait(poll, &events, Int32(events.count), timeout)
        for index in 0..<Int(count) {
            let event = events[index]
            guard let connection = connections[event.descriptor] else { continue }
            if event.ready & UInt32(CLINUX_READ) != 0 {
                try answer(connection)
            } else if event.ready & UInt32(CLINUX_BROKEN) != 0 {
                throw BenchProblem("the server closed a connection")
            }
            try flush(connection)
        }
    }

    private func answer(_ connection: LoadConnection) throws(BenchProblem) {
        let replies = try connection.receive(into: buffer)
        guard replies > 0 else { return }
        let now = Clock.nanoseconds
        lastReplyAt = now
        guard connection.stream.plan.perSecond == nil else { return }
        for _ in 0..<replies { connection.request(at: now) }
    }

    private func flush(_ connection: LoadConnection) throws(BenchProblem) {
        try connection.flush()
        guard connection.isWaitingForRoom != connection.isWatchedForRoom else { return }
        connection.isWatchedForRoom = connection.isWaitingForRoom
        let what = CLINUX_READ | (connection.isWaitingForRoom ? CLINUX_WRITE : 0)
        clinux_poll_watch(poll, connection.descriptor, UInt32(what), 0)
    }
}
