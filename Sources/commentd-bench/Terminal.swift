import Glibc

/// What people read.
enum Terminal {
    /// Writes text to standard output as it is.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes a line to standard error: progress, and what went wrong.
    static func complain(_ line: String) { write("commentd-bench: \(line)\n", to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

/// The error of the system's call that failed last.
enum SystemError {
    static var text: String { String(cString: strerror(errno)) }
}
