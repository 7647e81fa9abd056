/// How a part's text travels in lines of at most 76 characters of ASCII (RFC 2045, section 6).
enum BodyEncoding: String {
    case quotedPrintable = "quoted-printable"
    case base64

    /// The shorter one for a text: that of letters for text that is mostly not ASCII.
    init(for text: String) {
        let bytes = text.utf8
        let foreign = bytes.reduce(0) { $0 + ($1 >= 0x80 ? 1 : 0) }
        self = foreign * 6 > bytes.count ? .base64 : .quotedPrintable
    }

    /// The text, encoded, with `\n` at the end of each line.
    func encode(_ text: String) -> [UInt8] {
        switch self {
        case .quotedPrintable: Self.quoted(text)
        case .base64: Self.lettered(text)
        }
    }

    private static let maxColumns = 76

    private static func lettered(_ text: String) -> [UInt8] {
        // Text travels with the line ends of mail, whatever carries it.
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        var lines: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: maxColumns / 4 * 3) {
            let end = min(bytes.count, start + maxColumns / 4 * 3)
            lines += Base64.letters(of: bytes[start..<end])
            lines.append(0x0A)
        }
        return lines
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var lines: [UInt8] = []
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            quote(Array(line), into: &lines)
            lines.append(0x0A)
        }
        return lines
    }

    private static func quote(_ line: [UInt8], into lines: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        var column = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let isPlain =
                switch byte {
                case 0x20, 0x09: !isLast
                case 0x3D: false
                // What some carriers take for something else at the start of a line.
                case 0x2D, 0x2E, 0x46: column > 0
                default: byte > 0x20 && byte < 0x7F
                }
            let width = isPlain ? 1 : 3
            if column + width > maxColumns - 1 {
                lines += [0x3D, 0x0A]
                column = 0
            }
            if isPlain {
                lines.append(byte)
            } else {
                lines += [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            column += width
        }
    }
}
