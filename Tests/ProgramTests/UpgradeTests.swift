import Discussion
import JSONValues
import Ranking
import SQLite
import Testing

@testable import Store

@Suite("Databases of earlier versions")
struct UpgradeTests {
    /// Asks a database what its own program was asked; where the answers differ.
    static func differences(_ version: Int, in folder: ProgramFolder) throws -> [String] {
        let known = try SchemaFixture.replies(version)
        let replies = try folder.replies(to: known.map(\.command))
        return zip(known, replies).flatMap { known, reply in
            SchemaFixture.differences(from: known.result, to: reply["result"])
                .map { "\(known.command.prefix(80)): \($0)" }
        }
    }

    /// How many comments do not say who wrote them, though that is known.
    private static func authorsToLookUp(_ path: String) throws -> Int? {
        try Connection(path: path, mode: .readOnly).first(
            """
            SELECT count(*) FROM comments JOIN persons ON persons.id = author_id
            WHERE byline IS NULL AND persons.name IS NOT NULL
            """
        ) { $0.int(0) }
    }

    @Test(
        "It opens, of the same statements as a new one, says what it said, and takes commands",
        arguments: SchemaFixture.versions)
    func opens(_ version: Int) throws {
        let folder = try ProgramFolder()
        try SchemaFixture.make(version, at: folder.database)
        let first = try folder.run()
        #expect(first.status == 0)
        let line = try JSONValue(parsing: first.complaints)
        #expect(line["level"] == "info")
        #expect(line["event"] == "schema")
        let message = try #require(line["message"].text)
        #expect(message.contains(/^brought from version \d to \d: \d+ rows in \d+\.\d+ s$/))
        #expect(message.contains("from version \(version) to \(Store.schemaVersion): "))
        #expect(try folder.discrepancies() == "")
        #expect(try Self.authorsToLookUp(folder.database) == 0)
        _ = try folder.run("--db", "new.db")
        let (fresh, upgraded) = (
            try SchemaFixture.look(at: folder.path + "/new.db"),
            try SchemaFixture.look(at: folder.database)
        )
        #expect(upgraded == fresh)
        #expect(try Self.differences(version, in: folder) == [])
        let replies = try folder.replies(to: [
            ProgramFolder.command(
                "comment.submit", id: 1,
                ["thread": "two", "author": "new", "body": "and *more*", "parent": "ref:r9"]),
            ProgramFolder.command(
                "vote.cast", id: 2, ["comment": "ref:r9", "voter": "new", "value": 1]),
            ProgramFolder.command(
                "comment.edit", id: 3,
                ["comment": "ref:r1", "by": ["id": "m", "roles": ["moderator"]], "body": "anew"]),
            ProgramFolder.command(
                "flag.raise", id: 4,
                ["comment": "ref:r3", "reporter": "new", "reason": "other"]),
            ProgramFolder.command(
                "person.erase", id: 5, ["person": "cleo", "moderator": "m", "bodies": true]),
            ProgramFolder.command("comment.search", id: 6, ["query": "council"]),
            ProgramFolder.command("ranking.refit", id: 7),
            ProgramFolder.command("event.list", id: 8, ["limit": 1000]),
        ])
        for reply in replies { #expect(reply["error"] == .null) }
        #expect(replies[0]["result"]["comment"]["html"] == #"<p dir="auto">and <em>more</em></p>"#)
        #expect(replies[1]["result"]["votes"]["up"] == 2)
        #expect(replies[7]["result"]["events"].array?.count ?? 0 > 30)
        #expect(try folder.run().complaints == "")
        #expect(try folder.discrepancies() == "")
    }

    @Test("Every command that writes brings it up to date; those that read say how")
    func everyCommand() throws {
        for arguments in [
            ["export"], ["call", "site.configure", "closed:=true"],
            ["import", "--from", "ndjson", "none"],
        ] {
            let folder = try ProgramFolder()
            try folder.write("none", "")
            try SchemaFixture.make(3, at: folder.database)
            let end = try folder.run(arguments)
            #expect(
                end.complaints.contains("from version 3 to \(Store.schemaVersion)"),
                "\(arguments): \(end)")
        }
        let folder = try ProgramFolder()
        try SchemaFixture.make(1, at: folder.database)
        let before = try folder.bytes("comments.db")
        for arguments in [["check"], ["page", "two"], ["report"], ["check", "--rebuild-search"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 1)
            #expect(
                end.complaints.contains(
                    "schema 1, this program \(Store.schemaVersion): make a backup, then start"))
        }
        // The backup that is to be made.
        #expect(try folder.run("backup", "copy.db").status == 0)
        #expect(try folder.bytes("comments.db") == before)
        #expect(try SchemaFixture.look(at: folder.path + "/copy.db").version == 1)
        _ = try folder.run("--db", "copy.db")
        #expect(try folder.run("check", "--db", "copy.db").status == 0)
    }

    @Test("Texts are shown as those that are written now", arguments: SchemaFixture.versions)
    func shown(_ version: Int) throws {
        let folder = try ProgramFolder()
        try SchemaFixture.make(version, at: folder.database)
        let list = try folder.replies(to: [
            ProgramFolder.command(
                "comment.list",
                ["thread": "https://paper.example/one", "sort": "oldest", "depth": 5])
        ])[0]["result"]["comments"]
        let first = list[0]
        let shown = """
            <p dir="auto">The bridge was <strong>closed</strong> for a week.</p>\
            <blockquote><p dir="auto">they said a day</p></blockquote>\
            <ul><li dir="auto">one</li><li dir="auto">two</li></ul>
            """
        #expect(first["html"].text == shown)
        let reply = first["children"]["comments"][0]
        #expect(reply["html"] == #"<p dir="auto">Whoever planned it is a *********.</p>"#)
    }

    @Test("The places of many siblings come over", arguments: [1, 2])
    func ranks(_ version: Int) throws {
        let folder = try ProgramFolder()
        try SchemaFixture.make(version, at: folder.database)
        let database = try Connection(path: folder.database)
        for index in 0..<Self.many { try Self.addSibling(index, to: database) }
        try database.execute(script: Self.counts)
        _ = database.emptyLog(isPatient: true)
        let list = try folder.replies(to: [
            ProgramFolder.command(
                "comment.list", ["thread": "many", "sort": "top", "limit": 3, "depth": 0])
        ])[0]["result"]["comments"]
        #expect((list.array ?? []).compactMap { $0["body"].text } == ["0", "7", "14"])
        #expect(try folder.discrepancies() == "")
    }

    private static let many = 300
    private static let threadID: Int64 = 900

    /// What 300 siblings by one author come to.
    private static let counts = """
        INSERT INTO threads (id, site_id, name, created_at, last_comment_at, visible, replies,
          listed, children)
        SELECT 900, 1, 'many', 0, max(id) >> 20, count(*), count(*), count(*), count(*)
        FROM comments WHERE thread_id = 900;
        UPDATE sites SET comments = comments + 300 WHERE id = 1;
        UPDATE sites SET ballots = ballots + (SELECT count(*) FROM tallies
          WHERE thread_id = 900 AND up = 1) WHERE id = 1;
        UPDATE persons SET approved = approved + 300 WHERE id = 1;
        INSERT INTO history (site_id, at, action, comment_id, person_id, to_status, rules)
        SELECT 1, id >> 20, 'approve', id, 1, 0, 3 FROM comments WHERE thread_id = 900;
        INSERT INTO votes (comment_id, voter_id, value, cast_at)
        SELECT comment_id, 2, 1, 0 FROM tallies WHERE thread_id = 900 AND up = 1;
        """

    private static func addSibling(_ index: Int, to database: Connection) throws {
        let id = CommentID(
            first: Moment(milliseconds: 1_700_000_000_000 + Int64(index) * 1000))
        let tally = Tally(
            id: id, threadID: threadID, parentID: nil, status: .approved,
            up: index % 7 == 0 ? 1 : 0, isRanked: true)
        try database.run(
            """
            INSERT INTO comments (id, site_id, thread_id, depth, author_id, status, rules, body)
            VALUES (?1, 1, 900, 0, 1, 0, 3, ?2)
            """, [.integer(id.rawValue), .text("\(index)")])
        try database.run(
            """
            INSERT INTO tallies (thread_id, parent_id, comment_id, status, is_ranked, up)
            VALUES (900, 0, ?1, 0, 1, ?2)
            """, [.integer(id.rawValue), .integer(tally.up)])
        let keys = try #require(tally.rankKeys(Formulas()))
        try database.run(
            """
            INSERT INTO ranks (thread_id, parent_id, comment_id, is_listed, down, best, top, hot,
              controversial, discussed)
            VALUES (900, 0, ?1, 1, 0, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                .integer(id.rawValue), .real(keys.best), .integer(keys.top), .real(keys.hot),
                .real(keys.controversial), .integer(keys.discussed),
            ])
    }
}
