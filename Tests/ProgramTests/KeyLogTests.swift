import Discussion
import SQLite
import Testing

@testable import Store

@Suite("The log of keys")
struct KeyLogTests {
    private let folder: ProgramFolder
    private var path: String { folder.database }
    private let noon = Moment(milliseconds: 1_800_000_000_000)

    init() throws { folder = try ProgramFolder() }

    /// As good as random, and the same each time.
    private func digest(_ number: Int) -> Digest {
        var dice = Dice(UInt64(bitPattern: Int64(number)))
        return Digest(high: dice.next(), low: dice.next())
    }

    private func use(_ number: Int, at moment: Moment) -> KeyUse {
        KeyUse(
            digest: digest(number), fingerprint: digest(-1 - number), usedAt: moment,
            result: Array("{\"n\":\(number)}".utf8))
    }

    /// Saves uses in transactions of 1,000, as the service does: each is looked up before.
    private func save(
        _ numbers: Range<Int>, in store: Store, at moment: Moment, after start: Moment
    ) throws {
        for first in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 1000) {
            try store.begin()
            for number in first..<min(first + 1000, numbers.upperBound) {
                let known = try store.keyUse(digest(number), after: start)
                if known != nil { Issue.record("use \(number) was known before") }
                store.saveKeyUse(use(number, at: moment), forgetting: start)
            }
            try store.commit()
        }
    }

    private func rows(_ sql: StaticString) throws -> Int {
        try Connection(path: path, mode: .readOnly).first(sql) { $0.int(0) } ?? -1
    }

    private var start: Moment { noon.adding(milliseconds: -86_400_000) }

    @Test("Every use is found: those in the index, those behind it, and after a new start")
    func found() throws {
        let count = 3 * KeyTail.maxFresh + 500
        do {
            let store = try Store(path: path, durability: .normal)
            try save(0..<count, in: store, at: noon, after: start)
            try expectFound(count, in: store)
        }
        let indexed = try rows("SELECT count(*) FROM key_places")
        #expect(indexed > KeyTail.maxFresh && indexed < count)
        #expect(try rows("SELECT log_id FROM key_progress") > 0)
        let store = try Store(path: path, durability: .normal)
        try expectFound(count, in: store)
        try save(count..<(count + 1000), in: store, at: noon, after: start)
        try expectFound(count + 1000, in: store)
    }

    private func expectFound(_ count: Int, in store: Store) throws {
        try store.begin()
        for number in stride(from: 0, to: count, by: 13) {
            let known = try store.keyUse(digest(number), after: start)
            if known != use(number, at: noon) { Issue.record("use \(number) was not found") }
        }
        #expect(try store.keyUse(digest(count), after: start) == nil)
        try store.commit()
    }

    @Test("Uses whose time is over are not found, and their rows go")
    func dropped() throws {
        let store = try Store(path: path, durability: .normal)
        let count = 2 * KeyTail.maxFresh
        try save(0..<count, in: store, at: noon, after: start)
        let later = noon.adding(milliseconds: 2 * 86_400_000)
        let end = later.adding(milliseconds: -86_400_000)
        let logged = try rows("SELECT count(*) FROM key_log")
        // The same keys again, and as many again, which makes room for what is old.
        try save(0..<count, in: store, at: later, after: end)
        try save(count..<(2 * count), in: store, at: later, after: end)
        #expect(try rows("SELECT min(used_at) FROM key_log") == Int(later.milliseconds))
        #expect(try rows("SELECT count(*) FROM key_log") <= 2 * logged + 2)
        let days = try rows("SELECT count(DISTINCT day) FROM key_places")
        #expect(days == 1)
        try store.begin()
        #expect(try store.keyUse(digest(5), after: end) == use(5, at: later))
        try store.commit()
    }

    @Test("What is rolled back was never used")
    func rolledBack() throws {
        let store = try Store(path: path, durability: .normal)
        try store.begin()
        #expect(try store.keyUse(digest(1), after: start) == nil)
        store.saveKeyUse(use(1, at: noon), forgetting: start)
        #expect(try store.keyUse(digest(1), after: start) == use(1, at: noon))
        store.rollBack()
        try store.begin()
        #expect(try store.keyUse(digest(1), after: start) == nil)
        try store.commit()
    }

    @Test("A use is found whatever the length of its result")
    func lengths() throws {
        let store = try Store(path: path, durability: .normal)
        let sizes = [0, 1, KeyLog.rowBytes - 1, KeyLog.rowBytes, 200_000, 3]
        let uses = sizes.enumerated().map { index, size in
            KeyUse(
                digest: digest(index), fingerprint: digest(99), usedAt: noon,
                result: [UInt8](repeating: UInt8(index), count: size))
        }
        try store.begin()
        _ = try store.keyUse(digest(0), after: start)
        for use in uses { store.saveKeyUse(use, forgetting: start) }
        try store.commit()
        try store.begin()
        for use in uses { #expect(try store.keyUse(use.digest, after: start) == use) }
        try store.commit()
    }

    @Test("A row that is cut off gives the uses that are whole")
    func cutOff() {
        var packed = PackedKeyUses()
        for number in 0..<3 { packed.append(use(number, at: noon)) }
        let whole = packed.bytes.withUnsafeBytes { PackedKeyUses.uses(in: $0) }
        #expect(whole == (0..<3).map { use($0, at: noon) })
        for count in [packed.bytes.count - 1, 1, 0] {
            let cut = packed.bytes.prefix(count).withUnsafeBytes { PackedKeyUses.uses(in: $0) }
            #expect(cut == Array(whole.prefix(count > 100 ? 2 : 0)))
        }
    }
}
