import Discussion
import Ranking
import Testing

@Suite("Places among siblings")
struct PlaceTests {
    private func tally(
        _ id: Int64, up: Int = 0, down: Int = 0, descendants: Int = 0, isPinned: Bool = false,
        parent: CommentID? = nil
    ) -> Tally {
        Tally(
            id: CommentID(rawValue: id << 20), threadID: 1, parentID: parent, status: .approved,
            isPinned: isPinned, up: up, down: down, descendants: descendants)
    }

    /// The milliseconds at which the siblings were made, in the order of a sort.
    private func order(_ siblings: [Tally], _ sort: Sort) -> [Int64] {
        siblings.sorted { $0.place(sort) < $1.place(sort) }.map { $0.id.rawValue >> 20 }
    }

    @Test("Places are a total order of any siblings", arguments: Sort.allCases)
    func total(_ sort: Sort) {
        var dice = Dice(2)
        let siblings = (1...25).map { dice.tally(id: $0) }
        let places = siblings.map { $0.place(sort) }
        for (i, left) in places.enumerated() {
            #expect(!(left < left))
            for (j, right) in places.enumerated() where i != j {
                #expect((left < right) != (right < left))
                for third in places where left < right && right < third {
                    #expect(left < third)
                }
            }
        }
        let shuffled = siblings.shuffled(using: &dice)
        #expect(order(siblings, sort) == order(shuffled, sort))
    }

    @Test("The higher score stands first")
    func score() {
        let siblings = [
            tally(1, up: 9, down: 1), tally(2, up: 40, down: 20, descendants: 3), tally(3, up: 1),
            tally(4, up: 20, down: 19, descendants: 7),
        ]
        #expect(order(siblings, .best) == [1, 2, 3, 4])
        #expect(order(siblings, .top) == [2, 1, 3, 4])
        #expect(order(siblings, .controversial) == [4, 2, 1, 3])
        #expect(order(siblings, .discussed) == [4, 2, 3, 1])
        #expect(order(siblings, .newest) == [4, 3, 2, 1])
        #expect(order(siblings, .oldest) == [1, 2, 3, 4])
    }

    @Test("Hot: ten times the votes weigh as much as 45,000 seconds")
    func hot() {
        let siblings = [tally(1, up: 100), tally(44_999_000, up: 10), tally(45_002_000, up: 10)]
        #expect(order(siblings, .hot) == [45_002_000, 1, 44_999_000])
    }

    @Test("Of equals, the one with fewer down-votes stands first, then the older one")
    func ties() {
        let siblings = [
            tally(1, up: 5, down: 4), tally(2, up: 2, down: 1), tally(3, up: 1), tally(4, up: 1),
        ]
        #expect(order(siblings, .top) == [3, 4, 2, 1])
        #expect(order(siblings, .discussed) == [3, 4, 2, 1])
        #expect(order([tally(3), tally(1), tally(2)], .best) == [1, 2, 3])
        #expect(
            order([tally(2, up: 4, down: 3), tally(1, up: 3, down: 4)], .controversial) == [2, 1])
        let moment = [tally(7, up: 5, down: 4), tally(7, up: 1)]
        #expect(moment[1].place(.hot) < moment[0].place(.hot))
    }

    @Test(
        "Within a millisecond the id decides, later first under newest alone",
        arguments: Sort.allCases)
    func sameMoment(_ sort: Sort) {
        let first = Tally(id: CommentID(rawValue: 5), threadID: 1, parentID: nil, status: .approved)
        let second = Tally(
            id: CommentID(rawValue: 6), threadID: 1, parentID: nil, status: .approved)
        #expect((first.place(sort) < second.place(sort)) == (sort != .newest))
    }

    @Test("Pinned roots stand first, but in the orders by time", arguments: Sort.allCases)
    func pinned(_ sort: Sort) {
        let siblings = [
            tally(1, up: 50, descendants: 50), tally(2, isPinned: true),
            tally(3, down: 9, isPinned: true), tally(4, up: 100, down: 90, descendants: 99),
        ]
        let order = order(siblings, sort)
        switch sort {
        case .newest: #expect(order == [4, 3, 2, 1])
        case .oldest: #expect(order == [1, 2, 3, 4])
        default: #expect(Set(order.prefix(2)) == [2, 3])
        }
    }

    @Test("Pinned replies stand where their votes put them", arguments: Sort.allCases)
    func pinnedReply(_ sort: Sort) {
        let parent = CommentID(rawValue: 1)
        let plain = tally(7, up: 3, down: 1, parent: parent)
        let pinned = tally(7, up: 3, down: 1, isPinned: true, parent: parent)
        #expect(plain.place(sort) == pinned.place(sort))
    }

    @Test("The keys of an index order siblings as places do")
    func rankKeys() throws {
        var dice = Dice(3)
        #expect(dice.tally(id: 1).rankKeys(Formulas()) == nil)
        for id in Int64(1)...200 {
            var tally = dice.tally(id: id)
            tally.isRanked = true
            let keys = try #require(tally.rankKeys(Formulas()))
            #expect(keys.best == tally.place(.best).key)
            #expect(Double(keys.top) == tally.place(.top).key)
            #expect(keys.hot == tally.place(.hot).key)
            #expect(keys.controversial == tally.place(.controversial).key)
            #expect(Double(keys.discussed) == tally.place(.discussed).key)
        }
    }

    @Test("Every order has the wire's name, and most_voted is top")
    func names() {
        #expect(
            Sort.names == [
                "best", "top", "hot", "controversial", "discussed", "newest", "oldest",
                "common_ground", "most_voted",
            ])
        for sort in Sort.allCases { #expect(Sort(name: sort.name) == sort) }
        #expect(Sort(name: "most_voted") == .top)
        #expect(Sort(name: "Best") == nil)
    }
}
