/// A text as copies of it are found: how like it another text is, and the keys that it has in
/// common with texts that are much like it.
///
/// Two texts that are equal after NFKC case folding, white space collapsed, have the similarity 1.
/// That of others is the Jaccard index of their shingles, the sets of all runs of four code points:
/// those that both have, divided by those that either has. It is always less than 1.
///
/// Keys come of MinHash (Broder, "On the resemblance and containment of documents", 1997): the
/// least value of a hash over the shingles is the same for two sets as often as they are alike.
/// 36 of these are joined to 12 bands of 3 (Leskovec, Rajaraman, Ullman, "Mining of Massive
/// Datasets", section 3.4): two texts of similarity s share one with probability 1 − (1 − s³)¹²,
/// which is 94 % at 0.6, 99.4 % at 0.7, 99.98 % at 0.8, and 0.2 % at 0.05.
package struct TextPrint: Sendable {
    /// Code points in a shingle.
    static let shingleLength = 4
    static let bands = 12
    static let rowsInBand = 3
    /// Texts less alike than this are not found reliably.
    package static let leastSimilarity = 0.6
    /// What texts that are not equal can reach.
    static let mostUnequal = 0.9999

    /// Normalized.
    private let text: [UInt8]
    /// The shingles; empty where only equal texts matter.
    private let shingles: HashSet
    /// The least values over the shingles, one for each row of each band.
    package let minima: [UInt64]

    /// The print of a normalized body. `isExact`: only equal texts matter, which takes less time.
    init(_ normalized: NormalizedText, isExact: Bool) {
        text = Self.trimmed(normalized)
        shingles = isExact ? HashSet(capacity: 0) : Self.shingles(of: text)
        minima = isExact ? [] : Self.minima(of: shingles.members)
    }

    /// Whether a text with these minima may be so like this one: as many minima are the same as the
    /// texts are alike, give or take a twelfth (the standard deviation): three are allowed.
    package func mayBe(like minima: [UInt64], similarity: Double) -> Bool {
        guard similarity < 1, !minima.isEmpty else { return true }
        let same = zip(self.minima, minima).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        return Double(same) / Double(minima.count) >= similarity - 3.0 / 12
    }

    /// How like another body this text is, from 0 to 1.
    package func similarity(to body: String) -> Double {
        let other = Self.trimmed(NormalizedText(body))
        if text == other { return 1 }
        guard !shingles.members.isEmpty else { return 0 }
        let others = Self.shingles(of: other).members
        let common = others.reduce(0) { $0 + (shingles.contains($1) ? 1 : 0) }
        let all = shingles.members.count + others.count - common
        return min(Double(common) / Double(all), Self.mostUnequal)
    }

    private static func trimmed(_ normalized: NormalizedText) -> [UInt8] {
        var bytes = normalized.collapsingWhiteSpace().bytes[...]
        if bytes.first == 0x20 { bytes = bytes.dropFirst() }
        if bytes.last == 0x20 { bytes = bytes.dropLast() }
        return Array(bytes)
    }

    /// What equal texts have in common in a scope.
    package func exactKey(in scope: Int64) -> Int64 {
        var hash = Self.mix(UInt64(bitPattern: scope) ^ 0x6571_7561_6C21_0000)
        var word: UInt64 = 0
        for (index, byte) in text.enumerated() {
            word = word << 8 | UInt64(byte)
            if index % 8 == 7 {
                hash = Self.mix(hash ^ word)
                word = 0
            }
        }
        hash = Self.mix(hash ^ word)
        return Int64(bitPattern: Self.mix(hash ^ UInt64(text.count)))
    }

    /// Of these, texts that are alike have at least one in common in a scope, most probably.
    package func bandKeys(in scope: Int64) -> [Int64] {
        (0..<Self.bands).map { band in
            var hash = Self.mix(UInt64(bitPattern: scope) ^ UInt64(band) << 56)
            for row in 0..<Self.rowsInBand {
                hash = Self.mix(hash ^ minima[band * Self.rowsInBand + row])
            }
            return Int64(bitPattern: hash)
        }
    }

    private static func minima(of hashes: [UInt64]) -> [UInt64] {
        multipliers.map { multiplier in
            var least = UInt64.max
            for hash in hashes {
                least = min(least, hash &* multiplier.odd &+ multiplier.offset)
            }
            return least
        }
    }

    private static func shingles(of text: [UInt8]) -> HashSet {
        var set = HashSet(capacity: text.count)
        // The last code points, the newest in the low bits: four of 21 bits are more than 64, so
        // the oldest stands by itself.
        var (last, oldest, count): (UInt64, UInt64, Int) = (0, 0, 0)
        func hash() -> UInt64 { mix(last ^ oldest &* 0xD6E8_FEB8_6659_FD93) }
        NormalizedText(bytes: text, origins: nil).forEachCodePoint { scalar in
            oldest = last >> 42
            last = (last << 21 | UInt64(scalar)) & (1 << 63 - 1)
            count += 1
            if count >= shingleLength { set.insert(hash()) }
        }
        // Less is one shingle, whatever its length.
        if count < shingleLength { set.insert(mix(last ^ UInt64(count) << 63)) }
        return set
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// One hash function for each row of each band, always the same ones: keys are stored.
    private static let multipliers: [(odd: UInt64, offset: UInt64)] = {
        (0..<(bands * rowsInBand)).map { index in
            (odd: mix(UInt64(2 * index)) | 1, offset: mix(UInt64(2 * index + 1)))
        }
    }()
}

/// A set of hashes, with open addressing: the keyed hash of a `Set` costs more than all the rest.
private struct HashSet: Sendable {
    /// Each once, in the order in which they came.
    private(set) var members: [UInt64] = []
    /// Hashes at their places; 0 where there is none.
    private var slots: [UInt64]

    /// Room for so many.
    init(capacity: Int) {
        var size = 2
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        members.reserveCapacity(capacity)
    }

    mutating func insert(_ hash: UInt64) {
        let hash = max(hash, 1)
        let place = place(of: hash)
        guard slots[place] == 0 else { return }
        slots[place] = hash
        members.append(hash)
    }

    func contains(_ hash: UInt64) -> Bool { slots[place(of: hash)] != 0 }

    /// Where a hash stands, or would stand: at least half of the slots are free.
    private func place(of hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place] != 0, slots[place] != hash { place = (place + 1) & (slots.count - 1) }
        return place
    }
}
