import Service
import Synchronization
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

/// A batch of which not all commands are started yet.
struct OpenBatch {
    let calls: [Call]
    let replies: BatchReplies
    /// Its reply's place.
    let slot: Int
    /// The first command that is not started.
    var next = 0
    /// Whether who ends a command of it shall tell, because others wait for that.
    let waits = Flag()

    var nextCall: Call? { next < calls.count ? calls[next] : nil }

    /// Shared with those who carry the commands out.
    final class Flag: Sendable {
        private let value = Atomic(false)

        func store(_ new: Bool) { value.store(new, ordering: .sequentiallyConsistent) }

        var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
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
