/// What a query looks for: words and characters that stand one behind the other.
struct SearchTerm: Sendable {
    let text: SearchText
    /// For each unit whether a word need only begin with it.
    let isPrefix: [Bool]

    /// Nil where there is nothing in it to look for. A star behind a word asks for all that begin
    /// with it.
    init?(_ written: String) {
        text = SearchText(written)
        guard !text.units.isEmpty else { return nil }
        isPrefix = text.units.map { [text] unit in
            let end = Int(unit.end)
            return !unit.isUnspaced && end < text.bytes.count && text.bytes[end] == 0x2A
        }
    }

    /// Whether a text holds it. What is compared is added to `work`.
    func isFound(in other: SearchText, _ work: inout Int) -> Bool {
        let (mine, theirs) = (text.units, other.units)
        guard mine.count <= theirs.count else { return false }
        return text.bytes.withUnsafeBufferPointer { wanted in
            other.bytes.withUnsafeBufferPointer { bytes in
                for start in 0...(theirs.count - mine.count) {
                    var matched = 0
                    while matched < mine.count,
                        fits(matched, theirs[start + matched], wanted, bytes)
                    {
                        matched += 1
                    }
                    work += matched + 1
                    if matched == mine.count { return true }
                }
                return false
            }
        }
    }

    @inline(__always)
    private func fits(
        _ index: Int, _ other: SearchText.Unit, _ wanted: UnsafeBufferPointer<UInt8>,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let unit = text.units[index]
        guard unit.isUnspaced == other.isUnspaced,
            isPrefix[index] ? unit.count <= other.count : unit.count == other.count
        else { return false }
        // Within unspaced text what stands between two characters, or does not, is part of it.
        if index > 0, unit.isUnspaced, text.units[index - 1].isUnspaced,
            unit.isApart != other.isApart
        {
            return false
        }
        let (from, to) = (Int(unit.start), Int(other.start))
        for offset in 0..<unit.count where wanted[from + offset] != bytes[to + offset] {
            return false
        }
        return true
    }
}
