/// The tokens of one text that came before. Each is a piece of the text's bytes, kept by where it
/// stands: a set of the standard library would hash and count every piece at many times the cost.
struct SearchTokenSet {
    private struct Slot {
        var hash = 0
        var start = 0
        /// 0 where the slot is free.
        var end = 0
    }

    private var slots: [Slot]

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
        var place = hash & (slots.count - 1)
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

    /// By a key that is another one in each process, so that nobody writes texts whose tokens all
    /// fall together.
    private static func hash(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(piece))
        return hasher.finalize()
    }
}
