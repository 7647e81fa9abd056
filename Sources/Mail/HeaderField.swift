/// Header fields of a mail: whatever goes in, nothing begins a line of its own.
enum HeaderField {
    /// A line has at most so many characters where it can be folded (RFC 5322, section 2.1.1).
    private static let maxColumns = 76
    /// An encoded word has at most 75 characters (RFC 2047, section 2), of which these stand around
    /// its letters.
    private static let frame = "=?UTF-8?B??=".utf8.count

    /// `Name: text`, for text that people read.
    static func text(_ name: String, _ text: String) -> String {
        let text = oneLine(text)
        let start = "\(name): "
        if isPlain(text), start.utf8.count + text.utf8.count <= maxColumns { return start + text }
        return start + encodedWords(text, from: start.utf8.count)
    }

    /// `Name: A Name <address>`; the address must be one that `MailAddress` takes.
    static func mailbox(_ name: String, _ displayName: String, _ address: MailAddress) -> String {
        let display = oneLine(displayName)
        let start = "\(name): "
        if display.isEmpty { return start + address.text }
        let phrase = phrase(display, from: start.utf8.count)
        let column = phrase.split(separator: "\n").last.map { $0.utf8.count } ?? 0
        let isFirst = !phrase.contains("\n")
        let used = column + (isFirst ? start.utf8.count : 0)
        let gap = used + address.text.utf8.count + 3 > maxColumns ? "\n " : " "
        return "\(start)\(phrase)\(gap)<\(address.text)>"
    }

    /// Text as one line: runs of white space and controls are a space, and what turns the order of
    /// letters around (UAX #9) is left out.
    static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        var isSpaced = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: continue
            case 0...0x20, 0x7F...0xA0, 0x2028, 0x2029: isSpaced = true
            default:
                if isSpaced, !line.isEmpty { line.append(" ") }
                isSpaced = false
                line.append(scalar)
            }
        }
        return String(line)
    }

    /// Whether text stands for itself: ASCII that looks like no encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("=?")
    }

    private static func phrase(_ text: String, from column: Int) -> String {
        guard isPlain(text), text.utf8.count <= 60 else {
            return encodedWords(text, from: column)
        }
        let isAtoms = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x2D, 0x5F, 0x27: true
            default: false
            }
        }
        if isAtoms { return text }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// Encoded words that hold whole letters each, on lines of their own but for the first.
    private static func encodedWords(_ text: String, from column: Int) -> String {
        var words: [String] = []
        var held: [UInt8] = []
        func room() -> Int {
            let most = words.isEmpty ? min(75, maxColumns - column) : 75
            return max(12, (most - frame) / 4 * 3)
        }
        func flush() {
            guard !held.isEmpty else { return }
            let letters = String(decoding: Base64.letters(of: held), as: UTF8.self)
            words.append("=?UTF-8?B?\(letters)?=")
            held = []
        }
        func take(_ bytes: [UInt8]) {
            if held.count + bytes.count > room() { flush() }
            held += bytes
        }
        for letter in text {
            let bytes = Array(letter.utf8)
            if bytes.count <= 24 {
                take(bytes)
            } else {
                // A letter with many marks: its parts are whole characters still.
                for scalar in letter.unicodeScalars { take(Array(String(scalar).utf8)) }
            }
        }
        flush()
        return words.joined(separator: "\n ")
    }
}
