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
            case 0..<6:
                table.set(id, to: step)
                known[id] = step
            case 6..<9:
                table.remove(id)
                known[id] = nil
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

    @Test("What was taken out can come back, and fills no place twice")
    func comesBack() {
        var table = IDTable()
        #expect(table[1] == nil)
        for round in 0..<1000 {
            table.set(Int64.max, to: round)
            #expect(table[Int64.max] == round)
            table.remove(Int64.max)
            table.remove(5)
            #expect(table[Int64.max] == nil && table[5] == nil)
        }
        table.set(1, to: 0)
        #expect(table[1] == 0)
    }
}
