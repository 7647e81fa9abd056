import Glibc

/// Keeps a second process from what one alone may do: an advisory lock (`flock`) on a file beside
/// what it is about, which holds the owner's pid. The system lets the lock go with the process.
package final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock called `path` and `suffix`; `path` need not exist. Throws where it cannot be
    /// taken: `complaint` and who has it.
    package init(
        beside path: String, _ suffix: String, orElse complaint: String
    ) throws(StartProblem) {
        let lockPath = Self.resolved(path) + suffix
        descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartProblem("\(lockPath): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = Self.owner(descriptor)
            close(descriptor)
            throw StartProblem("\(complaint) \(owner)")
        }
        // The lock holds whatever the file says, on a full disk too.
        ftruncate(descriptor, 0)
        _ = Descriptor.write(Array("\(getpid())\n".utf8), to: descriptor)
    }

    /// Takes the lock of a database, for the one process that writes it.
    convenience init(database path: String) throws(StartProblem) {
        try self.init(beside: path, ".lock", orElse: "\(path) is in use by")
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

    /// The path with symbolic links followed, so that two names of one file share one lock, also
    /// before there is one.
    private static func resolved(_ path: String) -> String {
        var path = path
        for _ in 0..<maxLinks {
            if let real = realpath(path, nil) {
                defer { free(real) }
                return String(cString: real)
            }
            guard let target = target(ofLink: path) else { return path }
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let isRelative = !target.hasPrefix("/") && !folder.isEmpty
            path = isRelative ? folder.joined(separator: "/") + "/" + target : target
        }
        return path
    }

    /// As many as Linux itself follows.
    private static let maxLinks = 40

    /// Where a symbolic link leads; nil where the path is none.
    private static func target(ofLink path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        guard count >= 0 else { return nil }
        return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Why a server cannot start, for people.
package struct StartProblem: Error, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
