import CLinux
import Glibc

/// A socket that clients connect to; removed from the file system when it goes.
final class Listener {
    let descriptor: Int32
    /// Whether clients must show a token.
    let needsToken: Bool
    private let path: String?

    /// A Unix socket at `path` with these permissions. One left behind by a process that is gone is
    /// replaced; one that still answers is an error.
    init(socket path: String, mode: UInt32, group: UInt32?) throws(StartProblem) {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else {
                throw StartProblem("\(path): is there already, and is no socket")
            }
            let probe = clinux_unix_connect(path)
            if probe >= 0 {
                close(probe)
                throw StartProblem("\(path): another process listens there")
            }
            unlink(path)
        }
        descriptor = clinux_unix_listen(path)
        guard descriptor >= 0 else { throw StartProblem(system: path) }
        self.path = path
        needsToken = false
        if let group, chown(path, getuid(), group) != 0 { throw StartProblem(system: path) }
        guard chmod(path, mode) == 0 else { throw StartProblem(system: path) }
    }

    /// A socket that another process has opened, and whose name is that process's to take away.
    /// Clients of one that is no Unix socket must show a token.
    init(inherited descriptor: Int32) throws(StartProblem) {
        let kind = clinux_listener_kind(descriptor)
        guard kind > 0 else {
            throw StartProblem("descriptor \(descriptor): is no socket that is listened on")
        }
        self.descriptor = descriptor
        path = nil
        needsToken = kind != 1
    }

    /// A TCP port, `HOST:PORT`; a host in brackets is an IPv6 address.
    init(tcp address: String) throws(StartProblem) {
        guard let colon = address.lastIndex(of: ":"),
            UInt16(address[address.index(after: colon)...]) != nil
        else { throw StartProblem("--listen \(address): expected HOST:PORT") }
        var host = address[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let port = String(address[address.index(after: colon)...])
        var made: Int32 = -1
        var problem: UnsafePointer<CChar>?
        switch clinux_tcp_listen(String(host), port, &made, &problem) {
        case 0: descriptor = made
        case 1:
            let reason = problem.map { String(cString: $0) } ?? "cannot be resolved"
            throw StartProblem("--listen \(address): \(reason)")
        default: throw StartProblem(system: "--listen \(address)")
        }
        path = nil
        needsToken = true
    }

    deinit {
        close(descriptor)
        if let path { unlink(path) }
    }

    /// The next client and its address, as text; nil where there is none.
    func accept() -> (descriptor: Int32, address: String)? {
        var address = [CChar](repeating: 0, count: 64)
        let client = clinux_accept(descriptor, &address)
        guard client >= 0 else { return nil }
        let text = address.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return (client, String(decoding: text, as: UTF8.self))
    }
}
