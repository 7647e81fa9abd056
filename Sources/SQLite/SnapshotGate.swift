/// Through it go the snapshots that the threads of one process read from, so that whoever copies
/// the write-ahead log into the database can have a moment without any: only then the log starts
/// anew, and readers who follow one another without a gap never leave one by themselves.
public protocol SnapshotGate: AnyObject, Sendable {
    /// Before a snapshot begins: waits while the gate is closed.
    func enter()

    /// Once the snapshot has ended.
    func leave()

    /// Lets nobody in until `open`, and waits at most so long until there is no snapshot; false
    /// where there still is one: then the gate is open again.
    func close(atMostMilliseconds milliseconds: Int32) -> Bool

    /// Lets snapshots begin again.
    func open()
}
