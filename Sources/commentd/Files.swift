import Daemon
import Glibc

/// The few files that commands read and write.
enum Files {
    /// What a file holds, up to so many bytes; nil where it cannot be read.
    static func bytes(of path: String, most: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while bytes.count < most {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }

    /// Writes a file anew.
    static func write(_ text: String, to path: String) throws(StartProblem) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw problem(path, errno) }
        defer { close(file) }
        if let code = Descriptor.write(Array(text.utf8), to: file) { throw problem(path, code) }
    }

    /// Makes a folder unless it is there.
    static func makeFolder(_ path: String) throws(StartProblem) {
        if mkdir(path, 0o777) != 0, errno != EEXIST { throw problem(path, errno) }
    }

    private static func problem(_ path: String, _ code: Int32) -> StartProblem {
        StartProblem("\(path): \(String(cString: strerror(code)))")
    }
}
