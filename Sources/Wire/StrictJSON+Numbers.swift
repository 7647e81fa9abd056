extension StrictJSON {
    /// The text with every number that Jansson cannot hold written as 1e308, in as many bytes: a
    /// number that no integer and no bounded fraction can be.
    static func tamed(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var inString = false
        var isEscaped = false
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            var next = at + 1
            if inString {
                if !isEscaped, byte == 0x22 { inString = false }
                isEscaped = !isEscaped && byte == 0x5C
            } else if byte == 0x22 {
                inString = true
            } else if isNumberByte(byte) {
                next = bytes[at...].firstIndex { !isNumberByte($0) } ?? bytes.count
                if overflows(bytes[at..<next]) {
                    result.replaceSubrange(at..<next, with: hugeNumber(bytes: next - at))
                }
            }
            at = next
        }
        return result
    }

    /// 1e308 in so many bytes; the shortest number that overflows, `1e309`, has 5.
    private static func hugeNumber(bytes count: Int) -> [UInt8] {
        switch count {
        case ...5: Array("1e308".utf8)
        case 6: Array("10e307".utf8)
        default: Array("1.\(String(repeating: "0", count: count - 6))e308".utf8)
        }
    }

    /// Whether the bytes are one number, and one past what Jansson holds.
    private static func overflows(_ digits: ArraySlice<UInt8>) -> Bool {
        guard isNumber(digits) else { return false }
        let text = String(decoding: digits, as: UTF8.self)
        if digits.contains(where: { $0 == 0x2E || $0 | 0x20 == 0x65 }) {
            return Double(text)?.isInfinite ?? false
        }
        return digits.count > 18 && Int64(text) == nil
    }

    /// RFC 8259 section 6: Swift reads more than that as a number.
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        if rest.first == 0x2D { rest.removeFirst() }
        let startsWithZero = rest.first == 0x30
        let whole = dropDigits(&rest)
        if whole == 0 || (startsWithZero && whole > 1) { return false }
        if rest.first == 0x2E {
            rest.removeFirst()
            if dropDigits(&rest) == 0 { return false }
        }
        if let letter = rest.first, letter | 0x20 == 0x65 {
            rest.removeFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
            if dropDigits(&rest) == 0 { return false }
        }
        return rest.isEmpty
    }

    /// How many digits stood at the front.
    private static func dropDigits(_ text: inout ArraySlice<UInt8>) -> Int {
        let count = text.prefix { (0x30...0x39).contains($0) }.count
        text.removeFirst(count)
        return count
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }
}
