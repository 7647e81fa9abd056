import CICU

/// Text in columns, as a terminal shows it: Korean and Japanese letters take two.
enum TextLayout {
    /// How many columns a text takes.
    static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(cicu_columns($1.value)) }
    }

    /// The text cut to so many columns, with `…` where something is missing.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var kept = ""
        for letter in text {
            if width(kept) + width(String(letter)) >= columns { break }
            kept.append(letter)
        }
        return kept + "…"
    }

    /// The text in exactly so many columns, with its rest on the right or on the left.
    static func pad(_ text: String, to columns: Int, isRight: Bool = false) -> String {
        let text = cut(text, to: columns)
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return isRight ? space + text : text + space
    }

    /// Lines of at most so many columns, broken at spaces where there are some.
    static func wrap(_ text: String, to columns: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            wrapLine(line, max(8, columns))
        }
    }

    private static func wrapLine(_ line: Substring, _ columns: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in line.split(separator: " ", omittingEmptySubsequences: true) {
            let wide = width(word)
            if used > 0, used + 1 + wide <= columns {
                current += " " + word
                used += 1 + wide
                continue
            }
            if used > 0 { lines.append(current) }
            current = ""
            used = 0
            for letter in word {
                let step = width(String(letter))
                if used + step > columns {
                    lines.append(current)
                    current = ""
                    used = 0
                }
                current.append(letter)
                used += step
            }
        }
        lines.append(current)
        return lines
    }

    /// The text as a part of one line: nothing in it begins another or turns its order around.
    static func cell(_ text: String) -> String {
        plain(text).replacing("\n", with: " ")
    }

    /// The text without what would steer a terminal, whatever has brought it into a database:
    /// control characters, and those that turn a line around (UAX #9).
    static func plain(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C: continue
            case 0x09: kept.append(" ")
            case 0x0A: kept.append(scalar)
            case 0..<0x20, 0x7F...0x9F: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }
}
