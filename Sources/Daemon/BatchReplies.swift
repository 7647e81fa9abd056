import Service
import Wire

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
final class BatchReplies: Sendable {
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
