/// Where in an array things with a number of their own stand: a table of fixed places, where the
/// next free one is taken if a number's own is not (linear probing).
///
/// A commit of votes looks a dozen things up for each. The hash of a general dictionary has to hold
/// against keys that others choose; these numbers are the program's own, and positive.
struct IDTable {
    private struct Place {
        /// 0: free.
        var id: Int64 = 0
        var index: Int32 = 0
    }

    private var places: [Place] = []
    /// Which of them are not free, to free them without a look at all.
    private var taken: [Int32] = []

    private func start(of id: Int64) -> Int {
        id.place(bits: places.count.trailingZeroBitCount)
    }

    /// Where that of a number stands; nil where the table has none.
    subscript(id: Int64) -> Int? {
        guard !taken.isEmpty else { return nil }
        var at = start(of: id)
        while places[at].id != 0 {
            if places[at].id == id { return Int(places[at].index) }
            at = (at + 1) & (places.count - 1)
        }
        return nil
    }

    /// Says where that of a number stands.
    mutating func set(_ id: Int64, to index: Int) {
        // At most half of the places are taken.
        if 2 * taken.count >= places.count { grow() }
        put(id, Int32(index))
    }

    private mutating func put(_ id: Int64, _ index: Int32) {
        var at = start(of: id)
        while places[at].id != 0, places[at].id != id { at = (at + 1) & (places.count - 1) }
        if places[at].id == 0 { taken.append(Int32(at)) }
        places[at] = Place(id: id, index: index)
    }

    private mutating func grow() {
        let kept = taken.map { places[Int($0)] }
        places = Array(repeating: Place(), count: max(64, places.count * 2))
        taken.removeAll(keepingCapacity: true)
        for place in kept { put(place.id, place.index) }
    }

    mutating func removeAll() {
        for at in taken { places[Int(at)] = Place() }
        taken.removeAll(keepingCapacity: true)
    }
}

extension Int64 {
    /// A place for the number among 2^`bits`: Fibonacci's hash (D. E. Knuth, "The Art of Computer
    /// Programming", volume 3, section 6.4), twice, each time with the high half mixed into the low
    /// one before, since comments' ids count milliseconds in steps of 2^20.
    func place(bits: Int) -> Int {
        // 2^64 by the golden ratio.
        let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        var mixed = UInt64(bitPattern: self)
        for _ in 0..<2 { mixed = (mixed ^ mixed >> 32) &* multiplier }
        return Int(truncatingIfNeeded: mixed >> UInt64(64 - bits))
    }
}
