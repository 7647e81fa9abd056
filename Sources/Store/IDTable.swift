/// Where in an array things with a number of their own stand: a table of fixed places, where the
/// next free one is taken if a number's own is not (linear probing; the hash is Fibonacci's,
/// D. E. Knuth, "The Art of Computer Programming", volume 3, section 6.4).
///
/// A commit of votes looks a dozen things up for each. The hash of a general dictionary has to hold
/// against keys that others choose; these numbers are the program's own, and positive.
struct IDTable {
    private struct Place {
        /// 0: free.
        var id: Int64 = 0
        /// -1: it was taken out.
        var index: Int32 = -1
    }

    private var places: [Place] = []
    /// Which of them are not free, to free them without a look at all.
    private var taken: [Int32] = []
    /// 2^64 by the golden ratio.
    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    private func start(of id: Int64) -> Int {
        let mixed = UInt64(bitPattern: id) &* Self.multiplier
        return Int(truncatingIfNeeded: mixed >> (64 - UInt64(places.count.trailingZeroBitCount)))
    }

    /// Where that of a number stands; nil where the table has none.
    subscript(id: Int64) -> Int? {
        guard !taken.isEmpty else { return nil }
        var at = start(of: id)
        while places[at].id != 0 {
            if places[at].id == id { return places[at].index < 0 ? nil : Int(places[at].index) }
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
        let kept = taken.map { places[Int($0)] }.filter { $0.index >= 0 }
        // Where most were taken out again there is room enough.
        let count = 4 * kept.count < places.count ? places.count : places.count * 2
        places = Array(repeating: Place(), count: max(64, count))
        taken.removeAll(keepingCapacity: true)
        for place in kept { put(place.id, place.index) }
    }

    /// Takes a number out.
    mutating func remove(_ id: Int64) {
        if self[id] != nil { put(id, -1) }
    }

    mutating func removeAll() {
        for at in taken { places[Int(at)] = Place() }
        taken.removeAll(keepingCapacity: true)
    }
}
