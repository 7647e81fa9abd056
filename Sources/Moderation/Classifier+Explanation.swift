extension Classifier {
    /// A piece of a text, and what it adds to the log-odds.
    package struct Piece: Sendable, Equatable {
        /// Its bytes in the normalized text.
        package let range: Range<Int>
        package let weight: Double
    }

    /// The pieces of a normalized text that weigh most, the heaviest first, for or against.
    ///
    /// A piece is what stands between white space; of a long one (a link, a sentence in a script
    /// without spaces) the part that weighs most. Each feature's weight is shared by the bytes
    /// where it first stands, so that what the many overlapping ones say of a word comes together.
    package func strongest(in bytes: [UInt8], limit: Int) -> [Piece] {
        let pieces = pieces(of: bytes).filter { $0.weight != 0 }
        let order = pieces.indices.sorted { one, other in
            let (a, b) = (abs(pieces[one].weight), abs(pieces[other].weight))
            return a == b ? one < other : a > b
        }
        return order.prefix(max(0, limit)).map { pieces[$0] }
    }

    /// What one byte after the other adds to the log-odds; with the logit of an empty text they sum
    /// to that of the text.
    func shares(of bytes: [UInt8]) -> [Double] {
        let features = TextFeatures(of: bytes)
        let inverse = inverseLength(of: features)
        guard inverse > 0 else { return [Double](repeating: 0, count: bytes.count) }
        let factor = scaling.slope * inverse * Double(step)
        return bytes.withUnsafeBufferPointer { text in
            var pieces = TextPieces(
                sink: PieceWeights(
                    weights: weights, wanted: features, factor: factor, byteCount: bytes.count))
            pieces.read(UnsafeBufferPointer(rebasing: text.prefix(TextFeatures.mostBytes)))
            return pieces.sink.shares
        }
    }

    /// Of each run between white space the piece that stands for it.
    private func pieces(of bytes: [UInt8]) -> [Piece] {
        let shares = shares(of: bytes)
        var found: [Piece] = []
        // The code points of the run, with their weights.
        var run: [Piece] = []
        func endRun() {
            if !run.isEmpty { found.append(heaviest(run)) }
            run.removeAll(keepingCapacity: true)
        }
        bytes.withUnsafeBufferPointer { text in
            var at = 0
            while at < text.count {
                let (scalar, length) = UTF8Text.any(in: text, at: at)
                if CharacterKind.of(any: scalar) != .whiteSpace {
                    var weight = 0.0
                    for byte in at..<at + length { weight += shares[byte] }
                    run.append(Piece(range: at..<at + length, weight: weight))
                } else {
                    endRun()
                }
                at += length
            }
        }
        endRun()
        return found
    }

    /// Up to so many code points a run is a piece as a whole.
    private static let longestWhole = 16

    /// The run, or of a long one the part that weighs most for or against: the largest sum of what
    /// code points weigh beyond the mean (Kadane's algorithm), so that it ends where the text goes
    /// on as usual.
    private func heaviest(_ run: [Piece]) -> Piece {
        if run.count <= Self.longestWhole { return Self.joined(run[...]) }
        let usual = run.reduce(0) { $0 + abs($1.weight) } / Double(run.count)
        let most = Self.largest(run, sign: 1, usual)
        let least = Self.largest(run, sign: -1, usual)
        return most.weight >= -least.weight ? most : least
    }

    private static func largest(_ run: [Piece], sign: Double, _ usual: Double) -> Piece {
        var (start, sum) = (0, 0.0)
        var (best, bestSum) = (0..<1, -Double.infinity)
        for at in run.indices {
            if sum <= 0 { (start, sum) = (at, 0) }
            sum += sign * run[at].weight - usual
            if sum > bestSum { (best, bestSum) = (start..<at + 1, sum) }
        }
        return joined(run[best])
    }

    private static func joined(_ run: ArraySlice<Piece>) -> Piece {
        let start = run.first?.range.lowerBound ?? 0
        return Piece(
            range: start..<(run.last?.range.upperBound ?? start),
            weight: run.reduce(0) { $0 + $1.weight })
    }
}

/// Shares each feature's weight among the bytes where it stands first.
private struct PieceWeights: PieceSink {
    let weights: [Classifier.Weight]
    /// A bit for each feature that has not been met: a set would take longer than all else here.
    private var wanted = [UInt64](repeating: 0, count: FeatureHash.count / 64)
    /// What a step of weight adds to the log-odds.
    let factor: Double
    var shares: [Double]

    init(weights: [Classifier.Weight], wanted: TextFeatures, factor: Double, byteCount: Int) {
        self.weights = weights
        for index in wanted.indices { self.wanted[Int(index >> 6)] |= 1 << UInt64(index & 63) }
        self.factor = factor
        shares = [Double](repeating: 0, count: byteCount)
    }

    mutating func take(_ index: UInt32, _ start: Int, _ end: Int) {
        let bit: UInt64 = 1 << UInt64(index & 63)
        guard end > start, wanted[Int(index >> 6)] & bit != 0 else { return }
        wanted[Int(index >> 6)] &= ~bit
        let share = Double(weights[Int(index)].steps) * factor / Double(end - start)
        for byte in start..<end { shares[byte] += share }
    }
}
