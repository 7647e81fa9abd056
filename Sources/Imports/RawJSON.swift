/// The bytes of one value of JSON, as far as they were read: its end is found by brackets and
/// quotes alone. Control characters, which a string cannot hold, are left out: written out all but
/// tabs and the ends of lines, and NUL also as `\\u0000`.
struct RawJSON {
    private(set) var bytes: [UInt8] = []
    /// Whether its end was read. A number has none of its own.
    private(set) var isWhole = false
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Where an escape of four digits begins that is being read.
    private var escape: Int?

    private static let escapeOfNUL: [UInt8] = [0x5C, 0x75, 0x30, 0x30, 0x30, 0x30]

    /// Whether nothing of it is open.
    var isClosed: Bool { !isInString && depth == 0 }

    /// Whether a byte is behind its end.
    func ends(before byte: UInt8) -> Bool {
        guard isClosed else { return false }
        return [0x2C, 0x7D, 0x5D, 0x20, 0x09, 0x0A, 0x0D].contains(byte)
    }

    /// Adds a byte, and keeps it where that is wanted; true where a control character was left out.
    mutating func take(_ byte: UInt8, keeps: Bool) -> Bool {
        if isInString { return takeInString(byte, keeps: keeps) }
        if keeps { bytes.append(byte) }
        switch byte {
        case 0x22: isInString = true
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D:
            depth -= 1
            isWhole = depth == 0
        default: break
        }
        return false
    }

    private mutating func takeInString(_ byte: UInt8, keeps: Bool) -> Bool {
        if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { return keeps }
        if keeps { bytes.append(byte) }
        if isEscaped {
            isEscaped = false
            if keeps, byte == 0x75 { escape = bytes.count - 2 }
        } else if byte == 0x5C {
            isEscaped = true
        } else if byte == 0x22 {
            isInString = false
            isWhole = depth == 0
        }
        guard let start = escape, bytes.count >= start + 6 else { return false }
        escape = nil
        guard bytes[start...].elementsEqual(Self.escapeOfNUL) else { return false }
        bytes.removeSubrange(start...)
        return true
    }
}
