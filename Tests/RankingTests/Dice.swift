import Discussion

/// Random numbers that are the same in every run (SplitMix64: Steele, Lea and Flood, 2014).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Few votes as often as many.
    mutating func votes() -> Int {
        Int.random(in: 0...[1, 3, 20, 5000][Int.random(in: 0...3, using: &self)], using: &self)
    }

    /// A comment among its siblings, of which many are alike in all but the id.
    mutating func tally(id: Int64, parent: CommentID? = nil) -> Tally {
        Tally(
            id: CommentID(rawValue: (1_700_000_000_000 + id) << 20 | id & 1), threadID: 1,
            parentID: parent, status: .approved, isPinned: Int.random(in: 0...4, using: &self) == 0,
            up: votes(), down: votes(), descendants: Int.random(in: 0...3, using: &self))
    }
}
