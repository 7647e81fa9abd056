import CText

extension NormalizedText {
    /// The same text with every run of white space as one space, so that a phrase is found across
    /// line ends and wide gaps.
    package func collapsingWhiteSpace() -> NormalizedText {
        guard hasWhiteSpaceToCollapse else { return self }
        if origins == nil { return collapsingASCII() }
        var collapsed: [UInt8] = []
        var kept: [Origin] = []
        collapsed.reserveCapacity(bytes.count)
        kept.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let start = at
            while let length = whiteSpaceLength(at: at) { at += length }
            if at > start {
                let origin = span(of: start..<at)
                collapsed.append(0x20)
                kept.append(
                    Origin(first: UInt32(origin.lowerBound), last: UInt32(origin.upperBound)))
            } else {
                collapsed.append(bytes[at])
                kept.append(origins?[at] ?? Origin(first: UInt32(at), last: UInt32(at + 1)))
                at += 1
            }
        }
        return NormalizedText(bytes: collapsed, origins: kept)
    }

    private func collapsingASCII() -> NormalizedText {
        var collapsed: [UInt8] = []
        var kept: [Origin] = []
        collapsed.reserveCapacity(bytes.count)
        kept.reserveCapacity(bytes.count)
        var wasSpace = false
        for (index, byte) in bytes.enumerated() {
            let isSpace = byte == 0x20 || byte &- 0x09 < 5
            if isSpace, wasSpace {
                kept[kept.count - 1].last = UInt32(index + 1)
            } else {
                collapsed.append(isSpace ? 0x20 : byte)
                kept.append(Origin(first: UInt32(index), last: UInt32(index + 1)))
            }
            wasSpace = isSpace
        }
        return NormalizedText(bytes: collapsed, origins: kept)
    }

    private var hasWhiteSpaceToCollapse: Bool {
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            let space = ctext_look_for_wide_space(start, bytes.count)
            return space.is_there
                || space.may_be_there
                    && bytes.indices.contains {
                        bytes[$0] >= 0xC2 && bytes[$0] <= 0xE2 && whiteSpaceLength(at: $0) != nil
                    }
        }
    }

    /// How many bytes of white space start here; nil for none. Of White_Space (UAX #44) these are
    /// left after NFKC: TAB to CR, the space, and U+0085, U+1680, U+2028 and U+2029.
    private func whiteSpaceLength(at index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if byte == 0x20 || (0x09...0x0D).contains(byte) { return 1 }
        if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0x85 { return 2 }
        guard byte == 0xE1 || byte == 0xE2, index + 2 < bytes.count else { return nil }
        switch (byte, bytes[index + 1], bytes[index + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9): return 3
        default: return nil
        }
    }
}
