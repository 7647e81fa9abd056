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

    /// Writes what an earlier process left in the log once more, as it is, and syncs it. Until then
    /// it may be in the kernel's memory alone, where a process was killed before its sync or ended
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
        if !rewriteRun(descriptor) || fsync(descriptor) != 0 { throw StartProblem(system: path) }
    }

    /// Writes the frames of a log that will be read once more; false where that fails (`errno`).
    private static func rewriteRun(_ descriptor: Int32) -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        let header = UnsafeMutableRawBufferPointer(rebasing: buffer[..<LogRun.headerBytes])
        guard let headerBytes = read(descriptor, into: header, at: 0) else { return false }
        guard headerBytes == header.count, let run = LogRun(header: UnsafeRawBufferPointer(header))
        else { return true }
        if !write(header, to: descriptor, at: 0) { return false }
        var offset = header.count
        let many = buffer.count / run.frameBytes
        while true {
            let frames = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(many * run.frameBytes)])
            guard let bytes = read(descriptor, into: frames, at: offset) else { return false }
            let count = run.count(of: UnsafeRawBufferPointer(rebasing: frames[..<bytes]))
            let own = UnsafeMutableRawBufferPointer(rebasing: frames[..<(count * run.frameBytes)])
            if !write(own, to: descriptor, at: offset) { return false }
            offset += own.count
            if count < many { return true }
        }
    }

    /// How many bytes there are, up to as many as the buffer has; nil where reading fails.
    private static func read(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) -> Int? {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
                off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { break }
            done += count
        }
        return done
    }

    private static func write(
        _ buffer: UnsafeMutableRawBufferPointer, to descriptor: Int32, at offset: Int
    ) -> Bool {
        var done = 0
        while done < buffer.count {
            let count = pwrite(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
                off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            done += count
        }
        return true
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
