/// A conversation in this process: bytes in, replies out, by whoever calls. The two may be called
/// from two threads.
package final class LocalSession: @unchecked Sendable {
    // `session` is used by the caller of `feed` and `end` alone; the outbox is for any thread.
    private let session: Session
    private let outbox: Outbox

    init(_ session: Session) {
        self.session = session
        outbox = session.outbox
    }

    /// Takes bytes as they come. Waits while too much is in flight.
    package func feed(_ bytes: UnsafeRawBufferPointer) {
        session.take(bytes)
        startAll()
    }

    /// No more comes; replies go on until all are taken.
    package func end() {
        session.takeEnd()
        startAll()
        outbox.waitUntilAnswered()
        session.finishFollowing()
        outbox.close()
    }

    private func startAll() {
        while session.hasBacklog {
            outbox.waitForRoom()
            session.takeTurn()
        }
    }

    /// The next replies as lines, as soon as there are some; nil after the last.
    package func nextReplies() -> [UInt8]? {
        guard let taken = outbox.take() else { return nil }
        outbox.release(taken)
        return taken.joined
    }

    /// The reader of replies is gone: they are let go from now on.
    package func breakOff() { outbox.breakOff() }

    /// Whether the reader of replies is gone.
    package var isBroken: Bool { outbox.isBroken }
}
