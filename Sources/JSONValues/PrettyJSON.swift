/// Compact JSON over several lines, two spaces a level, for people. `bytes` must be valid JSON; an
/// empty array or object stays on its line.
public func prettyJSON(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var pretty: [UInt8] = []
    var depth = 0
    var isInString = false
    var isEscaped = false
    /// The last byte outside of white space.
    var last: UInt8 = 0
    func newLine() -> [UInt8] { [0x0A] + Array(repeating: 0x20, count: 2 * depth) }
    for byte in bytes {
        defer { last = byte }
        if isInString {
            pretty.append(byte)
            if !isEscaped, byte == 0x22 { isInString = false }
            isEscaped = !isEscaped && byte == 0x5C
            continue
        }
        let closes = byte == 0x5D || byte == 0x7D
        if closes { depth -= 1 }
        let isAfterOpening = last == 0x5B || last == 0x7B
        if closes != isAfterOpening { pretty += newLine() }
        pretty.append(byte)
        switch byte {
        case 0x22: isInString = true
        case 0x5B, 0x7B: depth += 1
        case 0x2C: pretty += newLine()
        case 0x3A: pretty.append(0x20)
        default: break
        }
    }
    return pretty
}

/// Each line of compact JSON made pretty.
@Sendable public func prettyLines(_ lines: [UInt8]) -> [UInt8] {
    lines.split(separator: 0x0A).flatMap { prettyJSON($0) + [0x0A] }
}
