import Store
import Testing

@testable import Service

@Suite("What one thread keeps of authors")
struct AuthorTableTests {
    private func text(_ name: String, url: String? = nil, approved: Int = 3) -> AuthorText {
        AuthorText(Author(name: name, displayName: nil, url: url, approved: approved))
    }

    private func found(_ id: Int64, in table: AuthorTable, stamp: UInt64 = 5) -> String? {
        table.text(of: id, noOlderThan: stamp).map {
            String(decoding: $0.members, as: UTF8.self) + "|\($0.approved)"
        }
    }

    @Test("It is given as it was kept, and not to who needs what is newer")
    func given() {
        let table = AuthorTable()
        #expect(found(7, in: table) == nil)
        table.keep(text("ann", url: "https://a.example"), of: 7, for: 5)
        #expect(
            found(7, in: table)
                == #""id":"ann","name":"ann","url":"https://a.example"|3"#)
        #expect(found(7, in: table, stamp: 6) == nil)
        #expect(found(8, in: table) == nil)
    }

    @Test("Of two whose place is one the later has it, and neither gets the other's")
    func onePlace() {
        let table = AuthorTable()
        table.keep(text("ann"), of: 1, for: 5)
        table.keep(text("bob"), of: 1 + 32_768, for: 5)
        #expect(found(1, in: table) == nil)
        #expect(found(1 + 32_768, in: table) == #""id":"bob","name":"bob"|3"#)
    }

    @Test("What has no room in a place is not kept, and spoils nobody's")
    func tooLong() {
        let table = AuthorTable()
        for id: Int64 in 1...3 { table.keep(text("u\(id)"), of: id, for: 5) }
        for length in 1...200 {
            table.keep(text("n", url: String(repeating: "x", count: length)), of: 2, for: 6)
        }
        table.keep(text("n", approved: .max), of: 2, for: 7)
        #expect(found(2, in: table, stamp: 7) == nil)
        #expect(found(1, in: table) == #""id":"u1","name":"u1"|3"#)
        #expect(found(3, in: table) == #""id":"u3","name":"u3"|3"#)
    }
}
