import CText

/// What text may stand in a comment, a name or a reason at all, whatever the rules say of it.
public enum TextPolicy {
    /// More combining marks than this in a row is no language's text.
    public static let maxCombiningMarks = 30

    /// What is wrong with text that people will read, or nil.
    ///
    /// Allowed are all scalars but the C0 and C1 controls and DEL (`\n` and `\t` stay), and runs of
    /// combining marks (general category M) up to `maxCombiningMarks`.
    public static func problem(of text: String) -> String? {
        var text = text
        return text.withUTF8(mayHaveProblem) ? scalarProblem(of: text) : nil
    }

    /// False where no byte can be part of what is forbidden, as in most texts.
    private static func mayHaveProblem(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.baseAddress.map { ctext_may_have_controls_or_marks($0, bytes.count) } ?? false
    }

    private static func scalarProblem(of text: String) -> String? {
        var marksInARow = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x20...0x7E: marksInARow = 0
            case 0..<0x20, 0x7F...0x9F: return "must not contain control characters"
            case 0..<0x300: marksInARow = 0
            default:
                marksInARow = isMark(scalar) ? marksInARow + 1 : 0
                if marksInARow > maxCombiningMarks {
                    return "must not have over \(maxCombiningMarks) combining marks in a row"
                }
            }
        }
        return nil
    }

    /// Text as the policy takes it: line ends as `\n`, no controls, and no more than
    /// `maxCombiningMarks` combining marks in a row. For what comes from elsewhere, whose author
    /// cannot be asked to write it otherwise.
    public static func cleaned(_ text: String) -> String {
        guard mayNeedCleaning(text) else { return text }
        var cleaned = String.UnicodeScalarView()
        var marksInARow = 0
        var isBehindReturn = false
        for scalar in text.unicodeScalars {
            defer { isBehindReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0A where isBehindReturn: continue
            case 0x0D:
                cleaned.append("\n")
                marksInARow = 0
                continue
            case 0x09, 0x0A: break
            case 0..<0x20, 0x7F...0x9F: continue
            default: break
            }
            marksInARow = scalar.value >= 0x300 && isMark(scalar) ? marksInARow + 1 : 0
            if marksInARow <= maxCombiningMarks { cleaned.append(scalar) }
        }
        return String(cleaned)
    }

    /// False where no byte can be part of what the policy forbids: most texts.
    private static func mayNeedCleaning(_ text: String) -> Bool {
        text.utf8.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 >= 0xC2 }
    }

    /// A name without the characters that turn the direction of writing (UAX #9: embeddings,
    /// overrides, isolates): what stands behind it in a line would turn with it.
    public static func withoutTurns(_ name: String) -> String {
        // All begin with this byte, and few names have it.
        guard name.utf8.contains(0xE2) else { return name }
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { !isTurn($0.value) }))
    }

    private static func isTurn(_ value: UInt32) -> Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }

    /// Whether a reader would see nothing: white space and invisible characters only.
    public static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint
        }
    }

    /// What is wrong with a name that machines compare (an id, a key, a page's name), or nil.
    public static func problem(ofIdentifier text: String) -> String? {
        // C1 controls are the byte 0xC2 and one up to 0x9F: a thousand names may come at once.
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x7F || last == 0xC2 && byte < 0xA0 {
                return "must not contain control characters"
            }
            last = byte
        }
        return nil
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
