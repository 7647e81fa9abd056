/// What a fit found: the parameters of the site, of its voters and of its comments.
package struct GroundModel: Sendable {
    package let scale: GroundScale
    /// The penalised mean of squares that was minimised.
    package let loss: Double
    package let votes: Int
    /// Rounds that it took.
    package let sweeps: Int
    package let voters: [GroundVoter]
    /// The persons that the voters are.
    package let voterIDs: [Int64]
    /// In the order in which the comments were taken in.
    package let comments: [GroundScale.Standing]

    /// How many voters stand on either side.
    package var sides: (low: Int, high: Int) {
        voters.reduce(into: (0, 0)) { sides, voter in
            if voter.side < 0 { sides.low += 1 } else if voter.side > 0 { sides.high += 1 }
        }
    }
}

extension GroundModel {
    /// Fits the model to votes; nil where `isCancelled` says so, which is asked each round.
    ///
    /// Deterministic. Rounds of exact least squares, for all comments, for all voters and for the
    /// mean, each with the others held, until no comment's parameters move by more than 1e-8. The
    /// loss is not convex, but from any start this comes to its one minimum, up to the sign of the
    /// factors, on all data that is known to us. The sign is chosen so that at least half of the
    /// voters have a negative factor.
    package static func fit(
        _ matrix: VoteMatrix, isCancelled: () -> Bool = { false }
    ) -> GroundModel? {
        var fitting = GroundFitting(matrix)
        var sweeps = 0
        while sweeps < maxSweeps, matrix.votes > 0 {
            if isCancelled() { return nil }
            sweeps += 1
            if fitting.sweep() <= precision { break }
        }
        return fitting.model(sweeps: sweeps)
    }

    /// Votes that tell sides from each other take 100 to 250; more would only trim what is chance.
    private static let maxSweeps = 400
    private static let precision = 1e-8
}

/// The state of a fit.
private struct GroundFitting {
    private let matrix: VoteMatrix
    /// Of voters and of comments: intercept and factor.
    private var voters: [SIMD2<Double>]
    private var comments: [SIMD2<Double>]
    private var mean = 0.0
    /// For each voter the sums of its comments' factors, of their squares, of what its votes leave,
    /// and of that times the factor.
    private var sums: [SIMD4<Double>]
    private let ups: Double

    init(_ matrix: VoteMatrix) {
        self.matrix = matrix
        comments = Array(repeating: .zero, count: matrix.comments)
        sums = Array(repeating: .zero, count: matrix.voters)
        // Where all factors are 0 they stay so: each begins somewhere between −1/2 and 1/2.
        voters = (0..<matrix.voters).map { SIMD2(0, Self.start(UInt64($0))) }
        ups = Double(matrix.marks.reduce(0) { $0 + Int($1 & 1) })
    }

