import Discussion
import Testing

@testable import commentd_bench

@Suite("The site that is measured")
struct SiteTests {
    private let shape = SiteShape(comments: 2_000)

    @Test("Sizes, and where each thread's comments stand")
    func shapes() {
        let site = SiteShape(comments: 100_000)
        #expect(site.threads == 901)
        #expect(site.comments == 100_000)
        #expect(site.people == 20_000)
        #expect(site.comments(of: 1) == 1..<10_001)
        #expect(site.comments(of: 901) == 99_901..<100_001)
        #expect(SiteShape(comments: 1_234).comments == 1_234)
    }

    @Test("The history is the same each time, and what it is meant to be")
    func history() {
        let entries = Array(SiteHistory(shape))
        #expect(entries == Array(SiteHistory(shape)))
        #expect(entries.map(\.comment) == Array(1...2_000))
        var depths: [Int] = []
        for entry in entries {
            // A parent stands before its replies, in the same thread.
            let parent = entry.parent.map { entries[$0 - 1] }
            #expect(parent?.thread ?? entry.thread == entry.thread)
            depths.append(parent.map { depths[$0.comment - 1] + 1 } ?? 0)
        }
        #expect(depths.max() ?? 0 <= Int(SiteHistory.maxDepth))
        #expect((350...450).contains(depths.count { $0 == 0 }))
        #expect((5_000...7_500).contains(entries.reduce(0) { $0 + $1.votes.count }))
        #expect(
            entries.allSatisfy { entry in
                let voters = Set(entry.votes.map(\.voter))
                return voters.count == entry.votes.count && !voters.contains(entry.author)
            })
        #expect(entries.allSatisfy { (300..<320).contains($0.body.utf8.count) })
    }

    @Test("Nobody votes on their own comment")
    func voters() {
        var dice = SeededDice(seed: 3)
        let areOthers = (1...20_000).allSatisfy { comment in
            let voter = shape.voter(on: comment, &dice)
            return voter != shape.author(of: comment) && (1...shape.people).contains(voter)
        }
        #expect(areOthers)
    }

    @Test("Popular threads are drawn more often, each by its rank")
    func popularity() {
        var dice = SeededDice(seed: 4)
        let zipf = ZipfDice(count: 100)
        var counts = [Int](repeating: 0, count: 101)
        for _ in 0..<20_000 { counts[zipf.draw(&dice)] += 1 }
        #expect(counts[0] == 0)
        // 1 / (1 + 1/2 + … + 1/100) = 0.1928
        #expect((3_600...4_100).contains(counts[1]))
        #expect((310...460).contains(counts[10]))
    }
}
