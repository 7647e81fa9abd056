import JSONValues
import SQLite
import Testing

@Suite("Sanctions and the process's end")
struct SanctionRestartTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private func sanction(
        _ kind: String, with more: KeyValuePairs<String, JSONValue> = [:]
    ) -> String {
        let params: JSONValue = [
            "person": "bob", "kind": .string(kind), "reason": "A reason", "moderator": "mod",
        ]
        return ProgramFolder.command("person.sanction", params.with(more))
    }

    @Test("What was imposed holds in the next process, on addresses too, and is in the events")
    func persists() throws {
        _ = try folder.replies(to: [
            sanction("ban"), sanction("mute", with: ["range": "203.0.113.0/24"]),
            sanction("shadow"),
        ])
        let from = ProgramFolder.command(
            "comment.submit",
            ["thread": "page", "body": "Hi", "author": ["id": "cat", "ip": "203.0.113.9"]])
        let replies = try folder.replies(to: [
            ProgramFolder.submission("Hello", author: "bob"), from, ProgramFolder.count(),
        ])
        #expect(replies[0]["result"]["comment"]["status"] == "approved")
        #expect(replies[1]["error"]["data"]["sanction"] == "mute")
        #expect(replies[2]["result"]["count"] == 0)
        let database = try Connection(path: folder.database, mode: .readOnly)
        let events = try database.all(
            """
            SELECT event.value ->> 4 ->> 'person', event.value ->> 4 ->> 'range',
              event.value ->> 4 ->> 'kind'
            FROM events, json_each(list) AS event WHERE event.value ->> 0 = 'person'
            """
        ) { [$0.optionalText(0) ?? "", $0.optionalText(1) ?? "", $0.text(2)] }
        #expect(
            events == [
                ["bob", "", "ban"], ["bob", "", "mute"], ["", "203.0.113.0/24", "mute"],
                ["bob", "", "shadow"],
            ])
    }

    @Test(
        "A call by hand leaves nothing to be done, a server does what is left when it is idle",
        .timeLimit(.minutes(1)))
    func finishes() throws {
        var commands = [ProgramFolder.submission("Hello")]
        for index in 0..<600 {
            commands.append(ProgramFolder.submission("Comment \(index)", id: index))
        }
        let ids = try folder.replies(to: commands).compactMap { $0["result"]["comment"]["id"].text }
        let votes = ids.map {
            ProgramFolder.command(
                "vote.cast", ["comment": .string($0), "voter": "bob", "value": 1])
        }
        _ = try folder.replies(to: votes)
        let called = try folder.run(
            "call", "person.sanction", "person=bob", "kind=ban", "reason=x", "moderator=mod",
            "void_votes:=true", "--db", "comments.db")
        #expect(called.status == 0)
        let database = try Connection(path: folder.database, mode: .readOnly)
        func counted() throws -> [Int] {
            try database.all(
                """
                SELECT sum(up), (SELECT sum(is_counted) FROM votes), (SELECT count(*) FROM recounts)
                FROM tallies
                """
            ) { row in [row.int(0), row.int(1), row.int(2)] }[0]
        }
        #expect(try counted() == [0, 0, 0])
        _ = try folder.replies(to: [sanction("none")])
        let served = try folder.start(["--db", "comments.db"])
        while try counted() != [601, 601, 0] {}
        #expect(try served.end().status == 0)
        #expect(try folder.run("check", "--db", "comments.db").status == 0)
    }
}