    /// SplitMix64's mixing (Steele, Lea and Flood, 2014).
    private static func start(_ index: UInt64) -> Double {
        var mixed = (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / 9_007_199_254_740_992 - 0.5
    }

    private static func solved(
        _ count: Double, _ sums: SIMD4<Double>, _ share: Double
    ) -> SIMD2<Double> {
        let a = count + GroundScale.interceptPenalty * share
        let d = sums[1] + GroundScale.factorPenalty * share
        let determinant = a * d - sums[0] * sums[0]
        return SIMD2(sums[2] * d - sums[0] * sums[3], a * sums[3] - sums[0] * sums[2])
            / determinant
    }

    /// One round; by how much the comments' parameters moved at most.
    mutating func sweep() -> Double {
        let moved = solveComments()
        solveVoters()
        return moved
    }

    private mutating func solveComments() -> Double {
        let share = Double(matrix.votes) / Double(matrix.comments)
        let mean = mean
        var moved = 0.0
        matrix.marks.withUnsafeBufferPointer { marks in
            voters.withUnsafeBufferPointer { voters in
                for comment in comments.indices {
                    let range = matrix.starts[comment]..<matrix.starts[comment + 1]
                    var sums = SIMD4<Double>.zero
                    for at in range {
                        let mark = marks[at]
                        let voter = voters[Int(mark >> 1)]
                        let rest = Double(mark & 1) - mean - voter[0]
                        sums += SIMD4(voter[1], voter[1] * voter[1], rest, rest * voter[1])
                    }
                    let new = Self.solved(Double(range.count), sums, share)
                    let change = new - comments[comment]
                    moved = max(moved, abs(change[0]), abs(change[1]))
                    comments[comment] = new
                }
            }
        }
        return moved
    }

    private mutating func solveVoters() {
        let mean = mean
        matrix.marks.withUnsafeBufferPointer { marks in
            sums.withUnsafeMutableBufferPointer { sums in
                sums.update(repeating: .zero)
                for comment in comments.indices {
                    let (intercept, factor) = (comments[comment][0], comments[comment][1])
                    for at in matrix.starts[comment]..<matrix.starts[comment + 1] {
                        let mark = marks[at]
                        let rest = Double(mark & 1) - mean - intercept
                        sums[Int(mark >> 1)] += SIMD4(factor, factor * factor, rest, rest * factor)
                    }
                }
            }
        }
        let share = Double(matrix.votes) / Double(matrix.voters)
        var rest = ups
        for voter in voters.indices {
            let count = Double(matrix.votesOfVoter[voter])
            voters[voter] = Self.solved(count, sums[voter], share)
            rest -= count * voters[voter][0] + voters[voter][1] * sums[voter][0]
        }
        for comment in comments.indices {
            let count = matrix.starts[comment + 1] - matrix.starts[comment]
            rest -= Double(count) * comments[comment][0]
        }
        self.mean = rest / (Double(matrix.votes) * (1 + GroundScale.interceptPenalty))
    }

    /// What has been found, for comments once more from the voters as they are kept.
    func model(sweeps: Int) -> GroundModel {
        let negative = voters.count { $0[1] < 0 }
        let sign: Double = 2 * negative < voters.count ? -1 : 1
        let kept = voters.map { GroundVoter(intercept: $0[0], factor: sign * $0[1]) }
        let factors = kept.map { GroundSums.real($0.factor) }
        let scale = GroundScale(
            mean: mean,
            votesPerComment: Double(matrix.votes) / Double(max(1, matrix.comments)),
            maxIntercept: kept.map { GroundSums.real($0.intercept) }.max() ?? 0,
            minFactor: factors.min() ?? 0, maxFactor: factors.max() ?? 0)
        var standings: [GroundScale.Standing] = []
        standings.reserveCapacity(matrix.comments)
        for comment in comments.indices {
            var sums = GroundSums()
            for mark in matrix.marks[matrix.starts[comment]..<matrix.starts[comment + 1]] {
                sums.add(
                    GroundSums(
                        of: kept[Int(mark >> 1)], value: mark & 1 == 1 ? 1 : -1, mean: mean))
            }
            standings.append(scale.standing(sums))
        }
        return GroundModel(
            scale: scale, loss: loss(), votes: matrix.votes, sweeps: sweeps, voters: kept,
            voterIDs: matrix.voterIDs, comments: standings)
    }

    private func loss() -> Double {
        guard matrix.votes > 0 else { return 0 }
        var squares = 0.0
        for comment in comments.indices {
            for mark in matrix.marks[matrix.starts[comment]..<matrix.starts[comment + 1]] {
                let voter = voters[Int(mark >> 1)]
                let fitted =
                    mean + voter[0] + comments[comment][0] + voter[1] * comments[comment][1]
                let rest = Double(mark & 1) - fitted
                squares += rest * rest
            }
        }
        let penalties = SIMD2(GroundScale.interceptPenalty, GroundScale.factorPenalty)
        let ofVoters = voters.reduce(SIMD2<Double>.zero) { $0 + $1 * $1 } / Double(voters.count)
        let ofComments =
            comments.reduce(SIMD2<Double>.zero) { $0 + $1 * $1 } / Double(comments.count)
        let penalty = (penalties * (ofVoters + ofComments)).sum()
        return squares / Double(matrix.votes) + penalty
            + GroundScale.interceptPenalty * mean * mean
    }
}
