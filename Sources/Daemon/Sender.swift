import Glibc
import Service

/// Sends one client's replies as far as its socket takes them, from any thread, one at a time.
///
/// A thread that has just made the only reply that a client waits for sends it itself: to wake the
/// loop for it would cost more than the sending. The loop says where it has to know of each.
final class Sender: @unchecked Sendable {
    // `state` is a monitor; the descriptor does not change.
    let descriptor: Int32
    private let state = Monitor(State())

    private struct State {
        /// What waits for the socket; `sent` bytes of it are gone.
        var taken = Outbox.Taken()
        var sent = 0
        /// Bytes that have gone before: tells whether any go at all.
        var sentBefore: UInt64 = 0
        /// Whether the loop has to know of each reply: until it says otherwise.
        var isLoopNeeded = true

        var isSending: Bool { sent < taken.count }
    }

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Whether bytes wait for the socket to take them.
    var isSending: Bool { state.read { $0.isSending } }

    /// How many bytes the socket has taken so far.
    var sentBytes: UInt64 { state.read { $0.sentBefore + UInt64($0.sent) } }

    /// Whether the loop has to know of replies from now on; true where that was not so before, so
    /// that something may have happened of which nobody told it.
    func needLoop(_ isNeeded: Bool) -> Bool {
        state.change { state in
            defer { state.isLoopNeeded = isNeeded }
            return isNeeded && !state.isLoopNeeded
        }
    }

    /// Sends what is due.
    func flush(_ outbox: Outbox) throws(ConnectionLoss) {
        if !state.change({ flush(&$0, outbox) }) { throw ConnectionLoss() }
    }

    /// Sends what is due without the loop; false where the loop has to see to it.
    func flushAlone(_ outbox: Outbox) -> Bool {
        state.change { state in
            !state.isLoopNeeded && flush(&state, outbox) && !state.isSending
        }
    }

    /// False where the client is gone.
    private func flush(_ state: inout State, _ outbox: Outbox) -> Bool {
        while true {
            if !state.isSending {
                let done = state.taken
                state.sentBefore += UInt64(state.sent)
                (state.taken, state.sent) = (Outbox.Taken(), 0)
                if done.held > 0 || done.heldEvents > 0 { outbox.release(done) }
                guard let taken = outbox.takeDue() else { return true }
                state.taken = taken
                continue
            }
            let count = state.taken.result.map { send(state, $0) } ?? send(state)
            if count >= 0 {
                state.sent += count
            } else if errno == EAGAIN {
                return true
            } else if errno != EINTR {
                return false
            }
        }
    }

    private func send(_ state: State) -> Int {
        state.taken.bytes.withUnsafeBytes { bytes in
            Glibc.send(
                descriptor, bytes.baseAddress.map { $0 + state.sent }, bytes.count - state.sent,
                Int32(MSG_NOSIGNAL))
        }
    }

    /// Sends from where the three parts lie: the bytes before a result, the result, the tail.
    private func send(_ state: State, _ result: [UInt8]) -> Int {
        var gone = state.sent
        func rest(_ part: UnsafeRawBufferPointer) -> iovec {
            let skipped = min(gone, part.count)
            gone -= skipped
            return iovec(
                iov_base: UnsafeMutableRawPointer(mutating: part.baseAddress.map { $0 + skipped }),
                iov_len: part.count - skipped)
        }
        return state.taken.bytes.withUnsafeBytes { head in
            result.withUnsafeBytes { body in
                Outbox.Taken.tail.withUnsafeBytes { tail in
                    withUnsafeTemporaryAllocation(of: iovec.self, capacity: 3) { parts in
                        parts[0] = rest(head)
                        parts[1] = rest(body)
                        parts[2] = rest(tail)
                        var message = msghdr()
                        message.msg_iov = parts.baseAddress
                        message.msg_iovlen = parts.count
                        return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                    }
                }
            }
        }
    }
}

/// The other side has gone.
struct ConnectionLoss: Error {}
