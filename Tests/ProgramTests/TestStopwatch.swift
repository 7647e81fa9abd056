import Synchronization

/// Time that goes on by a step each time that it is looked at.
final class TestStopwatch: Sendable {
    private let state = Mutex<(now: UInt64, step: UInt64)>((0, 0))

    var step: UInt64 {
        get { state.withLock { $0.step } }
        set { state.withLock { $0.step = newValue } }
    }

    func next() -> UInt64 {
        state.withLock { state in
            state.now += state.step
            return state.now
        }
    }
}
