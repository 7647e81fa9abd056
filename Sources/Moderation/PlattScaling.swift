import Glibc

/// A logit made of a score, slope × score + offset, such that the probability is right.
///
/// Fitted by likelihood to scores of texts that the scoring model had not seen (Platt,
/// Probabilistic outputs for support vector machines, 1999), with Newton's method and halved steps
/// (Lin, Lin and Weng, A note on Platt's probabilistic outputs, 2007).
struct PlattScaling: Sendable, Equatable {
    var slope = 1.0
    var offset = 0.0

    /// The scaling as it stands before any fit.
    static let identity = PlattScaling()

    func logit(_ score: Double) -> Double { slope * score + offset }

    /// The best for these scores. Labels count as slightly uncertain, (n₊ + 1) / (n₊ + 2) and
    /// 1 / (n₋ + 2), so that a perfect separation does not end in certainty. The slope is never
    /// negative: where the scores say nothing, all get the same probability.
    static func fitted(_ scores: [Double], _ labels: [Bool]) -> PlattScaling {
        let positive = Double(labels.count(where: { $0 }))
        let negative = Double(labels.count) - positive
        let (high, low) = ((positive + 1) / (positive + 2), 1 / (negative + 2))
        let targets = labels.map { $0 ? high : low }
        var best = PlattScaling(slope: 0, offset: log((positive + 1) / (negative + 1)))
        var loss = best.loss(scores, targets)
        for _ in 0..<100 {
            guard let step = best.newtonStep(scores, targets) else { break }
            var (size, moved) = (1.0, false)
            while size > 1e-10, !moved {
                let next = PlattScaling(
                    slope: best.slope + size * step.slope,
                    offset: best.offset + size * step.offset)
                let nextLoss = next.loss(scores, targets)
                if nextLoss < loss { (best, loss, moved) = (next, nextLoss, true) }
                size /= 2
            }
            if !moved { break }
        }
        if best.slope > 0 { return best }
        return PlattScaling(slope: 0, offset: log((positive + 1) / (negative + 1)))
    }

    /// The negative log-likelihood, in a form that does not overflow.
    private func loss(_ scores: [Double], _ targets: [Double]) -> Double {
        zip(scores, targets).reduce(0) { sum, pair in
            let logit = logit(pair.0)
            return sum + max(logit, 0) - logit * pair.1 + log1p(exp(-abs(logit)))
        }
    }

    /// Where the quadratic that touches the loss here has its minimum; nil at the end.
    private func newtonStep(_ scores: [Double], _ targets: [Double]) -> PlattScaling? {
        var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-12, 0.0, 1e-12)
        for (score, target) in zip(scores, targets) {
            let share = sigmoid(logit(score))
            let weight = share * (1 - share)
            g0 += (share - target) * score
            g1 += share - target
            h00 += weight * score * score
            h01 += weight * score
            h11 += weight
        }
        let determinant = h00 * h11 - h01 * h01
        guard determinant > 0, max(abs(g0), abs(g1)) > 1e-7 else { return nil }
        return PlattScaling(
            slope: -(h11 * g0 - h01 * g1) / determinant,
            offset: -(h00 * g1 - h01 * g0) / determinant)
    }
}
