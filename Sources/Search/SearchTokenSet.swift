/// The tokens of one text that came before. Each is a piece of the text's bytes, kept by where it
/// stands: a set of the standard library would hash and count every piece at many times the cost.
struct SearchTokenSet {
    private struct Slot {
        var hash: UInt64 = 0
        var start = 0
        /// 0 where the slot is free.
        var end = 0
    }

    private var slots: [Slot]

    /// Another one in each process, so that nobody writes texts whose tokens all fall together.
    private static let seed = UInt64.random(in: .min ... .max)

    /// For up to so many tokens: half of the slots stay free.
    init(count: Int) {
        var size = 16
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
    }

    /// Adds a piece of a text's bytes, which is not empty; false where an equal one came before.
    mutating func insert(_ piece: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let added = UnsafeBufferPointer(rebasing: bytes[piece])
        let hash = Self.hash(added)
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place].end > 0 {
            let slot = slots[place]
            if slot.hash == hash, bytes[slot.start..<slot.end].elementsEqual(added) {
                return false
            }
            place = (place + 1) & (slots.count - 1)
        }
        slots[place] = Slot(hash: hash, start: piece.lowerBound, end: piece.upperBound)
        return true
    }

    /// FNV-1a, 64 bits (draft-eastlake-fnv), from a secret start, its high bits mixed into the low
    /// ones.
    private static func hash(_ piece: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = seed
        for byte in piece { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 29
    }
}
