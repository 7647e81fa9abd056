import Glibc

/// Counts the replies in a stream of bytes, and how many of them are errors.
struct ReplyScanner: Sendable {
    /// Replies that ended in some bytes.
    struct Found: Equatable {
        var replies = 0
        var errors = 0
    }

    /// Of a reply so many bytes are looked at: the mark of an error stands near its beginning,
    /// and a page of comments is long.
    private static let openingBytes = 96
    /// Of the first error so many bytes are kept.
    private static let errorBytes = 300

    private let mark: StaticString
    /// The beginning of a reply that has not ended yet.
    private var opening: [UInt8] = []
    /// The first reply that was an error.
    private(set) var firstError: String?

    /// `mark`: what an error has and no other reply, near the beginning.
    init(errorMark mark: StaticString) { self.mark = mark }

    /// Takes the next bytes of the stream.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Found {
        var found = Found()
        guard let base = bytes.baseAddress else { return found }
        var start = 0
        while start < bytes.count, let newline = memchr(base + start, 0x0A, bytes.count - start) {
            let end = UnsafeRawPointer(newline) - base
            let line = UnsafeRawBufferPointer(start: base + start, count: end - start)
            found.replies += 1
            if finish(line) { found.errors += 1 }
            start = end + 1
        }
        keep(UnsafeRawBufferPointer(start: base + start, count: bytes.count - start))
        return found
    }

    /// Whether the reply that ends with this is an error.
    private mutating func finish(_ end: UnsafeRawBufferPointer) -> Bool {
        if opening.isEmpty { return judge(end) }
        keep(end)
        let line = opening
        opening.removeAll(keepingCapacity: true)
        return line.withUnsafeBytes { judge($0) }
    }

    private mutating func judge(_ line: UnsafeRawBufferPointer) -> Bool {
        guard Self.holds(mark, in: line) else { return false }
        if firstError == nil {
            firstError = String(decoding: line.prefix(Self.errorBytes), as: UTF8.self)
        }
        return true
    }

    private mutating func keep(_ part: UnsafeRawBufferPointer) {
        let room = Self.openingBytes - opening.count
        if room > 0, !part.isEmpty { opening += part.prefix(room) }
    }

    private static func holds(_ mark: StaticString, in line: UnsafeRawBufferPointer) -> Bool {
        guard let base = line.baseAddress else { return false }
        let length = mark.utf8CodeUnitCount
        let last = min(line.count, openingBytes) - length
        guard last >= 0 else { return false }
        let first = mark.utf8Start.pointee
        for place in 0...last where line[place] == first {
            if memcmp(base + place, mark.utf8Start, length) == 0 { return true }
        }
        return false
    }
}
