import Glibc
import Service

/// One client of a socket. For the loop's thread.
final class Client {
    let descriptor: Int32
    let session: Session
    /// The peer's address, as text; empty on a Unix socket.
    let address: String
    /// Nothing more is read; what is due is sent, then the connection is closed.
    var isClosing = false
    /// Nothing is sent before this moment of the loop's clock, in milliseconds.
    var silentUntil: Int64?
    /// When the client, which has shown no token yet, is let go.
    var openUntil: Int64?
    /// Bytes that wait for the socket, and a long result behind them; `sent` of both are gone.
    private var sending: [UInt8] = []
    private var result: [UInt8]?
    private var sent = 0
    private var held = 0
    /// What the descriptor is watched for, if it is.
    private var watched: (reads: Bool, writes: Bool)?

    init(_ descriptor: Int32, address: String, session: Session) {
        self.descriptor = descriptor
        self.address = address
        self.session = session
    }

    deinit { close(descriptor) }

    /// Whether bytes wait for the socket to take them.
    var isSending: Bool { sent < toSend }

    private var toSend: Int {
        sending.count + (result.map { $0.count + Outbox.Taken.tail.count } ?? 0)
    }

    /// Watches for what comes next, unless that is what is watched for already.
    func watch(with poller: Poller) {
        let (reads, writes) = (wantsInput, isSending)
        if let watched, watched == (reads, writes) { return }
        poller.watch(descriptor, reads: reads, writes: writes, isNew: watched == nil)
        watched = (reads, writes)
    }

    /// Whether the client may send more now.
    var wantsInput: Bool { !isClosing && !session.hasBacklog && session.outbox.hasRoom }

    /// Whether all is sent that will ever be.
    var isDone: Bool {
        isClosing && !isSending && session.outbox.isEmpty && !session.hasBacklog
    }

    /// Reads what has come, up to `buffer`: how many bytes, 0 at the end, nil for none now; throws
    /// where the client is gone.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(ConnectionLoss) -> Int? {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return nil }
        throw ConnectionLoss()
    }

    /// Sends what is due, as far as the socket takes it.
    func flush() throws(ConnectionLoss) {
        while true {
            if !isSending {
                session.outbox.release(held)
                (sending, result, sent, held) = ([], nil, 0, 0)
                guard let taken = session.outbox.takeDue() else { return }
                (sending, result, held) = (taken.bytes, taken.result, taken.held)
                continue
            }
            let count = result.map(send) ?? sendBytes()
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                throw ConnectionLoss()
            }
        }
    }

    private func sendBytes() -> Int {
        sending.withUnsafeBytes { bytes in
            Glibc.send(
                descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
                Int32(MSG_NOSIGNAL))
        }
    }

    /// Sends from where the three parts lie: the bytes before a result, the result, the tail.
    private func send(_ result: [UInt8]) -> Int {
        var gone = sent
        func rest(_ part: UnsafeRawBufferPointer) -> iovec {
            let skipped = min(gone, part.count)
            gone -= skipped
            return iovec(
                iov_base: UnsafeMutableRawPointer(mutating: part.baseAddress.map { $0 + skipped }),
                iov_len: part.count - skipped)
        }
        return sending.withUnsafeBytes { head in
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
