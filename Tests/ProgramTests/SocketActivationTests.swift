import Glibc
import JSONValues
import Testing

@Suite("Sockets that were opened before the server started")
struct SocketActivationTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// A Unix socket that somebody else listens on, as systemd does.
    private func listen(_ name: String) throws -> Int32 {
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: folder.whole(name).utf8)
        }
        let code = withAddress(of: &address) { bind(made, $0, $1) }
        try #require(code == 0 && Glibc.listen(made, 16) == 0)
        return made
    }

    @Test("A server takes over a socket, serves who was waiting there, and leaves it where it is")
    func takesOver() throws {
        let listener = try listen("given")
        defer { close(listener) }
        let early = try #require(SocketPeer(path: folder.whole("given")))
        try early.send(ProgramFolder.submission("Early", id: 1))
        let program = try Spawned(
            ["serve", "--config", "empty"], in: folder.path, listening: listener)
        #expect(try early.reply()["result"]["comment"]["body"] == "Early")
        program.send(SIGTERM)
        let end = try program.end()
        #expect(end.status == 0)
        #expect(end.complaints == "")
        #expect(folder.exists("given"))
        // Who comes meanwhile waits for the next one.
        let late = try #require(SocketPeer(path: folder.whole("given")))
        try late.send(ProgramFolder.count(id: 2))
        let next = try Spawned(
            ["serve", "--config", "empty", "--socket", "own"], in: folder.path,
            listening: listener)
        #expect(try late.reply()["result"]["count"] == 1)
        #expect(folder.exists("own"))
        next.send(SIGTERM)
        #expect(try next.end().status == 0)
        #expect(!folder.exists("own"))
    }

    @Test("What is no listening socket is refused, and without any there is nothing to serve")
    func refuses() throws {
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let program = try Spawned(
            ["serve", "--config", "empty"], in: folder.path, listening: file)
        let end = try program.end()
        #expect(end.status == 1)
        #expect(end.complaints.contains("descriptor 3"))
        #expect(try folder.run("serve").status == 2)
    }
}
