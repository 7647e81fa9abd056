import Glibc
import Service

/// One client of a socket. For the loop's thread.
final class Client {
    let session: Session
    private let sender: Sender
    /// The peer's address, as text; empty on a Unix socket.
    let address: String
    /// Whether it had sent as much as is read at once when it was last read.
    var sendsMuch = false
    /// Whether it waits in the line of those.
    var isInLine = false
    /// Nothing more is read; what is due is sent, then the connection is closed.
    var isClosing = false
    /// The other side is gone; what it had sent is still carried out.
    var isGone = false
    /// Nothing is sent before this moment of the loop's clock, in milliseconds.
    var silentUntil: Int64?
    /// When the client, which has shown no token yet, is let go.
    var openUntil: Int64?
    /// When it is looked at whether the socket has taken more than these bytes; nil: it is not.
    var stall: (until: Int64, sentBytes: UInt64)?
    /// Whether the client was cut off because it took too little.
    var isCutOff = false
    /// What the descriptor is watched for, if it is.
    private var watched: (reads: Bool, writes: Bool)?

    init(_ sender: Sender, address: String, session: Session) {
        self.sender = sender
        self.address = address
        self.session = session
    }

    var descriptor: Int32 { sender.descriptor }

    /// Whether bytes wait for the socket to take them.
    var isSending: Bool { sender.isSending }

    /// How many bytes the socket has taken.
    var sentBytes: UInt64 { sender.sentBytes }

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
    var isDone: Bool { isAnswered && !isSending && session.outbox.hasToldAll }

    /// Whether all replies that there will ever be are on their way.
    var isAnswered: Bool { isClosing && session.outbox.isEmpty && !session.hasBacklog }

    /// Reads what has come, up to `buffer`: how many bytes, 0 at the end, nil for none now; throws
    /// where the client is gone.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(ConnectionLoss) -> Int? {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return nil }
        throw ConnectionLoss()
    }

    /// Sends what is due, as far as the socket takes it.
    func flush() throws(ConnectionLoss) { try sender.flush(session.outbox) }

    /// Says whether the loop has to know of each reply from now on, because more than sending it
    /// is to be done then; true where that was not so before.
    func needLoop() -> Bool {
        sender.needLoop(
            isClosing || silentUntil != nil || session.access == nil || session.hasBacklog
                || !session.outbox.hasRoom)
    }
}
