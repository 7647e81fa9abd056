import Testing

@testable import Daemon

@Suite("A client that is alone")
struct LoneClientTests {
    private func isLookedOutFor(_ turns: [[Int32]]) -> Bool {
        var lone = LoneClient()
        for turn in turns { lone.note(turn.map { .readable($0) }) }
        return lone.isKnown
    }

    @Test("It is looked out for once nobody else has come for a while")
    func afterAWhile() {
        #expect(!isLookedOutFor([]))
        #expect(!isLookedOutFor([[7]]))
        #expect(isLookedOutFor(Array(repeating: [7], count: 20)))
        // Turns in which a thread had something to tell are nobody's.
        #expect(isLookedOutFor(Array(repeating: [[7], []], count: 20).flatMap(\.self)))
    }

    @Test("Another client's coming, by itself or at the same time, ends that")
    func others() {
        let alone = Array(repeating: [Int32(7)], count: 20)
        #expect(!isLookedOutFor(alone + [[8]]))
        #expect(!isLookedOutFor(alone + [[7, 8]]))
        #expect(!isLookedOutFor(Array(repeating: [[7], [8]], count: 20).flatMap(\.self)))
        #expect(isLookedOutFor(alone + [[8]] + alone))
    }
}
