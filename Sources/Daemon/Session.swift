import Discussion
import Service
import Wire

/// One client's conversation: bytes in, lines out, in order.
package final class Session {
    private let writer: Writer
    private let outbox: Outbox
    private var splitter: LineSplitter
    private let maxLineBytes: Int
    private let clock: @Sendable () -> Moment
    /// Told of each command without an id.
    private let onNotification: () -> Void

    init(
        writer: Writer, outbox: Outbox, maxLineBytes: Int,
        clock: @escaping @Sendable () -> Moment, onNotification: @escaping () -> Void = {}
    ) {
        self.writer = writer
        self.outbox = outbox
        self.maxLineBytes = maxLineBytes
        self.clock = clock
        self.onNotification = onNotification
        splitter = LineSplitter(limit: maxLineBytes)
    }

    /// Takes bytes as they come. Waits while too much of this client's is in flight.
    package func feed(_ bytes: UnsafeRawBufferPointer) {
        var lines: [LineSplitter.Line] = []
        splitter.feed(bytes) { lines.append($0) }
        lines.forEach(accept)
    }

    /// The client sends no more; replies go on until all are sent.
    package func end() {
        var lines: [LineSplitter.Line] = []
        splitter.end { lines.append($0) }
        lines.forEach(accept)
        outbox.close()
    }

    /// The next replies as lines, as soon as there are some; nil after the last.
    package func nextReplies() -> [UInt8]? {
        guard let taken = outbox.take() else { return nil }
        outbox.release(taken.held)
        return taken.bytes
    }

    private func accept(_ line: LineSplitter.Line) {
        switch line {
        case .tooLong: answer(.tooLong(limit: maxLineBytes), cost: 0)
        case .bytes(let bytes): answer(Incoming(line: bytes), cost: bytes.count)
        }
    }

    private func answer(_ incoming: Incoming, cost: Int) {
        let slot = outbox.reserve(cost: cost)
        switch incoming {
        case .single(let call):
            start(call) { [outbox] reply in outbox.fulfil(slot, reply) }
        case .batch(let calls):
            let replies = BatchReplies(count: calls.count) { [outbox] reply in
                outbox.fulfil(slot, reply)
            }
            for (index, call) in calls.enumerated() {
                start(call) { reply in replies.put(reply, at: index) }
            }
        }
    }

    /// Starts a command; `done` gets its reply, nil where none is due.
    private func start(_ call: Call, _ done: @escaping @Sendable ([UInt8]?) -> Void) {
        switch call {
        case .refused(let refusal, let id):
            if id == nil { onNotification() }
            done(id.map { Reply.failure($0, refusal) })
        case .request(let request):
            if request.id == nil { onNotification() }
            let job = Writer.Job(command: Command(request, at: clock())) { outcome in
                done(request.id.map { Reply.to($0, outcome) })
            }
            if !writer.add(job) {
                let refusal = Refusal(.overloaded, "the server is stopping")
                done(request.id.map { Reply.failure($0, refusal) })
            }
        }
    }

}

extension Reply {
    /// The reply that tells an outcome.
    package static func to(_ id: RequestID, _ outcome: Outcome) -> [UInt8] {
        switch outcome {
        case .result(let result): success(id, result: result)
        case .refused(let refusal): failure(id, refusal)
        }
    }
}

/// Gathers the replies to a batch until all are there.
private final class BatchReplies: Sendable {
    private struct State {
        var replies: [[UInt8]?]
        var missing: Int
    }

    private let state: Monitor<State>
    private let done: @Sendable ([UInt8]?) -> Void

    init(count: Int, _ done: @escaping @Sendable ([UInt8]?) -> Void) {
        state = Monitor(State(replies: Array(repeating: nil, count: count), missing: count))
        self.done = done
    }

    func put(_ reply: [UInt8]?, at index: Int) {
        let all = state.change { state -> [[UInt8]]? in
            state.replies[index] = reply
            state.missing -= 1
            return state.missing == 0 ? state.replies.compactMap { $0 } : nil
        }
        // A batch of notifications alone has no reply at all (JSON-RPC 2.0, section 6).
        if let all { done(all.isEmpty ? nil : Reply.batch(all)) }
    }
}
