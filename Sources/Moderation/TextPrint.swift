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
    /// Hashes of the shingles, sorted, each once; empty where only equal texts matter.
    private let shingles: [UInt64]

    /// The print of a body. `isExact`: only equal texts matter, which takes less time.
    package init(_ body: String, isExact: Bool) {
        self.init(NormalizedText(body), isExact: isExact)
    }

    init(_ normalized: NormalizedText, isExact: Bool) {
        var bytes = normalized.collapsingWhiteSpace().bytes[...]
        if bytes.first == 0x20 { bytes = bytes.dropFirst() }
        if bytes.last == 0x20 { bytes = bytes.dropLast() }
        text = Array(bytes)
        shingles = isExact ? [] : Self.shingles(of: text)
    }

    /// How like another text this one is, from 0 to 1; both must have been made in the same way.
    package func similarity(to other: TextPrint) -> Double {
        if text == other.text { return 1 }
        var (common, at, there) = (0, 0, 0)
        while at < shingles.count, there < other.shingles.count {
            let (own, others) = (shingles[at], other.shingles[there])
            if own == others { common += 1 }
            if own <= others { at += 1 }
            if others <= own { there += 1 }
        }
        let all = shingles.count + other.shingles.count - common
        return all > 0 ? min(Double(common) / Double(all), Self.mostUnequal) : 0
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
        let minima = Self.multipliers.map { multiplier in
            shingles.reduce(UInt64.max) { min($0, $1 &* multiplier.odd &+ multiplier.offset) }
        }
        return (0..<Self.bands).map { band in
            var hash = Self.mix(UInt64(bitPattern: scope) ^ UInt64(band) << 56)
            for row in 0..<Self.rowsInBand {
                hash = Self.mix(hash ^ minima[band * Self.rowsInBand + row])
            }
            return Int64(bitPattern: hash)
        }
    }

    private static func shingles(of text: [UInt8]) -> [UInt64] {
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        guard scalars.count > shingleLength else {
            return [hash(of: scalars[...])]
        }
        var hashes: [UInt64] = []
        hashes.reserveCapacity(scalars.count)
        for start in 0...(scalars.count - shingleLength) {
            hashes.append(hash(of: scalars[start..<(start + shingleLength)]))
        }
        hashes.sort()
        var kept = 1
        for index in 1..<hashes.count where hashes[index] != hashes[kept - 1] {
            hashes[kept] = hashes[index]
            kept += 1
        }
        hashes.removeLast(hashes.count - kept)
        return hashes
    }

    private static func hash(of scalars: ArraySlice<Unicode.Scalar>) -> UInt64 {
        var hash = UInt64(scalars.count)
        for scalar in scalars { hash = mix(hash ^ UInt64(scalar.value)) }
        return hash
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
