import Glibc
import Service
import Store

/// What must be on the disk before anything that is read from it is told to anyone.
enum DurableFiles {
    /// The exit status of a process that found a file that could not be synced (EX_IOERR of
    /// sysexits.h).
    private static let status: Int32 = 74

    /// Ends the process without another word to any client. What it was about to commit may be on
    /// the disk or not; the kernel holds it for written, so that another sync would succeed and say
    /// nothing. Whoever waits for a reply learns from the next process what became of the command.
    static func give(up error: StoreError, _ report: (LogEntry) -> Void) {
        report(
            LogEntry(
                .error, "sync",
                "\(error): what is durable cannot be told any more, so this process ends"))
        _exit(status)
    }

    /// Writes the log that an earlier process left once more, as it is, and syncs it. Until then it
    /// may be in the kernel's memory alone, where a process was killed before its sync or ended
    /// because that failed; what it holds would be read, and told, as if it were durable. To be
    /// called with the database's lock, before it is opened.
    static func settleLog(ofDatabase database: String) throws(StartProblem) {
        let path = real(database) + "-wal"
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw StartProblem(system: path)
        }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        var offset: off_t = 0
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if count < 0 { throw StartProblem(system: path) }
            if count == 0 { break }
            var done = 0
            while done < count {
                let written = pwrite(
                    descriptor, buffer.baseAddress.map { $0 + done }, count - done,
                    offset + off_t(done))
                if written <= 0 { throw StartProblem(system: path) }
                done += written
            }
            offset += off_t(count)
        }
        if fsync(descriptor) != 0 { throw StartProblem(system: path) }
    }

    /// Waits until the names of the files beside a database are on the disk: SQLite tries to, and
    /// passes over a failure.
    static func syncFolder(ofDatabase database: String) throws(StartProblem) {
        let path = real(database)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        let name = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
        let descriptor = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StartProblem(system: name) }
        defer { close(descriptor) }
        // Some file systems have nothing to sync there.
        if fsync(descriptor) != 0, errno != EINVAL { throw StartProblem(system: name) }
    }

    /// The path with links followed, beside which SQLite has its files too.
    private static func real(_ database: String) -> String {
        guard let real = realpath(database, nil) else { return database }
        defer { free(real) }
        return String(cString: real)
    }
}
