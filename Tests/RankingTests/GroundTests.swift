import Ranking
import Testing

@Suite("Common ground between fits")
struct GroundTests {
    private static let scale = GroundScale(
        mean: 0.31, votesPerComment: 12.5, maxIntercept: 0.4, minFactor: -1.1, maxFactor: 0.9)

    private func voters(_ count: Int, _ dice: inout Dice) -> [GroundVoter] {
        (0..<count).map { _ in
            GroundVoter(
                intercept: Double.random(in: -0.4...0.4, using: &dice),
                factor: Double.random(in: -1.1...0.9, using: &dice))
        }
    }

    /// The two parameters by a solve of the whole, with every vote at hand.
    private func solved(
        _ votes: [(voter: GroundVoter, value: Int)], share: Double,
        more: (factor: Double, rest: Double)? = nil
    ) -> (intercept: Double, factor: Double) {
        let unit = 4_294_967_296.0
        var (n, s1, s2, y1, y2) = (0.15 * share, 0.0, 0.03 * share, 0.0, 0.0)
        func add(_ factor: Double, _ rest: Double) {
            n += 1
            s1 += factor
            s2 += factor * factor
            y1 += rest
            y2 += rest * factor
        }
        for vote in votes where vote.value != 0 {
            let rest =
                (vote.value > 0 ? 1 : 0) - Self.scale.mean - Double(vote.voter.intercept) / unit
            add(Double(vote.voter.factor) / unit, rest)
        }
        if let more { add(more.factor, more.rest) }
        let determinant = n * s2 - s1 * s1
        return ((y1 * s2 - s1 * y2) / determinant, (n * y2 - s1 * y1) / determinant)
    }

    @Test("After any votes, changed and taken back, the kept sums give what a whole solve does")
    func followsVotes() {
        var dice = Dice(21)
        for _ in 0..<60 {
            let people = voters(30, &dice)
            var values = [Int](repeating: 0, count: people.count)
            var sums = GroundSums()
            for _ in 0..<200 {
                let voter = Int.random(in: 0..<people.count, using: &dice)
                let value = Int.random(in: -1...1, using: &dice)
                sums.add(
                    GroundSums(of: people[voter], value: values[voter], mean: Self.scale.mean),
                    times: -1)
                sums.add(GroundSums(of: people[voter], value: value, mean: Self.scale.mean))
                values[voter] = value
                let votes = zip(people, values).map { (voter: $0, value: $1) }
                let whole = solved(votes, share: 12.5)
                let kept = Self.scale.standing(sums)
                #expect(abs(kept.intercept - whole.intercept) < 1e-8)
                #expect(abs(kept.factor - whole.factor) < 1e-8)
                let bounds = [-1.1, 0, 0.9].map { factor in
                    solved(votes, share: 13.5, more: (factor, -0.31 - 0.4)).intercept
                }
                let bound = ([whole.intercept] + bounds).min() ?? 0
                #expect(abs(Self.scale.lowerBound(sums) - bound) < 1e-8)
            }
        }
    }

    @Test("Votes that are taken back leave the very same sums, in whatever order")
    func isExact() {
        var dice = Dice(22)
        let people = voters(500, &dice)
        let votes = people.map {
            GroundSums(
                of: $0, value: Int.random(in: -1...1, using: &dice), mean: Self.scale.mean)
        }
        var before = GroundSums()
        votes.prefix(200).forEach { before.add($0) }
        var sums = before
        votes.dropFirst(200).shuffled(using: &dice).forEach { sums.add($0) }
        #expect(sums != before)
        votes.dropFirst(200).shuffled(using: &dice).forEach { sums.add($0, times: -1) }
        #expect(sums == before)
    }

    @Test("Without votes the intercept is 0 and the bound lies below")
    func empty() {
        #expect(Self.scale.standing(GroundSums()).intercept == 0)
        #expect(Self.scale.lowerBoundOfNone < 0)
        #expect(Self.scale.lowerBoundOfNone == Self.scale.lowerBound(GroundSums()))
    }

    @Test("Sums that no votes make, as a damaged file may hold, give numbers all the same")
    func damaged() {
        var sums = GroundSums()
        (sums.votes, sums.factors, sums.squares) = (.max, .max, .min)
        (sums.rests, sums.products) = (.min, .max)
        #expect(Self.scale.lowerBound(sums).isFinite)
        sums.add(sums)
        #expect(Self.scale.standing(sums).factor.isFinite)
    }

    @Test("A site without votes, or with voters of too few, is fitted to nothing")
    func nothing() throws {
        let none = try #require(GroundModel.fit(VoteMatrix()))
        #expect((none.votes, none.sides.low, none.loss) == (0, 0, 0))
        var matrix = VoteMatrix()
        for comment in 0..<9 {
            for voter in 0..<3 { _ = matrix.add(Int64(voter), isUp: comment % 2 == 0) }
            matrix.endComment()
        }
        matrix.keepVoters(withAtLeast: 10)
        #expect((matrix.votes, matrix.comments, matrix.voters) == (0, 0, 0))
        #expect(GroundModel.fit(matrix)?.voters.isEmpty == true)
    }

    @Test("A fit that is cancelled gives nothing")
    func cancelled() {
        var matrix = VoteMatrix()
        _ = matrix.add(1, isUp: true)
        matrix.endComment()
        #expect(GroundModel.fit(matrix) { true } == nil)
    }
}
