/// Writes compact UTF-8 JSON into a byte buffer, in the order of the calls.
///
/// The hot way out of the daemon: no tree is built, and bytes go into memory of the writer's own,
/// without an array's checks for each. Commas are the writer's affair; balancing `open` and `close`
/// is the caller's.
public struct JSONWriter: ~Copyable {
    @usableFromInline var start: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var count = 0
    @usableFromInline var needsComma = false

    /// Room for `capacity` bytes, at least 64, which doubles as it is used up.
    public init(capacity: Int = 512) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// The most bytes of a buffer that is used again.
    private static let maxKeptBytes = 256 << 10

    /// Begins anew, in the same buffer unless that has grown large.
    public mutating func reset() {
        (count, needsComma) = (0, false)
        guard capacity > Self.maxKeptBytes else { return }
        start.deallocate()
        capacity = 512
        start = .allocate(capacity: capacity)
    }

    /// How many bytes were written so far.
    public var length: Int { count }

    /// What was written so far.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// Two parts of what was written so far, one behind the other.
    public func bytes(_ first: Range<Int>, _ second: Range<Int>) -> [UInt8] {
        let all = UnsafeBufferPointer(start: start, count: count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(first.count + second.count)
        bytes += all[first]
        bytes += all[second]
        return bytes
    }

    /// Writes a member's name; the next call writes its value. Inlined, so that a name's bytes are
    /// a store or two rather than a call: there are a thousand in a page.
    @inlinable @inline(__always)
    public mutating func name(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        reserve(length + 4)
        separate()
        let place = start + count
        place[0] = 0x22
        (place + 1).update(from: name.utf8Start, count: length)
        place[length + 1] = 0x22
        place[length + 2] = 0x3A
        count += length + 3
        needsComma = false
    }

    /// Writes members that are the same each time, as JSON has them between braces.
    @inlinable @inline(__always)
    public mutating func members(_ text: StaticString) {
        separate()
        plainPiece(text)
    }

    /// Writes members that stand ready, as JSON has them between braces.
    public mutating func members(_ bytes: UnsafeBufferPointer<UInt8>) {
        separate()
        append(bytes)
    }

    /// Writes a member's name that is not known when the program is built.
    public mutating func name(dynamic name: String) {
        string(name)
        append(0x3A)
        needsComma = false
    }

    /// Opens an object, which needs its closing.
    public mutating func openObject() { open(0x7B) }
    /// Closes the object that was opened last.
    public mutating func closeObject() { close(0x7D) }
    /// Opens an array, which needs its closing.
    public mutating func openArray() { open(0x5B) }
    /// Closes the array that was opened last.
    public mutating func closeArray() { close(0x5D) }

    /// Writes the first of JSON's three words.
    public mutating func null() { literal("null") }
    /// The other two of them.
    @inlinable
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes an integer's digits.
    public mutating func integer(_ value: Int) {
        separate()
        // Most counts are small.
        if 0...9 ~= value { return append(0x30 + UInt8(truncatingIfNeeded: value)) }
        if value < 0 { append(0x2D) }
        digits(value.magnitude, atLeast: 1)
    }

    /// Writes the shortest digits that read back as the same double; JSON has no infinities and no
    /// NaN, so those stand as `null`.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        if value == value.rounded(), abs(value) < 1e15 { return integer(Int(value)) }
        separate()
        var text = value.description
        text.withUTF8 { append($0) }
    }

    /// Writes text, escaped as RFC 8259 section 7 asks and no further.
    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { string(utf8: $0) }
    }

    /// Writes text that is valid UTF-8.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        append(0x22)
        escape(text)
        append(0x22)
    }

    /// Writes bytes that are one whole JSON value already.
    public mutating func raw(_ value: some Collection<UInt8>) {
        separate()
        if value.withContiguousStorageIfAvailable({ append($0) }) == nil {
            for byte in value { append(byte) }
        }
    }

    /// Writes a value read from outside.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements):
            openArray()
            for element in elements { self.value(element) }
            closeArray()
        case .object(let object):
            openObject()
            for member in object.members {
                name(dynamic: member.name)
                self.value(member.value)
            }
            closeObject()
        }
    }
}

/// The parts that values are made of. Within a string that was opened, none of these puts a comma.
extension JSONWriter {
    /// Begins text that follows in pieces.
    public mutating func openString() {
        separate()
        append(0x22)
    }

    /// Ends text that was given in pieces.
    public mutating func closeString() { append(0x22) }

    /// Writes a piece of text, escaped.
    public mutating func piece(_ text: UnsafeBufferPointer<UInt8>) { escape(text) }

    /// Writes a piece of text that has nothing to escape.
    @inlinable @inline(__always)
    public mutating func plainPiece(_ text: StaticString) {
        append(text.utf8Start, text.utf8CodeUnitCount)
    }

    /// Writes a number's digits, with zeros before them where there are fewer than `least`.
    public mutating func digits(_ value: UInt, atLeast least: Int) {
        reserve(20)
        var rest = value
        var length = 1
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        length = max(length, least)
        rest = value
        for at in stride(from: count + length - 1, through: count, by: -1) {
            start[at] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        }
        count += length
    }

    /// Writes up to `most` bytes that need no escape, straight into the buffer; `write` gives how
    /// many they are.
    public mutating func plain(most: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
        reserve(most)
        count += min(most, write(start + count))
    }

    /// Writes bytes that need no escape straight into a buffer of so many; `write` gives how many
    /// they are. False, with nothing written, where it gives none: there was no room.
    public mutating func plain(
        most: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) throws -> Int?
    ) rethrows -> Bool {
        reserve(most)
        let buffer = UnsafeMutableBufferPointer(start: start + count, count: most)
        guard let length = try write(buffer) else { return false }
        count += min(most, length)
        return true
    }

    /// Writes one byte that needs no escape.
    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    @inlinable
    mutating func literal(_ text: StaticString) {
        separate()
        plainPiece(text)
    }

    @inlinable @inline(__always)
    mutating func separate() {
        if needsComma { append(0x2C) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        append(bracket)
        needsComma = true
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        append(source, bytes.count)
    }

    @inlinable @inline(__always)
    mutating func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
        reserve(length)
        (start + count).update(from: source, count: length)
        count += length
    }

    /// Where the next byte goes, so many of them having room there.
    @inline(__always)
    mutating func room(for most: Int) -> UnsafeMutablePointer<UInt8> {
        reserve(most)
        return start + count
    }

    /// Takes what was written up to `place`, within the room given, into the text.
    @inline(__always)
    mutating func setEnd(_ place: UnsafeMutablePointer<UInt8>) { count = place - start }

    @inlinable @inline(__always)
    mutating func reserve(_ room: Int) {
        if count + room > capacity { grow(room) }
    }

    @usableFromInline
    mutating func grow(_ room: Int) {
        let larger = max(capacity * 2, count + room)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        (start, capacity) = (moved, larger)
    }
}
