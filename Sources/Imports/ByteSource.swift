import Glibc

/// Bytes that come one part after the other.
protocol ByteSource: AnyObject {
    /// Fills a buffer as far as there is something, and says how far; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportProblem) -> Int
    /// How many bytes of the file have been read, packed as they are there.
    var position: Int { get }
}

/// A part of a file, read through a descriptor that others may have moved.
final class FileBytes: ByteSource {
    private let descriptor: Int32
    private let start: Int
    private let end: Int
    private var offset: Int

    var position: Int { offset }

    init(_ descriptor: Int32, from start: Int = 0, to end: Int) {
        self.descriptor = descriptor
        (self.start, self.end, offset) = (start, end, start)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportProblem) -> Int {
        let wanted = min(buffer.count, end - offset)
        guard wanted > 0 else { return 0 }
        while true {
            let count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ImportProblem("cannot be read: \(String(cString: strerror(errno)))")
            }
            offset += count
            return count
        }
    }
}

/// Hands out another source's bytes one by one, and tells where it is.
struct ByteReader {
    private static let bufferBytes = 256 << 10

    private let source: any ByteSource
    private var buffer: [UInt8]
    private var next = 0
    private var end = 0
    /// Of the byte that `peek` shows, counted from 1.
    private(set) var line = 1
    private(set) var column = 1

    init(_ source: any ByteSource) {
        self.source = source
        buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
    }

    /// The next byte, which stays; nil at the end.
    mutating func peek() throws(ImportProblem) -> UInt8? {
        if next == end {
            next = 0
            end = try fill()
        }
        return next < end ? buffer[next] : nil
    }

    private mutating func fill() throws(ImportProblem) -> Int {
        var problem: ImportProblem?
        let source = source
        let count = buffer.withUnsafeMutableBytes { bytes in
            do throws(ImportProblem) { return try source.read(into: bytes) } catch {
                problem = error
                return 0
            }
        }
        if let problem { throw problem }
        return count
    }

    /// Goes on behind the byte that `peek` shows.
    mutating func skip() {
        if buffer[next] == 0x0A {
            line += 1
            column = 1
        } else {
            column += 1
        }
        next += 1
    }

    /// A problem at this place.
    func problem(_ message: String) -> ImportProblem {
        ImportProblem(message, line: line, column: column)
    }
}

/// Cuts bytes into lines.
struct LineReader {
    /// The most bytes of a line.
    static let maxLineBytes = 64 << 20

    private static let bufferBytes = 256 << 10
    private let source: any ByteSource
    private var buffer: [UInt8]
    private var next = 0
    private var end = 0
    /// Of the line that was given last, counted from 1.
    private(set) var number = 0

    init(_ source: any ByteSource) {
        self.source = source
        buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
    }

    /// The next line that is not blank, without its end; nil after the last.
    mutating func nextLine() throws(ImportProblem) -> [UInt8]? {
        while let line = try anyLine() {
            if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return line }
        }
        return nil
    }

    private mutating func anyLine() throws(ImportProblem) -> [UInt8]? {
        var line: [UInt8] = []
        number += 1
        while true {
            if next == end {
                (next, end) = (0, 0)
                var problem: ImportProblem?
                let source = source
                end = buffer.withUnsafeMutableBytes { bytes in
                    do throws(ImportProblem) { return try source.read(into: bytes) } catch {
                        problem = error
                        return 0
                    }
                }
                if let problem { throw problem }
                guard end > 0 else { return line.isEmpty ? nil : line }
            }
            let (from, count) = (next, end - next)
            let found = buffer.withUnsafeBytes { bytes -> Int? in
                guard let start = bytes.baseAddress else { return nil }
                return memchr(start + from, 0x0A, count).map { UnsafeRawPointer($0) - start }
            }
            line += buffer[next..<(found ?? end)]
            next = found.map { $0 + 1 } ?? end
            guard line.count <= Self.maxLineBytes else {
                throw ImportProblem("over \(Self.maxLineBytes) bytes", line: number)
            }
            if found != nil { return line }
        }
    }
}
