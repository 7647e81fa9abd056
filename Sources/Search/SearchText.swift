/// A text as a search sees it: its words, and of scripts that are written without spaces each
/// character, one behind the other.
package struct SearchText: Sendable {
    /// Folded, valid UTF-8.
    let bytes: [UInt8]
    let units: [Unit]

    /// A word, or a character of an unspaced script.
    struct Unit: Sendable {
        let start: UInt32
        var end: UInt32
        let isUnspaced: Bool
        /// Whether something that is neither stands before it; also at the beginning.
        let isApart: Bool

        var count: Int { Int(end - start) }
        var place: Range<Int> { Int(start)..<Int(end) }
    }

    /// Takes the beginning of a text; see `maxBytes`.
    package init(_ text: UnsafeBufferPointer<UInt8>) {
        bytes = SearchFolding.folded(text)
        units = bytes.withUnsafeBufferPointer { Self.units(of: $0) }
    }

    /// Takes the beginning of a text.
    package init(_ text: String) {
        var text = text
        self = text.withUTF8 { Self($0) }
    }

    /// So many bytes of a text are searched: its beginning.
    package static let maxBytes = SearchFolding.maxBytes

    private static func units(of bytes: UnsafeBufferPointer<UInt8>) -> [Unit] {
        var units: [Unit] = []
        units.reserveCapacity(bytes.count / 4)
        var at = 0
        var isApart = true
        // Whether the last unit is a word that the next letter belongs to.
        var isOpen = false
        while at < bytes.count {
            let start = at
            let kind = SearchCharacter.of(next(in: bytes, &at))
            if kind == .letter {
                // Most letters are ASCII, and most have another one behind them.
                while at < bytes.count, SearchCharacter.isASCIILetter(bytes[at]) { at += 1 }
            }
            switch kind {
            case .separator: (isApart, isOpen) = (true, false)
            case .letter where isOpen: units[units.count - 1].end = UInt32(at)
            case .letter, .unspaced:
                units.append(
                    Unit(
                        start: UInt32(start), end: UInt32(at), isUnspaced: kind == .unspaced,
                        isApart: isApart))
                (isApart, isOpen) = (false, kind == .letter)
            }
        }
        return units
    }

    /// The code point at `at`, which goes on behind it. The bytes are valid UTF-8.
    @inline(__always)
    private static func next(in bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt32 {
        let lead = UInt32(bytes[at])
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let end = min(at + length, bytes.count)
        var scalar = length == 1 ? lead : lead & (0x7F >> UInt32(length))
        at += 1
        while at < end {
            scalar = scalar << 6 | UInt32(bytes[at] & 0x3F)
            at += 1
        }
        return scalar
    }

    func bytes(of unit: Unit) -> ArraySlice<UInt8> { bytes[unit.place] }
}
