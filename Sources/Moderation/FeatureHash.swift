/// Where the pieces of a text land: each kind of piece is hashed with keys of its own.
///
/// The hash of a run of code points is multilinear, the sum of each times a key, of which the high
/// bits count: two runs meet by chance only, as with any table of the size (Lemire and Kaser,
/// Strongly universal string hashing is fast, 2014). The keys are odd numbers drawn once; other
/// keys would make every stored example and model void.
enum FeatureHash {
    /// The bits of an index: words in the lower half of the table, runs of characters in the upper.
    static let bits = 18
    static let count = 1 << bits
    /// The first index that is not a word's.
    static let firstOfRuns = UInt32(count / 2)

    private static let shift = UInt64(64 - (bits - 1))

    /// The key of the code point that stands this many before the last.
    static let keys: (UInt64, UInt64, UInt64, UInt64) = (
        0xD6E8_FEB8_6659_FD93, 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3
    )
    /// What sets runs of two, three and four apart, and syllables.
    static let lengths: (UInt64, UInt64, UInt64, UInt64) = (
        0x5896_59C4_2D1B_7F31, 0x1D8E_4E27_C47D_124F, 0xEB44_ACCA_B455_D165, 0x7AEF_8C35_90D2_1B6D
    )
    static let syllable: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    private static let wordKey: UInt64 = 0x9FB2_1C65_1E98_DF25
    private static let pairKey: UInt64 = 0xB492_B66F_BE98_F273

    /// A word's hash with one more code point.
    @inline(__always)
    static func word(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        let mixed = (hash ^ UInt64(scalar)) &* wordKey
        return mixed ^ (mixed >> 32)
    }

    /// The index of a word by its hash.
    @inline(__always)
    static func index(word: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (word &* pairKey) >> shift)
    }

    /// The index of two words that follow each other.
    @inline(__always)
    static func index(pair first: UInt64, _ second: UInt64) -> UInt32 {
        let mixed = (first &* pairKey &+ second) &* wordKey
        return UInt32(truncatingIfNeeded: ((mixed ^ (mixed >> 29)) &* pairKey) >> shift)
    }

    /// The index of a run of characters by its multilinear sum.
    @inline(__always)
    static func index(run sum: UInt64) -> UInt32 {
        firstOfRuns | UInt32(truncatingIfNeeded: sum >> shift)
    }
}
