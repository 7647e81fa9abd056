import Glibc
import JSONValues
import Testing
import Wire

/// One connection to a running server, as a client holds it: lines out, lines in.
final class SocketPeer {
    let descriptor: Int32
    private var held: [UInt8] = []
    /// How much of `held` was taken as lines already.
    private var taken = 0
    private var isEnded = false
    private var nextID = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// Connects to a Unix socket; nil where nobody listens.
    init?(path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        guard let made = Self.connection(AF_UNIX, to: &address) else { return nil }
        descriptor = made
    }

    /// Connects to a TCP port of this machine, from one of its own addresses; nil where nobody
    /// listens.
    init?(port: UInt16, from source: String) {
        var own = internetAddress(source, port: 0)
        var other = internetAddress("127.0.0.1", port: port)
        guard let made = Self.connection(AF_INET, from: &own, to: &other) else { return nil }
        descriptor = made
    }

    private static func connection<Address>(
        _ family: Int32, from own: UnsafeMutablePointer<Address>? = nil,
        to other: inout Address
    ) -> Int32? {
        let made = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let isBound =
            own.map { withAddress(of: &$0.pointee) { bind(made, $0, $1) } == 0 } ?? true
        if isBound, withAddress(of: &other, { connect(made, $0, $1) }) == 0 { return made }
        Glibc.close(made)
        return nil
    }

    deinit {
        Glibc.close(descriptor)
        buffer.deallocate()
    }

    // MARK: - Out

    /// Sends bytes as far as the socket takes them now: how many; nil where the server is gone.
    func offer(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        return errno == EAGAIN ? 0 : nil
    }

    /// Sends text whole.
    func write(_ text: String) throws { try write(bytes: Array(text.utf8)) }

    /// Sends bytes whole.
    func write(bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try #require(offer(rest), "the server is gone")
            if count == 0 { try #require(wait(POLLOUT), "the server takes nothing") }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a line whole, and its end.
    func send(_ line: String) throws { try write(line + "\n") }

    /// Says that no more will be sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    // MARK: - In

    /// Whether something can be read now: a reply, or the end.
    var isReadable: Bool { wait(POLLIN, forMs: 0) }

    /// Whether the socket takes bytes now.
    var isWritable: Bool { wait(POLLOUT, forMs: 0) }

    private func wait(_ event: Int32, forMs: Int32 = Patience.ms) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&polled, 1, forMs) == 1
    }

    /// Takes in what has come, waited for; false at the end.
    func receive() throws -> Bool {
        if isEnded { return false }
        try #require(wait(POLLIN), "the server does not answer")
        held.removeFirst(taken)
        taken = 0
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        // A server that closes while it has not read everything resets the connection.
        isEnded = count <= 0
        held.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<max(0, count)]))
        return !isEnded
    }

    /// The next line that was taken in already.
    func takeLine() -> [UInt8]? {
        let start = taken
        let length: Int? = held.withUnsafeBytes { bytes in
            guard start < bytes.count, let first = bytes.baseAddress.map({ $0 + start }),
                let end = memchr(first, 0x0A, bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(end) - first
        }
        guard let length else { return nil }
        taken += length + 1
        return Array(held[start..<start + length])
    }

    /// The next line, waited for; nil at the end.
    func line() throws -> [UInt8]? {
        while true {
            if let line = takeLine() { return line }
            guard try receive() else { return nil }
        }
    }

    /// The next line, read as JSON.
    func reply() throws -> JSONValue {
        let line = try #require(try line(), "the server has closed the connection")
        return try StrictJSON.parse(line, maxDepth: 2048)
    }

    /// All replies to the end of the connection.
    func lastReplies() throws -> [JSONValue] {
        var replies: [JSONValue] = []
        while let line = try line() { replies.append(try StrictJSON.parse(line)) }
        #expect(taken == held.count, "the connection ends within a line")
        return replies
    }

    // MARK: - Both

    /// Sends a command and waits for its reply.
    func ask(_ method: String, _ params: JSONValue = [:]) throws -> JSONValue {
        nextID += 1
        try send(ProgramFolder.command(method, id: nextID, params))
        let reply = try reply()
        #expect(reply["id"].integer == nextID)
        return reply
    }

    /// Carries a command out; its result.
    @discardableResult
    func call(_ method: String, _ params: JSONValue = [:]) throws -> JSONValue {
        let reply = try ask(method, params)
        return try #require(reply.object?["result"], "\(method): \(reply)")
    }

    /// The code of the error that a command is refused with.
    func code(_ method: String, _ params: JSONValue = [:]) throws -> Int? {
        try ask(method, params)["error"]["code"].integer
    }
}

/// Calls a function of the system's that takes an address.
func withAddress<Address>(
    of address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    withUnsafeBytes(of: &address) { bytes in
        guard let start = bytes.baseAddress else { return -1 }
        return body(start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
}

/// An address of IPv4.
func internetAddress(_ host: String, port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return address
}
