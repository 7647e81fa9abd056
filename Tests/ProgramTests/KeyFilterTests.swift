import Discussion
import Testing

@testable import Store

@Suite("What tells of keys that the index does not have them")
struct KeyFilterTests {
    private static func mark(_ number: Int) -> Int64 {
        Int64(truncatingIfNeeded: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    }

    @Test("Before all of the table was read it may have any")
    func unread() {
        var filter = KeyFilter()
        #expect(filter.mayHave(Self.mark(1)))
        filter.insert(Self.mark(2))
        #expect(filter.mayHave(Self.mark(1)))
    }

    @Test("An empty table has none")
    func empty() {
        var filter = KeyFilter()
        filter.advance(to: nil)
        #expect(!filter.mayHave(Self.mark(1)))
    }

    @Test("Whatever is in it may be there, and of a million others few")
    func members() {
        var filter = KeyFilter()
        filter.advance(to: nil)
        for number in 0..<100_000 { filter.insert(Self.mark(number)) }
        #expect((0..<100_000).allSatisfy { filter.mayHave(Self.mark($0)) })
        let wrong = (100_000..<1_100_000).count { filter.mayHave(Self.mark($0)) }
        #expect(wrong < 10_000)
    }

    @Test("Keys that were used before the program started are known again while it is filled")
    func filled() throws {
        let store = try Store(path: ":memory:")
        let start = Moment(milliseconds: 0)
        let now = Moment(milliseconds: 1_000_000)
        func use(_ number: Int) -> KeyUse {
            KeyUse(
                digest: Digest(high: UInt64(bitPattern: Self.mark(number)), low: UInt64(number)),
                fingerprint: Digest(high: 0, low: 0), usedAt: now, result: [0x31])
        }
        var next = 0
        // Past one run of the tail, so that the table has the first of them.
        for _ in 0..<30 {
            try store.begin()
            for _ in 0..<1000 {
                #expect(try store.keyUse(use(next).digest, after: start) == nil)
                store.saveKeyUse(use(next), forgetting: start)
                next += 1
            }
            try store.commit()
        }
        for number in stride(from: 0, to: next, by: 997) {
            #expect(try store.keyUse(use(number).digest, after: start) == use(number))
        }
        store.areKeysLoaded = false
        for _ in 0..<40 {
            try store.begin()
            for number in stride(from: 0, to: next, by: 997) {
                #expect(try store.keyUse(use(number).digest, after: start) == use(number))
            }
            #expect(try store.keyUse(use(next).digest, after: start) == nil)
            store.saveKeyUse(use(next), forgetting: start)
            next += 1
            try store.commit()
        }
        #expect(store.keys.filter.next == nil)
    }
}
