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
    private var sending: [UInt8] = []
    private var sent = 0
    private var held = 0

    init(_ descriptor: Int32, address: String, session: Session) {
        self.descriptor = descriptor
        self.address = address
        self.session = session
    }

    deinit { close(descriptor) }

    /// Whether bytes wait for the socket to take them.
    var isSending: Bool { sent < sending.count }

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
                held = 0
                guard let taken = session.outbox.takeDue() else { return }
                (sending, sent, held) = (taken.bytes, 0, taken.held)
                continue
            }
            let count = sending.withUnsafeBytes { bytes in
                send(
                    descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                throw ConnectionLoss()
            }
        }
    }
}

/// The other side has gone.
struct ConnectionLoss: Error {}
