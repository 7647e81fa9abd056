import Discussion
import JSONValues
import SQLite
import Testing
import Wire

@testable import Store

@Suite("Authors who come to be called otherwise")
struct RenameTests {
    private let bench: LeftoverBench

    init() throws { bench = try LeftoverBench() }

    private func submit(_ count: Int, by author: JSONValue) throws {
        try bench.call(
            (0..<count).map { index in
                let body = JSONValue.string("Comment \(index)")
                return (Method.commentSubmit, ["thread": "page", "author": author, "body": body])
            })
    }

    /// The names on the page, each once.
    private func names() throws -> Set<String> {
        let list = try bench.call(.commentList, ["thread": "page", "limit": 1000])["comments"]
        return Set((list.array ?? []).compactMap { $0["author"]["name"].text })
    }

    /// How many rows still say that it was Ann.
    private func rowsOfAnn() throws -> Int {
        try bench.number("SELECT count(*) FROM comments WHERE instr(byline, 'Ann')")
    }

    @Test("Their comments' rows follow part by part, each after a crash; pages never wait for it")
    func followed() throws {
        try submit(200, by: ["id": "ann", "name": "Ann"])
        while bench.step() {}
        try submit(1, by: ["id": "ann", "name": "Eve"])
        var left: [Int] = []
        repeat {
            #expect(try names() == ["Eve"])
            #expect(try bench.problems() == [])
            left.append(try rowsOfAnn())
            try bench.restart()
        } while bench.step()
        #expect(left.first == 200)
        // 32 a part.
        #expect(Set(left).count == 8)
        #expect(try rowsOfAnn() == 0)
        #expect(try bench.number("SELECT count(*) FROM renames") == 0)
        #expect(try names() == ["Eve"])
    }

    @Test("Who is renamed once more meanwhile is gone through anew")
    func anew() throws {
        try submit(100, by: ["id": "ann", "name": "Ann"])
        try submit(1, by: ["id": "ann", "name": "Eve"])
        #expect(bench.step())
        try submit(1, by: ["id": "ann", "name": "Ann"])
        try submit(1, by: ["id": "ann", "name": "Zoe"])
        #expect(try names() == ["Zoe"])
        #expect(try bench.problems() == [])
        while bench.step() {}
        #expect(try bench.number("SELECT count(*) FROM comments WHERE instr(byline, 'Zoe')") == 103)
        try bench.restart()
        #expect(try names() == ["Zoe"])
        #expect(try bench.problems() == [])
    }

    @Test("Who is erased is called nothing from that moment on, and then in no row either")
    func erased() throws {
        try submit(100, by: ["id": "ann", "name": "Ann"])
        while bench.step() {}
        try bench.call(.personErase, ["person": "ann", "moderator": "mod"])
        repeat {
            #expect(try names() == ["erased"])
            #expect(try bench.problems() == [])
            bench.advance(milliseconds: 2000)
        } while bench.step()
        #expect(try rowsOfAnn() == 0)
        #expect(try names() == ["erased"])
    }

    @Test("So many are read before a page; as long as there are more it may be anybody")
    func catchesUp() throws {
        let folder = try ProgramFolder()
        let writer = try Store(path: folder.database, durability: .normal)
        try writer.db.execute(
            script: """
                INSERT INTO sites (id, name, created_at, rules) VALUES (1, 's', 0, x'00');
                WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 9000)
                INSERT INTO persons (id, site_id, name, first_seen) SELECT n, 1, 'p' || n, 0 FROM n;
                INSERT INTO renames (person_id) SELECT id FROM persons WHERE id > 1 ORDER BY id;
                """)
        let reader = try Store(reading: folder.database)
        var known: [Bool] = []
        for _ in 0..<4 {
            try reader.begin()
            try reader.followRenames()
            known.append(!reader.renamed.mayHave(1))
            #expect(reader.renamed.mayHave(9000))
            reader.rollBack()
        }
        #expect(known == [false, false, true, true])
    }

    @Test("What a transaction that is taken back said of it holds no longer")
    func takenBack() throws {
        let folder = try ProgramFolder()
        _ = try folder.replies(to: [
            ProgramFolder.submission("One", author: "ann"),
            ProgramFolder.submission("Two", author: "bob"),
        ])
        let store = try Store(path: folder.database, durability: .normal)
        for (id, other) in [(Int64(1), Int64(2)), (2, 1)] {
            try store.begin()
            try store.followRenames()
            #expect(!store.renamed.mayHave(id) && !store.renamed.mayHave(other))
            try store.noteRename(of: id)
            try store.followRenames()
            #expect(store.renamed.mayHave(id) && !store.renamed.mayHave(other))
            store.rollBack()
        }
    }
}
