/// Finds where in a text a pattern stands with the fewest edits: points put in, taken out or
/// changed (Levenshtein's distance).
///
/// 64 rows of the matrix of distances are one step: G. Myers, "A fast bit-vector algorithm for
/// approximate string matching based on dynamic programming", JACM 46 (3), 1999, in the form for
/// longer patterns of H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
/// distances", Nordic Journal of Computing 10, 2003. Time is length of the text × words of the
/// pattern, whatever they hold.
struct ApproximateSearch {
    /// The pattern's length.
    let count: Int
    /// How many words a column of the matrix takes.
    let words: Int
    /// An open hash table of the pattern's points, a power of two in size; the number of a point's
    /// masks, 0 for none.
    private var slots: [(point: UInt32, number: Int32)]
    /// For each number `words` words: in which rows the point stands. Those of 0 are empty.
    private var masks: [UInt64]

    init(_ pattern: some Collection<UInt32>) {
        count = pattern.count
        words = max(1, (count + 63) / 64)
        var size = 16
        while size < 2 * count { size *= 2 }
        slots = [(UInt32, Int32)](repeating: (0, 0), count: size)
        masks = [UInt64](repeating: 0, count: words)
        for (row, point) in pattern.enumerated() {
            let slot = slot(of: point)
            if slots[slot].number == 0 {
                slots[slot] = (point, Int32(masks.count / words))
                masks.append(contentsOf: repeatElement(0, count: words))
            }
            masks[Int(slots[slot].number) * words + row / 64] |= 1 << UInt64(row % 64)
        }
    }

    /// Where a point stands in `slots`, or would.
    @inline(__always)
    private func slot(of point: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int((point &* 0x9E37_79B1) >> 16) & mask
        while slots[slot].number != 0, slots[slot].point != point { slot = (slot + 1) & mask }
        return slot
    }

    /// Where the pattern ends, and with how many edits.
    struct Found: Equatable {
        /// How many points of the text that was looked through stand before the end.
        var end: Int
        var distance: Int
    }

    /// Looks through `range` of a text, backwards where that is asked for. The pattern begins
    /// anywhere in it, or, where it is `anchored`, at once; it ends anywhere. Of ends that are
    /// equally good and next to each other the last is taken, else the first.
    func best(
        in text: [UInt32], _ range: Range<Int>, anchored: Bool, backwards: Bool = false
    ) -> Found {
        text.withUnsafeBufferPointer { text in
            masks.withUnsafeBufferPointer { masks in
                words == 1
                    ? short(text, masks, range, anchored: anchored, backwards)
                    : long(text, masks, range, anchored: anchored, backwards)
            }
        }
    }

    @inline(__always)
    private func masksStart(
        _ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ step: Int, _ backwards: Bool
    ) -> Int {
        let point = text[backwards ? range.upperBound - 1 - step : range.lowerBound + step]
        return Int(slots[slot(of: point)].number) * words
    }

    /// A pattern of up to 64 points.
    private func short(
        _ text: UnsafeBufferPointer<UInt32>, _ masks: UnsafeBufferPointer<UInt64>,
        _ range: Range<Int>, anchored: Bool, _ backwards: Bool
    ) -> Found {
        let last = UInt64(1) << UInt64((count + 63) % 64)
        let atTop: UInt64 = anchored ? 1 : 0
        var (plus, minus) = (UInt64.max, UInt64(0))
        var (score, best) = (count, Found(end: 0, distance: count))
        for step in 0..<range.count {
            let equal = masks[masksStart(text, range, step, backwards)]
            let vertical = equal | minus
            let horizontal = (((equal & plus) &+ plus) ^ plus) | equal
            var right = minus | ~(horizontal | plus)
            var left = plus & horizontal
            if right & last != 0 { score += 1 } else if left & last != 0 { score -= 1 }
            right = right << 1 | atTop
            left <<= 1
            plus = left | ~(vertical | right)
            minus = right & vertical
            best.take(score, at: step + 1)
        }
        return best
    }

    /// A pattern of any length, block by block.
    private func long(
        _ text: UnsafeBufferPointer<UInt32>, _ masks: UnsafeBufferPointer<UInt64>,
        _ range: Range<Int>, anchored: Bool, _ backwards: Bool
    ) -> Found {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * words) { column in
            let plus = UnsafeMutableBufferPointer(rebasing: column[..<words])
            let minus = UnsafeMutableBufferPointer(rebasing: column[words...])
            plus.initialize(repeating: .max)
            minus.initialize(repeating: 0)
            return long(text, masks, range, anchored: anchored, backwards, plus, minus)
        }
    }

    private func long(
        _ text: UnsafeBufferPointer<UInt32>, _ masks: UnsafeBufferPointer<UInt64>,
        _ range: Range<Int>, anchored: Bool, _ backwards: Bool,
        _ plus: UnsafeMutableBufferPointer<UInt64>, _ minus: UnsafeMutableBufferPointer<UInt64>
    ) -> Found {
        let last = UInt64(1) << UInt64((count + 63) % 64)
        var (score, best) = (count, Found(end: 0, distance: count))
        for step in 0..<range.count {
            let start = masksStart(text, range, step, backwards)
            // What comes from the block above: its last row grew by one, or shrank.
            var (grown, shrunk): (UInt64, UInt64) = (anchored ? 1 : 0, 0)
            for word in 0..<words {
                let equal = masks[start + word] | shrunk
                let vertical = masks[start + word] | minus[word]
                let horizontal = (((equal & plus[word]) &+ plus[word]) ^ plus[word]) | equal
                var right = minus[word] | ~(horizontal | plus[word])
                var left = plus[word] & horizontal
                if word == words - 1 {
                    if right & last != 0 { score += 1 } else if left & last != 0 { score -= 1 }
                }
                let (nextGrown, nextShrunk) = (right >> 63, left >> 63)
                right = right << 1 | grown
                left = left << 1 | shrunk
                (grown, shrunk) = (nextGrown, nextShrunk)
                plus[word] = left | ~(vertical | right)
                minus[word] = right & vertical
            }
            best.take(score, at: step + 1)
        }
        return best
    }
}

extension ApproximateSearch.Found {
    @inline(__always)
    fileprivate mutating func take(_ score: Int, at end: Int) {
        if score < distance || score == distance && end == self.end + 1 {
            self = ApproximateSearch.Found(end: end, distance: score)
        }
    }
}
