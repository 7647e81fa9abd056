import Glibc

/// Keeps a second process from writing the same database: an advisory lock (`flock`) on a file
/// beside it, which holds the owner's pid. The system lets the lock go with the process.
final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the database at `path`, which need not exist yet.
    init(database path: String) throws(StartProblem) {
        let lockPath = Self.resolved(path) + ".lock"
        descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartProblem("\(lockPath): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = Self.owner(descriptor)
            close(descriptor)
            throw StartProblem("\(path) is in use by \(owner)")
        }
        ftruncate(descriptor, 0)
        if let code = Descriptor.write(Array("\(getpid())\n".utf8), to: descriptor) {
            let reason = String(cString: strerror(code))
            close(descriptor)
            throw StartProblem("\(lockPath): \(reason)")
        }
    }

    deinit { close(descriptor) }

    /// Who holds the lock, for people. The owner writes its pid right after it has locked, so there
    /// is a moment in which it cannot be told.
    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return Int32(text.prefix { $0 != "\n" }).map { "process \($0)" } ?? "another process"
    }

    /// The path with symbolic links followed, so that two names of one database share one lock.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

/// Why a server cannot start, for people.
package struct StartProblem: Error, Sendable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
