import Glibc

/// A file to be imported, packed or not, that can be read several times.
package final class ImportFile {
    /// As it was given.
    package let name: String
    /// How many bytes the file has, as it lies there.
    package let size: Int
    private let descriptor: Int32
    private var current: (any ByteSource)?

    /// Opens a file; `-` is standard input, which is copied to a file of no name first, so that it
    /// can be looked at whole before any of it is written. That stands where `TMPDIR` says. It is
    /// waited for no longer once `stop`, a descriptor, becomes readable.
    package init(_ path: String, stop: Int32 = -1) throws(ImportProblem) {
        let opened =
            try path == "-" ? Self.spooled(stop: stop) : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        name = path == "-" ? "standard input" : path
        guard opened >= 0 else { throw Self.problem(name, errno) }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw Self.problem(name, "is no file; give - and hand it to standard input")
        }
        descriptor = opened
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// How many bytes of the file have been read since it was opened last.
    package var position: Int { current?.position ?? 0 }

    /// The bytes from the start, unpacked where the first of them say gzip or zip.
    func open() throws(ImportProblem) -> any ByteSource {
        var magic = [UInt8](repeating: 0, count: 4)
        let count = pread(descriptor, &magic, 4, 0)
        let source: any ByteSource
        if count >= 2, magic[0] == 0x1F, magic[1] == 0x8B {
            source = try InflatedBytes(FileBytes(descriptor, to: size), isRaw: false)
        } else if count == 4, magic[0] == 0x50, magic[1] == 0x4B, magic[2] < 0x10 {
            source = try ZipFile.open(descriptor, size: size)
        } else {
            source = FileBytes(descriptor, to: size)
        }
        current = source
        return source
    }

    private static func problem(_ name: String, _ code: Int32) -> ImportProblem {
        problem(name, String(cString: strerror(code)))
    }

    private static func problem(_ name: String, _ message: String) -> ImportProblem {
        var problem = ImportProblem(message)
        problem.file = name
        return problem
    }

    /// Waits for standard input; false where it is to be waited for no longer.
    private static func isReady(stop: Int32) -> Bool {
        var polled = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&polled, 2, -1) < 0, errno == EINTR {}
        return polled[1].revents == 0
    }

    private static func spooled(stop: Int32) throws(ImportProblem) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array("\(folder)/commentd-import-XXXXXX".utf8CString)
        let spool = mkstemp(&path)
        guard spool >= 0 else { throw problem(folder, errno) }
        _ = fcntl(spool, F_SETFD, FD_CLOEXEC)
        unlink(path)
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            guard isReady(stop: stop) else {
                close(spool)
                throw problem("standard input", "not read to its end; nothing was written")
            }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            var rest = buffer[..<max(0, count)]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(spool, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    let code = errno
                    close(spool)
                    throw problem(folder, code)
                }
                rest = rest.dropFirst(written)
            }
            if count == 0 { return spool }
            if count < 0 {
                close(spool)
                throw problem("standard input", errno)
            }
        }
    }
}

/// The lines of an export, for one thread at a time.
package struct ArchiveFile {
    private let file: ImportFile
    private var blocks: LineBlocks

    package init(_ file: ImportFile) throws(ImportProblem) {
        self.file = file
        do throws(ImportProblem) { blocks = LineBlocks(try file.open()) } catch {
            throw error.inFile(file.name)
        }
    }

    /// The file's name as it was given.
    package var name: String { file.name }

    /// The next lines; nil after the last.
    package mutating func next() throws(ImportProblem) -> LineBlock? {
        do throws(ImportProblem) { return try blocks.next() } catch {
            throw error.inFile(file.name)
        }
    }
}

extension LineBlock {
    /// Hands over each line that is not blank, with its number, until one is wrong; what is wrong
    /// with that says which line it is.
    package func read(
        _ take: (ArchiveLine, _ number: Int) -> Void
    ) throws(ImportProblem) {
        var (number, start) = (firstLine, 0)
        while start < bytes.count {
            let end = lineEnd(from: start)
            do throws(ImportProblem) {
                let line = bytes[start..<end]
                if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                    take(try ArchiveLine(line), number)
                }
            } catch {
                throw error.atLine(number)
            }
            (number, start) = (number + 1, end + 1)
        }
    }

    private func lineEnd(from start: Int) -> Int {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = memchr(base + start, 0x0A, bytes.count - start)
            else { return bytes.count }
            return UnsafeRawPointer(found) - base
        }
    }
}

extension ImportProblem {
    /// The same, in a file where it names none.
    package func inFile(_ name: String) -> ImportProblem {
        var problem = self
        if problem.file.isEmpty { problem.file = name }
        return problem
    }

    /// The same, at a line where it names none.
    package func atLine(_ number: Int) -> ImportProblem {
        var problem = self
        if problem.line == 0 { problem.line = number }
        return problem
    }
}

extension ArchiveLine {
    /// What an import counts it as.
    package var kind: String {
        switch self {
        case .site: "sites"
        case .rules: "sets of rules"
        case .thread: "threads"
        case .person: "persons"
        case .sanction: "sanctions"
        case .comment: "comments"
        case .revision: "revisions"
        case .vote: "votes"
        case .decision: "decisions"
        case .flag: "flags"
        case .waiting: "cases"
        case .subscription: "subscriptions"
        case .other(let type): type
        }
    }
}
