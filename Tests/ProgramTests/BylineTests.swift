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

    /// Has all rows say that somebody else wrote them: whoever reads them shows it.
    private func mark() throws {
        let database = try Connection(path: folder.database)
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

    @Test("Whoever is called otherwise later is called so at once, in this process and the next")
    func renames() throws {
        let replies = try folder.replies(to: [
            submission("One", by: ["id": "ann", "name": "Ann"]), submission("Two", by: "bob"),
            Self.list, submission("Three", by: ["id": "ann", "name": "Anna"]), Self.list,
            submission("Four", by: ["id": "ann", "name": "Anne"]), Self.list,
        ])
        #expect(names(replies[2]) == ["Ann", "bob"])
        #expect(names(replies[4]) == ["Anna", "bob", "Anna"])
        #expect(names(replies[6]) == ["Anne", "bob", "Anne", "Anne"])
        #expect(try folder.discrepancies() == "")
        #expect(try names() == ["Anne", "bob", "Anne", "Anne"])
    }

    @Test("Another page of theirs is a change too; another address for mail is none")
    func whatCounts() throws {
        _ = try folder.replies(to: [submission("One", by: "ann"), submission("Two", by: "bob")])
        try mark()
        let replies = try folder.replies(to: [
            submission("Three", by: ["id": "ann", "email": "ann@mail.example"]),
            submission("Four", by: ["id": "bob", "url": "https://bob.example"]), Self.list,
        ])
        #expect(names(replies[2]) == ["of the row", "bob", "ann", "bob"])
    }

    @Test("What Unicode calls the same is another name where its bytes are others")
    func otherBytes() throws {
        let (one, other) = ("\u{E9}", "e\u{301}")
        let replies = try folder.replies(to: [
            submission("One", by: ["id": "ann", "name": .string(one)]),
            submission("Two", by: ["id": "ann", "name": .string(other), "email": "a@x.example"]),
            Self.list, submission("Three", by: ["id": "ann", "name": .string(one)]), Self.list,
        ])
        let (first, second) = (names(replies[2]), names(replies[4]))
        #expect(first.map { Array($0.utf8) } == Array(repeating: Array(other.utf8), count: 2))
        #expect(second.map { Array($0.utf8) } == Array(repeating: Array(one.utf8), count: 3))
        #expect(try folder.discrepancies() == "")
    }

    @Test("Who has written nothing yet may come to be called anything")
    func beforeTheFirst() throws {
        _ = try folder.replies(to: [
            ProgramFolder.command(
                "subscription.add", ["thread": "page", "person": "ann", "scope": "thread"]),
            submission("One", by: ["id": "ann", "name": "Ann", "url": "https://ann.example"]),
        ])
        try mark()
        #expect(try names() == ["of the row"])
    }

    @Test("A server's readers hear of everyone, whoever of them read the page before")
    func served() throws {
        let served = try folder.serve()
        let (one, other) = (try served.connect(), try served.connect())
        let people = ["ann", "bob", "cleo"]
        for person in people {
            try one.call(
                "comment.submit", ["thread": "page", "author": .string(person), "body": "One"])
        }
        func shown(by peer: SocketPeer, _ index: Int) throws -> JSONValue {
            let list: JSONValue = ["thread": "page", "sort": "oldest"]
            return try peer.call("comment.list", list)["comments"][index]["author"]["name"]
        }
        for round in 0..<30 {
            let name = JSONValue.string("Name \(round)")
            let author: JSONValue = ["id": .string(people[round % 3]), "name": name]
            try one.call(
                "comment.submit",
                ["thread": "other", "author": author, "body": .string("\(round)")]
            )
            #expect(try shown(by: other, round % 3) == name)
            #expect(try shown(by: one, round % 3) == name)
        }
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    @Test("Comments that are imported say it too")
    func imported() throws {
        _ = try folder.replies(to: [submission("One", by: ["id": "ann", "name": "Ann"])])
        try folder.write("site.ndjson", try folder.run("export").output)
        let end = try folder.run("import", "--from", "ndjson", "--db", "new.db", "site.ndjson")
        #expect(end.status == 0, "\(end)")
        let byline = try Connection(path: folder.path + "/new.db", mode: .readOnly)
            .first("SELECT byline FROM comments") { $0.optionalText(0) }
        #expect(byline == #""id":"ann","name":"Ann""#)
    }
}
