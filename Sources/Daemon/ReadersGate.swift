import Service
import Store

/// The gate of a server's readers.
final class ReadersGate: Store.Gate {
    private struct State {
        var snapshots = 0
        var isClosed = false
    }

    private let state = Monitor(State())

    func enter() {
        state.wait { state -> Void? in
            guard !state.isClosed else { return nil }
            state.snapshots += 1
            return ()
        }
    }

    func leave() { state.change { $0.snapshots -= 1 } }

    func close(atMostMilliseconds milliseconds: Int32) -> Bool {
        state.change { $0.isClosed = true }
        let isEmpty = state.wait(atMost: UInt64(max(0, milliseconds)) * 1_000_000) { state in
            state.snapshots == 0 ? true : nil
        }
        if isEmpty == nil { open() }
        return isEmpty ?? false
    }

    func open() { state.change { $0.isClosed = false } }
}
