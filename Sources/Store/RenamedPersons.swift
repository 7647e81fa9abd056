/// Persons of whom comments' own rows may say what no longer holds, as one connection has read of
/// them in the table `renames`: one bit for each id, and for others that share it. Whoever was in
/// it stays here: that costs a look at their row, and no more.
struct RenamedPersons {
    private static let bits = 1 << 20
    /// So many rows are read before a page; as long as there are more, it may be anybody.
    static let rowsAtOnce = 4096

    private var words: [UInt64] = []
    /// Up to which row the table has been read.
    private(set) var last: Int64 = 0
    /// Whether that was all of it in the snapshot that was last read.
    var isWhole = false

    func mayHave(_ id: Int64) -> Bool {
        guard isWhole else { return true }
        guard !words.isEmpty else { return false }
        let bit = Int(truncatingIfNeeded: id) & (Self.bits - 1)
        return words[bit >> 6] & (1 << UInt64(bit & 63)) != 0
    }

    mutating func insert(_ id: Int64, row: Int64) {
        if words.isEmpty { words = Array(repeating: 0, count: Self.bits >> 6) }
        let bit = Int(truncatingIfNeeded: id) & (Self.bits - 1)
        words[bit >> 6] |= 1 << UInt64(bit & 63)
        last = row
    }
}
