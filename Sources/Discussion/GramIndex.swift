/// Where in a text each gram stands: a run of points that takes so many bytes of UTF-8, so that a
/// gram of two Chinese characters is as rare as one of six Latin letters.
///
/// Grams share buckets by their hash; what is found is to be compared.
struct GramIndex {
    /// How many bytes a gram takes at least.
    let width: Int
    private let mask: Int
    /// Where each bucket begins in `positions`, and behind the last one its end.
    private var starts: [Int32]
    /// The positions of each bucket, ascending.
    private var positions: [Int32]

    init(of points: [UInt32], width: Int) {
        self.width = width
        var size = 256
        while size < points.count, size < 1 << 20 { size *= 2 }
        mask = size - 1
        starts = [Int32](repeating: 0, count: size + 1)
        let hashes = Self.hashes(of: points, in: points.indices, width: width)
        for hash in hashes { starts[(Int(hash) & mask) + 1] += 1 }
        for bucket in 0..<size { starts[bucket + 1] += starts[bucket] }
        positions = [Int32](repeating: 0, count: hashes.count)
        var next = starts
        for (position, hash) in hashes.enumerated() {
            let bucket = Int(hash) & mask
            positions[Int(next[bucket])] = Int32(position)
            next[bucket] += 1
        }
    }

    /// The hash of the gram at each position of a range that has one: as many as there are from its
    /// first on.
    static func hashes(of points: [UInt32], in range: Range<Int>, width: Int) -> [UInt32] {
        var hashes: [UInt32] = []
        hashes.reserveCapacity(range.count)
        points.withUnsafeBufferPointer { points in
            for start in range {
                var (hash, at, bytes): (UInt32, Int, Int) = (2_166_136_261, start, 0)
                while bytes < width, at < range.upperBound {
                    // FNV-1a's step, a point at a time, and the high bits folded in at the end.
                    hash = (hash ^ points[at]) &* 16_777_619
                    bytes += PageText.width(points[at])
                    at += 1
                }
                if bytes < width { return }
                hashes.append(hash ^ hash >> 15)
            }
        }
        return hashes
    }

    /// How many positions share the gram's bucket.
    func count(of hash: UInt32) -> Int {
        let bucket = Int(hash) & mask
        return Int(starts[bucket + 1] - starts[bucket])
    }

    /// Hands on positions of a bucket, the nearest to `target` first, until `take` says no.
    func forEach(of hash: UInt32, near target: Int, _ take: (Int) -> Bool) {
        let bucket = Int(hash) & mask
        let (first, end) = (Int(starts[bucket]), Int(starts[bucket + 1]))
        var (low, high) = (first, end)
        while low < high {
            let middle = (low + high) / 2
            if Int(positions[middle]) < target { low = middle + 1 } else { high = middle }
        }
        // From the target outwards on both sides.
        low -= 1
        while low >= first || high < end {
            let before = low >= first ? target - Int(positions[low]) : Int.max
            let behind = high < end ? Int(positions[high]) - target : Int.max
            if before < behind {
                if !take(Int(positions[low])) { return }
                low -= 1
            } else {
                if !take(Int(positions[high])) { return }
                high += 1
            }
        }
    }
}
