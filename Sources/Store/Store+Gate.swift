import SQLite

/// A reader's snapshots pass a gate: see `SnapshotGate`.
extension Store {
    package typealias Gate = SnapshotGate

    /// Before a snapshot begins.
    func passGate() {
        guard let gate, !isThroughGate else { return }
        gate.enter()
        isThroughGate = true
    }

    /// Once it has ended, if there was one.
    func leaveGate() {
        if isThroughGate { gate?.leave() }
        isThroughGate = false
    }
}
