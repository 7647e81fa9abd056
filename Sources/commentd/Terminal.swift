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
        guard isatty(STDOUT_FILENO) == 1 else { return false }
        let (none, kind) = (getenv("NO_COLOR"), getenv("TERM"))
        return none.map { $0.pointee == 0 } ?? true
            && kind.map { String(cString: $0) != "dumb" } ?? true
    }

    /// Writes a line to standard error; where that takes none there is nobody to tell.
    static func complain(_ line: String) {
        _ = Descriptor.write(Array("commentd: \(line)\n".utf8), to: STDERR_FILENO)
    }
}
