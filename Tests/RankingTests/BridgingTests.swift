import Foundation
import Ranking
import Testing

@Suite(
    "Common ground on a site whose optimum is known",
    .enabled(if: Bridging.isPresent, "ranking/bridging.json does not lie beside the package"))
struct BridgingTests {
    private let data: Bridging
    private let model: GroundModel
    private let notes: [Int]

    init() throws {
        data = try Bridging.load()
        let (matrix, notes) = Bridging.matrix(data.ratings, minVotes: 10)
        model = try #require(GroundModel.fit(matrix))
        self.notes = notes
    }

    /// What the votes on a note come to.
    private func sums(_ note: Int, _ ratings: [[Int]], _ model: GroundModel) -> GroundSums {
        let voters = Dictionary(uniqueKeysWithValues: zip(model.voterIDs, model.voters))
        var sums = GroundSums()
        for rating in ratings where rating[1] == note {
            guard let voter = voters[Int64(rating[0] + 1)] else { continue }
            let value = rating[2] == 1 ? 1 : -1
            sums.add(GroundSums(of: voter, value: value, mean: model.scale.mean))
        }
        return sums
    }

    private func bounds(_ ratings: [[Int]], _ model: GroundModel) -> [Double] {
        data.optimum.noteIntercepts.indices.map {
            model.scale.lowerBound(sums($0, ratings, model))
        }
    }

    @Test("The fit reaches the optimum: its loss, every parameter, the sign of the factors")
    func reachesOptimum() {
        let optimum = data.optimum
        #expect(model.votes == data.ratings.count)
        #expect(model.loss - optimum.loss < 1e-6)
        #expect(model.loss - optimum.loss > -1e-12)
        #expect(abs(model.scale.mean - optimum.globalIntercept) < 1e-6)
        for (index, note) in notes.enumerated() {
            #expect(abs(model.comments[index].intercept - optimum.noteIntercepts[note]) < 1e-6)
            #expect(abs(model.comments[index].factor - optimum.noteFactors[note]) < 1e-6)
        }
        for (id, voter) in zip(model.voterIDs, model.voters) {
            let rater = Int(id) - 1
            let unit = 4_294_967_296.0
            #expect(abs(Double(voter.factor) / unit - optimum.raterFactors[rater]) < 1e-6)
            #expect(abs(Double(voter.intercept) / unit - optimum.raterIntercepts[rater]) < 1e-6)
        }
        #expect(model.sides.low >= model.voters.count / 2)
    }

    @Test("The twelve comments that bridge the camps come first, in the optimum's order")
    func ordersAsOptimum() {
        let order = notes.indices.sorted {
            model.comments[$0].intercept > model.comments[$1].intercept
        }.map { notes[$0] }
        #expect(Set(order.prefix(12)) == Set(data.optimum.top12))
        #expect(order == data.optimum.order)
        let bounds = bounds(data.ratings, model)
        let byBound = notes.sorted { bounds[$0] > bounds[$1] }
        #expect(Set(byBound.prefix(12)) == Set(data.optimum.top12))
    }

    @Test("The lower bounds are those of one more vote against, to 1e-6")
    func bounds() {
        for (bound, expected) in zip(
            bounds(data.ratings, model), data.pseudoRaterBounds.lcb)
        {
            #expect(abs(bound - expected) < 1e-6)
        }
    }

    @Test("Forty who cast two votes each move nothing by more than two places")
    func withstandsBrigade() throws {
        let ratings = data.ratings + data.brigade.extraRatings
        let (matrix, notes) = Bridging.matrix(ratings, minVotes: 10)
        let attacked = try #require(GroundModel.fit(matrix))
        let (before, after) = (bounds(data.ratings, model), bounds(ratings, attacked))
        let orders = [before, after].map { bounds in notes.sorted { bounds[$0] > bounds[$1] } }
        for note in notes {
            let places = orders.map { $0.firstIndex(of: note) ?? -100 }
            #expect(abs(places[0] - places[1]) <= 2, "note \(note)")
        }
    }

    @Test("The same votes give the same fit, bit by bit")
    func isDeterministic() throws {
        let (matrix, _) = Bridging.matrix(data.ratings, minVotes: 10)
        let again = try #require(GroundModel.fit(matrix))
        #expect(again.scale == model.scale)
        #expect(again.voters == model.voters)
        #expect(again.comments == model.comments)
    }
}
