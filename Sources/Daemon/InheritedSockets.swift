import Glibc

/// Sockets that whoever started the process has opened and listens on already, as systemd hands
/// them over (sd_listen_fds(3)): `LISTEN_FDS` of them from descriptor 3 on, where `LISTEN_PID` is
/// this process.
package enum InheritedSockets {
    private static let first: Int32 = 3
    private static let most: Int32 = 16

    /// Their descriptors, which no child will inherit; empty where there are none.
    package static func take() throws(StartProblem) -> [Int32] {
        func number(_ name: String) -> Int32? {
            getenv(name).flatMap { Int32(String(cString: $0)) }
        }
        defer { for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) } }
        guard number("LISTEN_PID") == getpid(), let count = number("LISTEN_FDS"), count > 0 else {
            return []
        }
        guard count <= most else { throw StartProblem("LISTEN_FDS: over \(most) sockets") }
        let descriptors = Array(first..<first + count)
        for descriptor in descriptors {
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0,
                fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0
            else { throw StartProblem(system: "LISTEN_FDS: descriptor \(descriptor)") }
        }
        return descriptors
    }
}
