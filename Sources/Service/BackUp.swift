import Discussion
import Glibc
import JSONValues
import Store
import Wire

/// `server.backup`: a copy of the database as it is when the reply comes, in a file that was not
/// there before: whole and on the disk, or not there. Until then it is called `PATH.partial`.
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
                "path",
                errno == EEXIST
                    ? "has a .partial beside it, of a backup that is under way or was broken off"
                    : "cannot be made: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        var isPartial = true
        defer { if isPartial { unlink(partial) } }
        let pageBytes = try work.store.size().pageBytes
        let pages = try copy(to: partial, in: work)
        try sync(partial)
        // A link, since a rename would replace what has come to be there meanwhile.
        guard link(partial, path) == 0 else {
            throw Refusal.invalid("path", "cannot be made: \(String(cString: strerror(errno)))")
        }
        unlink(partial)
        isPartial = false
        try syncName()
        json.object { json in
            json.member("path", path)
            json.member("pages", pages)
            json.member("bytes", pages * pageBytes)
        }
    }

    private func copy(to partial: String, in work: Work) throws -> Int {
        do { return try copied(to: partial, in: work) } catch let error as StoreError
            where error.isWriteFailed
        {
            // The copy's disk, not the database's: of that nothing is written here.
            throw Refusal.invalid("path", "cannot be written: \(error.message)")
        }
    }

    private func copied(to partial: String, in work: Work) throws -> Int {
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

    /// Waits until the copy's name is on the disk too; what is refused is not there.
    private func syncName() throws(Refusal) {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        do throws(Refusal) {
            try sync(path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder)
        } catch {
            unlink(path)
            throw error
        }
    }

    private func sync(_ name: String) throws(Refusal) {
        let descriptor = open(name, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw .invalid("path", "cannot be synced: \(String(cString: strerror(errno)))")
        }
    }
}
