/// HTML's character references (`&#102;`, `&#x66;`, `&eacute;`), which a page may show as the
/// characters that they name.
///
/// All numbers are known, and of the names those that hide or accent letters or stand for markup.
enum CharacterReferences {
    /// The text with its references decoded, and for each code point of it those of the body that
    /// it was written with; nil where there are none.
    static func decoded(_ body: String) -> (text: String, origins: [Range<UInt32>])? {
        let has = body.utf8.withContiguousStorageIfAvailable { $0.contains(ampersand) }
        guard has ?? body.utf8.contains(ampersand) else { return nil }
        let bytes = Array(body.utf8)
        var text = String.UnicodeScalarView()
        var origins: [Range<UInt32>] = []
        var hasFound = false
        var at = 0
        var scalars: UInt32 = 0
        for scalar in body.unicodeScalars {
            defer { scalars += 1 }
            // What a reference consisted of besides its first code point is passed over.
            if let last = origins.last, scalars < last.upperBound { continue }
            if at < bytes.count, bytes[at] == ampersand, let reference = reference(bytes, at) {
                // All of it is ASCII: as many code points as bytes.
                text.append(reference.scalar)
                origins.append(scalars..<(scalars + UInt32(reference.length)))
                at += reference.length
                hasFound = true
            } else {
                text.append(scalar)
                origins.append(scalars..<(scalars + 1))
                at += UTF8.width(scalar)
            }
        }
        return hasFound ? (String(text), origins) : nil
    }

    private static let ampersand = UInt8(ascii: "&")
    /// Bytes between `&` and `;`; leading zeros count.
    private static let maxBytes = 15

    private static func reference(
        _ bytes: [UInt8], _ start: Int
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        let inside = bytes[(start + 1)...].prefix(maxBytes)
        if inside.first == UInt8(ascii: "#") { return number(inside.dropFirst()) }
        let name = inside.prefix { (0x61...0x7A).contains($0 | 0x20) }
        // Without its semicolon a name may be anything: `?a=1&copy=2`.
        guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") else {
            return nil
        }
        let text = String(decoding: name, as: UTF8.self)
        return (names[text] ?? accented(text)).map { ($0, name.count + 2) }
    }

    /// Browsers take a number without its semicolon too.
    private static func number(
        _ inside: ArraySlice<UInt8>
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        let isHex = inside.first.map { $0 | 0x20 } == UInt8(ascii: "x")
        let digits = inside.dropFirst(isHex ? 1 : 0).prefix { byte in
            (0x30...0x39).contains(byte) || (isHex && (0x61...0x66).contains(byte | 0x20))
        }
        guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10),
            value >= 0x20, !(0x7F..<0xA0).contains(value), let scalar = Unicode.Scalar(value)
        else { return nil }
        let isClosed = inside[digits.endIndex...].first == UInt8(ascii: ";")
        return (scalar, digits.count + (isHex ? 3 : 2) + (isClosed ? 1 : 0))
    }

    /// `eacute`: a letter and its mark, composed by the normalization that follows.
    private static func accented(_ name: String) -> Unicode.Scalar? {
        guard let letter = name.unicodeScalars.first, name.utf8.count > 3,
            let mark = marks[String(name.dropFirst())]
        else { return nil }
        var composed = String.UnicodeScalarView()
        composed.append(letter)
        composed.append(mark)
        let scalars = NormalizedText(String(composed)).scalars
        return scalars.count == 1 ? scalars[0] : nil
    }

    private static let marks: [String: Unicode.Scalar] = [
        "grave": "\u{300}", "acute": "\u{301}", "circ": "\u{302}", "tilde": "\u{303}",
        "uml": "\u{308}", "ring": "\u{30A}", "cedil": "\u{327}", "caron": "\u{30C}",
    ]

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
        "shy": "\u{AD}", "zwj": "\u{200D}", "zwnj": "\u{200C}", "ensp": "\u{2002}",
        "emsp": "\u{2003}", "thinsp": "\u{2009}", "lrm": "\u{200E}", "rlm": "\u{200F}",
        "NoBreak": "\u{2060}", "ZeroWidthSpace": "\u{200B}", "commat": "@", "dollar": "$",
        "period": ".", "lowbar": "_", "ast": "*", "excl": "!", "num": "#", "hyphen": "-",
        "dash": "-", "middot": "\u{B7}", "bull": "\u{2022}", "euro": "\u{20AC}",
        "cent": "\u{A2}", "szlig": "\u{DF}", "alpha": "\u{3B1}", "omicron": "\u{3BF}",
        "nu": "\u{3BD}", "rho": "\u{3C1}",
    ]
}
