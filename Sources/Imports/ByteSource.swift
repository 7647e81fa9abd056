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
    private var isAtStart = true
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
            // A byte order mark is no part of what is read.
            if isAtStart, buffer[..<end].starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
            isAtStart = false
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

/// Whole lines of a file, many at once.
package struct LineBlock: Sendable {
    /// The lines, each but perhaps the last with its end.
    package let bytes: [UInt8]
    /// The number of the first of them, counted from 1.
    package let firstLine: Int
    /// How many bytes of the file had been read then, packed as they are there.
    package let position: Int
}

/// Cuts bytes into blocks of whole lines.
struct LineBlocks {
    /// The most bytes of a line.
    static let maxLineBytes = 64 << 20
    /// About so many bytes make a block.
    private static let blockBytes = 256 << 10
    private static let noBytes = [UInt8](repeating: 0, count: blockBytes)

    private let source: any ByteSource
    /// What was read behind the last block's end.
    private var rest: [UInt8] = []
    private var nextLine = 1
    private var isAtEnd = false

    init(_ source: any ByteSource) { self.source = source }

    /// The next block; nil after the last.
    mutating func next() throws(ImportProblem) -> LineBlock? {
        var bytes = rest
        rest = []
        // Of what was looked through no byte is looked at again, however long the line is.
        var searched = 0
        while !isAtEnd {
            if let end = Self.lastLineEnd(in: bytes, from: searched) {
                rest = Array(bytes[end...])
                bytes.removeSubrange(end...)
                break
            }
            searched = bytes.count
            guard searched <= Self.maxLineBytes else {
                throw ImportProblem("over \(Self.maxLineBytes) bytes", line: nextLine)
            }
            try read(to: &bytes)
        }
        guard !bytes.isEmpty else { return nil }
        let block = LineBlock(bytes: bytes, firstLine: nextLine, position: source.position)
        nextLine += bytes.count { $0 == 0x0A }
        return block
    }

    /// Behind the last line that ends in what was read.
    private static func lastLineEnd(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            var end = bytes.count
            while end > start, bytes[end - 1] != 0x0A { end -= 1 }
            return end > start ? end : nil
        }
    }

    private mutating func read(to bytes: inout [UInt8]) throws(ImportProblem) {
        let start = bytes.count
        bytes += Self.noBytes
        var problem: ImportProblem?
        let source = source
        let count = bytes.withUnsafeMutableBytes { bytes in
            do throws(ImportProblem) {
                return try source.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            } catch {
                problem = error
                return 0
            }
        }
        if let problem { throw problem }
        bytes.removeSubrange((start + count)...)
        isAtEnd = count == 0
    }
}
