import Daemon
import Glibc

/// What people read.
enum Terminal {
    /// Writes text to standard output as it is; throws where that takes none of it.
    static func print(_ text: String) throws(StartProblem) {
        if let code = Descriptor.write(Array(text.utf8), to: STDOUT_FILENO) {
            throw StartProblem("standard output: \(String(cString: strerror(code)))")
        }
    }

    /// Whether standard output is a terminal whose reader has nothing against colours
    /// (no-color.org).
    static var isColoured: Bool {
        guard isatty(STDOUT_FILENO) == 1, !isDumb else { return false }
        return getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    }

    /// Whether standard error is a terminal on which a line can be written anew.
    static var takesBars: Bool { isatty(STDERR_FILENO) == 1 && !isDumb }

    /// Whether the terminal says that it knows no control sequences.
    private static var isDumb: Bool {
        getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    }

    /// How many columns the terminal on a descriptor has now; nil where it does not say.
    static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes a line to standard error; where that takes none there is nobody to tell.
    static func complain(_ line: String) {
        _ = Descriptor.write(Array("commentd: \(line)\n".utf8), to: STDERR_FILENO)
    }
}
