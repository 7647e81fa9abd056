import Testing

@testable import Store

@Suite("Where things with a number stand")
struct IDTableTests {
    @Test("It says what a dictionary says, through thousands of changes")
    func likeDictionary() {
        var dice = Dice(7)
        var (table, known) = (IDTable(), [Int64: Int]())
        for step in 0..<40_000 {
            // Neighbours, and numbers as far from each other as comments' ids.
            let id = Int64.random(in: 1...3000, using: &dice) << (step % 2 == 0 ? 0 : 20)
            switch Int.random(in: 0..<10, using: &dice) {
            case 0..<7:
                table.set(id, to: step)
                known[id] = step
            default: if table[id] != known[id] { Issue.record("\(id) at step \(step)") }
            }
            if step % 10_000 == 9999 {
                for id in (Int64(1)...3000).flatMap({ [$0, $0 << 20] }) {
                    if table[id] != known[id] { Issue.record("\(id) at step \(step)") }
                }
                table.removeAll()
                known = [:]
                #expect(table[id] == nil)
            }
        }
    }

    @Test("The highest number has its place, and none has one at first")
    func highest() {
        var table = IDTable()
        #expect(table[1] == nil && table[.max] == nil)
        table.set(.max, to: 7)
        table.set(.max, to: 8)
        #expect(table[.max] == 8 && table[1] == nil)
    }
}
