import CText

/// The tokens of one text that came before. Each is a piece of the text's bytes, kept by where it
/// stands: a set of the standard library would hash and count every piece at many times the cost.
struct SearchTokenSet {
    private struct Slot {
        var hash: UInt32 = 0
        var start: UInt32 = 0
        /// 0 where the slot is free.
        var end: UInt32 = 0

        func isEqual(to other: Slot, in text: UnsafePointer<UInt8>) -> Bool {
            hash == other.hash && end - start == other.end - other.start
                && ctext_equal(text + Int(start), text + Int(other.start), Int(end - start))
        }
    }

    private var slots: [Slot]

    /// For up to so many tokens: half of the slots stay free.
    init(count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
    }

    /// Adds a piece of a text's bytes, which is not empty; false where an equal one came before.
    /// A text is shorter than 4 GB.
    mutating func insert(_ piece: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let text = bytes.baseAddress else { return false }
        let mixed = ctext_mix(text + piece.lowerBound, piece.count, Self.key)
        let added = Slot(
            hash: UInt32(truncatingIfNeeded: mixed >> 32),
            start: UInt32(truncatingIfNeeded: piece.lowerBound),
            end: UInt32(truncatingIfNeeded: piece.upperBound))
        var place = Int(truncatingIfNeeded: mixed) & (slots.count - 1)
        while slots[place].end > 0 {
            if slots[place].isEqual(to: added, in: text) { return false }
            place = (place + 1) & (slots.count - 1)
        }
        slots[place] = added
        return true
    }

    /// Another one in each process, so that nobody writes texts whose tokens all fall together.
    private static let key = UInt64(bitPattern: Int64(Hasher().finalize()))
}
