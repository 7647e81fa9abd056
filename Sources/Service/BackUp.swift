import Discussion
import Glibc
import JSONValues
import Store
import Wire

/// `server.backup`: a copy of the database as it is when the reply comes, in a file that was not
/// there before: whole and on the disk, or not there.
struct BackUp: UseCase {
    private let path: String

    init(_ arguments: Arguments) throws(Refusal) {
        path = try arguments.required("path")
        let hasControls = path.utf8.contains { $0 < 0x20 || $0 == 0x7F }
        if hasControls || path.hasSuffix("/") {
            throw .invalid("path", "expected the path of a file, without control characters")
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        if access(path, F_OK) == 0 { throw Refusal.invalid("path", "is there already") }
        let partial = "\(path).partial"
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Refusal.invalid(
                "path", "cannot be made: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        var isFinished = false
        defer { if !isFinished { unlink(partial) } }
        let pages = try copy(to: partial, in: work)
        try finish(partial)
        isFinished = true
        let size = try work.store.size()
        json.object { json in
            json.member("path", path)
            json.member("pages", pages)
            json.member("bytes", pages * size.pageBytes)
        }
    }

    private func copy(to partial: String, in work: Work) throws -> Int {
        guard let exchange = work.options.backups, !work.store.isWriter else {
            // Nobody else is here to be held up.
            let backup = try work.store.backup(to: partial)
            guard try backup.step(pages: -1) == .finished else {
                throw Refusal(.overloaded, "the database is locked: try again")
            }
            return backup.pages
        }
        try work.store.renewSnapshot()
        let pages = try exchange.copy(to: partial, wakeWriter: work.options.wakeWriter)
        guard let pages else {
            var refusal = Refusal(.overloaded, "another backup is under way")
            refusal.retryAfterMs = 1000
            throw refusal
        }
        return pages
    }

    /// Puts the copy in its place once it is on the disk, and waits until its name is there too.
    private func finish(_ partial: String) throws(Refusal) {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        try sync(partial)
        // A link, since a rename would replace what has come to be there meanwhile.
        guard link(partial, path) == 0 else {
            throw .invalid("path", "cannot be made: \(String(cString: strerror(errno)))")
        }
        unlink(partial)
        try sync(path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder)
    }

    private func sync(_ name: String) throws(Refusal) {
        let descriptor = open(name, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw .invalid("path", "cannot be synced: \(String(cString: strerror(errno)))")
        }
    }
}
