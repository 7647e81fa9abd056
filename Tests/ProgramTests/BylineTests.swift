import JSONValues
import SQLite
import Testing

@Suite("What comments' own rows say of their authors")
struct BylineTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private func submission(_ body: String, by author: JSONValue) -> String {
        ProgramFolder.command(
            "comment.submit", ["thread": "page", "author": author, "body": .string(body)])
    }

    private static let list = ProgramFolder.command(
        "comment.list", ["thread": "page", "sort": "oldest"])

    private func names(_ reply: JSONValue) -> [String] {
        (reply["result"]["comments"].array ?? []).compactMap { $0["author"]["name"].text }
    }

    /// The authors' names on the page as a new process lists it.
    private func names() throws -> [String] { names(try folder.replies(to: [Self.list])[0]) }

    private func database() throws -> Connection { try Connection(path: folder.database) }

    private func renamed() throws -> [String] {
        try database().all(
            "SELECT name FROM renames JOIN persons ON persons.id = person_id ORDER BY renames.id"
        ) { $0.text(0) }
    }

    /// Has all rows say that somebody else wrote them: whoever reads them shows it.
    private func mark() throws {
        let database = try database()
        try database.run(#"UPDATE comments SET byline = '"id":"x","name":"of the row"'"#)
        _ = database.emptyLog(isPatient: true)
    }

    @Test("A page takes them from there, escaped once and no more")
    func fromRow() throws {
        let odd = #"Ann "the" \ O'Neil <b> 한"#
        _ = try folder.replies(to: [
            submission(
                "One",
                by: ["id": #"a"\n"#, "name": .string(odd), "url": "https://a.example/?b=\\"])
        ])
        let author = try folder.replies(to: [Self.list])[0]["result"]["comments"][0]["author"]
        let whole: JSONValue = [
            "id": #"a"\n"#, "name": .string(odd), "url": #"https://a.example/?b=\"#, "badges": [],
        ]
        #expect(author == whole)
        #expect(try folder.discrepancies() == "")
        try mark()
        #expect(try names() == ["of the row"])
        #expect(try folder.discrepancies().contains("1 comments that call their author otherwise"))
    }

    @Test("Whoever is called otherwise later is looked up, in every process from then on")
    func renames() throws {
        let replies = try folder.replies(to: [
            submission("One", by: ["id": "ann", "name": "Ann"]), submission("Two", by: "bob"),
            Self.list, submission("Three", by: ["id": "ann", "name": "Anna"]), Self.list,
            submission("Four", by: ["id": "ann", "name": "Anne"]), Self.list,
        ])
        #expect(names(replies[2]) == ["Ann", "bob"])
        #expect(names(replies[4]) == ["Anna", "bob", "Anna"])
        #expect(names(replies[6]) == ["Anne", "bob", "Anne", "Anne"])
        #expect(try renamed() == ["ann"])
        #expect(try folder.discrepancies() == "")
        try mark()
        #expect(try names() == ["Anne", "of the row", "Anne", "Anne"])
    }

    @Test("Another page of theirs is a change too; another address for mail is none")
    func whatCounts() throws {
        _ = try folder.replies(to: [
            submission("One", by: ["id": "ann"]), submission("Two", by: ["id": "bob"]),
            submission("Three", by: ["id": "ann", "email": "ann@mail.example"]),
            submission("Four", by: ["id": "bob", "url": "https://bob.example"]),
        ])
        #expect(try renamed() == ["bob"])
    }

    @Test("Who has written nothing yet may come to be called anything")
    func beforeTheFirst() throws {
        _ = try folder.replies(to: [
            submission("One", by: "bob"),
            ProgramFolder.command(
                "subscription.add", ["thread": "page", "person": "ann", "scope": "thread"]),
            submission("Two", by: ["id": "ann", "name": "Ann", "url": "https://ann.example"]),
        ])
        #expect(try renamed() == [])
        try mark()
        #expect(try names() == ["of the row", "of the row"])
    }

    @Test("A server's readers hear of it, whoever of them read the page before")
    func served() throws {
        let served = try folder.serve()
        let (one, other) = (try served.connect(), try served.connect())
        try one.call("comment.submit", ["thread": "page", "author": "ann", "body": "One"])
        let list: JSONValue = ["thread": "page"]
        func shown(by peer: SocketPeer) throws -> JSONValue {
            try peer.call("comment.list", list)["comments"][0]["author"]["name"]
        }
        for round in 1...20 {
            let name = JSONValue.string("Ann \(round)")
            let author: JSONValue = ["id": "ann", "name": name]
            try one.call(
                "comment.submit", ["thread": "other", "author": author, "body": "\(round)"])
            #expect(try shown(by: other) == name)
            #expect(try shown(by: one) == name)
        }
        try served.stop()
        #expect(try renamed() == ["ann"])
    }

    @Test("As long as not all who were renamed are known, everybody is looked up")
    func catchesUp() throws {
        _ = try folder.replies(to: [
            submission("One", by: "ann"), submission("Two", by: "bob"),
        ])
        try mark()
        let database = try database()
        try database.run(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 9000)
            INSERT INTO persons (id, site_id, name, first_seen)
            SELECT n + 10, 1, 'p' || n, 0 FROM numbers
            """)
        try database.run("INSERT INTO renames (person_id) SELECT id FROM persons WHERE id <> 1")
        _ = database.emptyLog(isPatient: true)
        let pages = (0..<4).map {
            ProgramFolder.command(
                "comment.list", id: $0,
                ["thread": "page", "sort": "oldest", "limit": .integer(9 + $0)])
        }
        let shown = try folder.replies(to: pages).map(names)
        #expect(shown[0] == ["ann", "bob"])
        #expect(shown[3] == ["of the row", "bob"])
    }
}
