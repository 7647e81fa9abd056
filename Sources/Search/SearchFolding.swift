import CICU

/// Texts as searches compare them.
enum SearchFolding {
    /// So many bytes of a text are searched: its beginning.
    static let maxBytes = 64 << 10

    /// The beginning of a text without what searches do not tell apart: case, width, accents.
    static func folded(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let text = beginning(of: text)
        if text.reduce(0, |) < 0x80 {
            return [UInt8](unsafeUninitializedCapacity: text.count) { folded, count in
                for index in 0..<text.count {
                    let byte = text[index]
                    folded[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
                }
                count = text.count
            }
        }
        return folded(text, capacity: text.count * 2 + 64)
            ?? folded(text, capacity: text.count * 12 + 64) ?? []
    }

    /// What is searched of a text, without a code point that would be cut through.
    private static func beginning(
        of text: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        guard text.count > maxBytes else { return text }
        var end = maxBytes
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeBufferPointer(rebasing: text[..<end])
    }

    /// Nil where the capacity does not suffice.
    private static func folded(
        _ text: UnsafeBufferPointer<UInt8>, capacity: Int
    ) -> [UInt8]? {
        guard let length = Int32(exactly: text.count), let most = Int32(exactly: capacity) else {
            return nil
        }
        var written: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, used in
            written = cicu_search_fold(text.baseAddress, length, buffer.baseAddress, most)
            used = max(0, Int(written))
        }
        return written >= 0 ? bytes : nil
    }
}
