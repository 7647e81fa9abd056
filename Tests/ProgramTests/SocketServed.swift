import Glibc
import JSONValues
import Testing

/// The program as a server, gone with the test that started it.
final class Served {
    let program: Spawned
    /// The socket's whole path.
    let path: String
    /// The port that it listens on over TCP, kept free of others.
    let port: FreePort?
    /// The connection that showed that the server is there.
    private var first: SocketPeer?

    init(_ program: Spawned, path: String, port: FreePort? = nil) throws {
        self.program = program
        self.path = path
        self.port = port
        let isThere = try eventually {
            first = first ?? SocketPeer(path: path)
            let isListening =
                port.map { SocketPeer(port: $0.number, from: "127.0.0.1") != nil } ?? true
            return first != nil && isListening || program.hasComplained
        }
        if !isThere || first == nil {
            program.send(SIGKILL)
            Issue.record("no server: \(try program.end().complaints)")
        }
    }

    /// A client of the Unix socket.
    func connect() throws -> SocketPeer {
        if let peer = first {
            first = nil
            return peer
        }
        return try #require(SocketPeer(path: path), "nobody listens at \(path)")
    }

    /// A client over TCP that has shown nothing yet.
    func connect(from address: String) throws -> SocketPeer {
        let port = try #require(port)
        return try #require(SocketPeer(port: port.number, from: address))
    }

    /// A client over TCP that has shown its token.
    func connect(token: String) throws -> SocketPeer {
        let peer = try connect(from: "127.0.0.1")
        try peer.call("session.open", ["token": .string(token)])
        return peer
    }

    /// Asks the server to stop, and holds it to doing so in order.
    func stop() throws {
        program.send(SIGTERM)
        let end = try program.end()
        #expect(end.status == 0)
        #expect(end.complaints == "")
    }

    /// Ends the server in the middle of whatever it does.
    func kill() throws {
        program.send(SIGKILL)
        #expect(try program.end().status == 128 + SIGKILL)
    }
}

extension ProgramFolder {
    /// The whole path of a file here.
    func whole(_ name: String) -> String { "\(path)/\(name)" }

    /// Starts a server here on the socket `s`, and waits until it is there.
    func serve(_ arguments: String..., socket: String = "s") throws -> Served {
        let program = try start(["serve", "--socket", socket] + arguments)
        return try Served(program, path: whole(socket))
    }

    /// Starts a server here that may have so many files and connections open.
    func serve(maxDescriptors: Int) throws -> Served {
        let program = try Spawned(
            ["serve", "--socket", "s", "--config", "empty"], in: path,
            maxDescriptors: maxDescriptors)
        return try Served(program, path: whole("s"), port: nil)
    }

    /// Starts a server here that listens on TCP too, and knows the tokens of tests.
    func serveTCP() throws -> Served {
        try write("tokens/commentd.json", Tokens.configuration)
        let port = try FreePort()
        let program = try start([
            "serve", "--socket", "s", "--listen", "127.0.0.1:\(port.number)", "--config", "tokens",
        ])
        return try Served(program, path: whole("s"), port: port)
    }

    /// What `commentd check` finds wrong, as it says it; empty where all is as it should be.
    func discrepancies() throws -> String {
        let end = try run("check")
        return end.status == 0 ? "" : end.output + end.complaints
    }
}

/// A TCP port of this machine that is given to nobody else as long as this lives: two sockets may
/// have the same one while only one of them listens, and both have said that they share.
final class FreePort {
    let number: UInt16
    private let descriptor: Int32

    init() throws {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        descriptor = made
        var isShared: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &isShared, 4)
        var address = internetAddress("127.0.0.1", port: 0)
        let code = withAddress(of: &address) { bind(made, $0, $1) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let told = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(made, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        number = UInt16(bigEndian: address.sin_port)
        try #require(code == 0 && told == 0 && number != 0)
    }

    deinit { close(descriptor) }
}

/// Whether a condition comes to hold before patience ends; asked again and again.
func eventually(_ condition: () throws -> Bool) throws -> Bool {
    for _ in 0..<Patience.ms / pauseMs {
        if try condition() { return true }
        poll(nil, 0, pauseMs)
    }
    return false
}

/// Between two looks at what a test waits for.
private let pauseMs: Int32 = 5
