import CICU

/// A body as rules see it: NFKC_Casefold (UAX #15) in UTF-8, every byte of which knows the code
/// points of the body that it came from.
///
/// Full width, ligatures, letters in circles, capitals and decomposed accents fall together with
/// their plain forms, and default-ignorable code points (zero-width space, soft hyphen, variation
/// selectors) are gone. This is the one place where matching text is made: whatever else is to be
/// seen through belongs behind `init`, where the map is at hand.
package struct NormalizedText: Sendable, Equatable {
    /// The normalized text: valid UTF-8.
    package let bytes: [UInt8]

    /// Where the bytes came from; nil where byte n is code point n.
    let origins: [Origin]?

    /// The code points of the body that a byte came from, `first` up to but without `last`.
    struct Origin: Sendable, Equatable {
        // As `cicu_origin` has them.
        var first: UInt32 = 0
        var last: UInt32 = 0
    }

    package init(_ body: String) {
        var body = body
        self = body.withUTF8 { text in
            if let folded = Self.foldedASCII(text) { return folded }
            // Nearly all text fits into twice its length; what does not fits into twelve times it
            // (an Arabic ligature, U+FDFA, has the longest form).
            return Self.folded(text, capacity: text.count * 2 + 64)
                ?? Self.folded(text, capacity: text.count * 12 + 64)
                ?? Self(bytes: [], origins: [])
        }
    }

    init(bytes: [UInt8], origins: [Origin]?) {
        self.bytes = bytes
        self.origins = origins
    }

    /// The body as words see it: HTML's character references decoded before all else, and what is
    /// shown backwards as it is read.
    package init(decodingReferencesIn body: String, otherwise text: NormalizedText) {
        var seen = CharacterReferences.decoded(body)
        if text.origins != nil, RightToLeftOverride.stands(in: body) {
            let origins = (0..<UInt32(body.unicodeScalars.count)).map { $0..<$0 + 1 }
            let (turned, written) = RightToLeftOverride.read(
                seen?.text.unicodeScalars ?? body.unicodeScalars, seen?.origins ?? origins)
            seen = (String(turned), written)
        }
        guard let (decoded, written) = seen else {
            self = text
            return
        }
        let text = NormalizedText(decoded)
        bytes = text.bytes
        origins = text.bytes.indices.map { index in
            let span = text.span(of: index..<(index + 1))
            guard span.upperBound <= written.count, !span.isEmpty else { return Origin() }
            return Origin(
                first: written[span.lowerBound].lowerBound,
                last: written[span.upperBound - 1].upperBound)
        }
    }

    /// Whether a character came of several code points.
    var wasComposed: Bool {
        origins?.contains { $0.last - $0.first > 1 } ?? false
    }

    /// The code points of the normalized text.
    var scalars: [Unicode.Scalar] { Array(String(decoding: bytes, as: UTF8.self).unicodeScalars) }

    /// Calls `body` with each code point of the normalized text and those of the body that it came
    /// from, `first` up to but without `last`.
    @inline(__always)
    func forEachScalar(_ body: (_ scalar: UInt32, _ first: UInt32, _ last: UInt32) -> Void) {
        guard let origins else {
            for (index, byte) in bytes.enumerated() {
                body(UInt32(byte), UInt32(index), UInt32(index + 1))
            }
            return
        }
        origins.withUnsafeBufferPointer { origins in
            var at = 0
            forEachCodePoint { scalar in
                let origin = origins[at]
                body(scalar, origin.first, origin.last)
                at += scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
            }
        }
    }

    /// Calls `body` with each code point of the normalized text. Its bytes are valid UTF-8; a code
    /// point that were not whole would be left out.
    @inline(__always)
    func forEachCodePoint(_ body: (_ scalar: UInt32) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                let lead = bytes[at]
                let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
                guard at + length <= bytes.count else { return }
                var scalar = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
                for next in 1..<max(1, length) {
                    scalar = scalar << 6 | UInt32(bytes[at + next] & 0x3F)
                }
                body(scalar)
                at += length
            }
        }
    }

    /// The code points of the body that these bytes came from.
    package func span(of range: Range<Int>) -> Range<Int> {
        guard let origins else { return range }
        guard let first = origins[range].first?.first, let last = origins[range].last?.last
        else { return 0..<0 }
        return Int(first)..<Int(last)
    }

    /// ASCII needs lower case and nothing else; nil where the text is not all ASCII.
    private static func foldedASCII(_ text: UnsafeBufferPointer<UInt8>) -> NormalizedText? {
        // Written so that many bytes are looked at in one step.
        guard text.reduce(0, |) < 0x80 else { return nil }
        // To make an empty array this way writes to the one that all threads share.
        if text.isEmpty { return NormalizedText(bytes: [], origins: nil) }
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count) { folded, count in
            for index in 0..<text.count {
                let byte = text[index]
                folded[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            count = text.count
        }
        return NormalizedText(bytes: bytes, origins: nil)
    }

    /// Nil where the capacity does not suffice.
    private static func folded(
        _ text: UnsafeBufferPointer<UInt8>, capacity: Int
    ) -> NormalizedText? {
        guard let count = Int32(exactly: capacity) else { return nil }
        var written: Int32 = 0
        var origins: [Origin] = []
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, used in
            origins = [Origin](unsafeUninitializedCapacity: capacity) { map, mapped in
                written = map.withMemoryRebound(to: cicu_origin.self) { map in
                    cicu_nfkc_casefold(
                        text.baseAddress, Int32(text.count), buffer.baseAddress, map.baseAddress,
                        count)
                }
                mapped = max(0, Int(written))
            }
            used = max(0, Int(written))
        }
        return written >= 0 ? NormalizedText(bytes: bytes, origins: origins) : nil
    }
}
