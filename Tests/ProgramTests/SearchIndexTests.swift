import Configuration
import Daemon
import Discussion
import Foundation
import JSONValues
import SQLite
import Store
import Testing

@Suite("The search index")
struct SearchIndexTests {
    private func path(_ indexed: IndexedServer) -> String {
        SearchIndex.path(besideDatabase: indexed.folder.database)
    }

    @Test("Of another state of the database it is made anew, and nothing is missed meanwhile")
    func another() throws {
        let indexed = try IndexedServer(.now)
        let page = TestPage(indexed.server)
        let ids = try (0..<5).map { try page.say("alpha \($0)") }
        try page.decide("pin", ids[0])
        try indexed.follow()
        let index = try SearchIndex(writing: path(indexed))
        let present = try index.mark()
        #expect(present.entryID == 1)
        #expect(present.comments == 5)
        let changes: [(inout SearchMark) -> Void] = [
            { $0.entryAt += 1 }, { $0.commentID += 1 }, { $0.entryComment += 1 },
        ]
        for change in changes {
            var mark = present
            change(&mark)
            try index.save(mark)
            let stranger = SearchDocument(id: 7, siteID: 1, open: "alpha", hidden: nil)
            try index.replace(with: stranger) { _ in Array("p1·alpha".utf8) }
            #expect(try indexed.found("alpha 3") == ["alpha 3"])
            try indexed.follow()
            #expect(try index.mark() == present)
            #expect(try indexed.found("alpha 3") == ["alpha 3"])
            try indexed.expectSound()
        }
    }

    @Test("A text that is changed without an entry in the history leaves it when it is told so")
    func rewritten() throws {
        let indexed = try IndexedServer(.now)
        let id = try TestPage(indexed.server).say("alpha beta")
        try indexed.follow()
        let raw = try Connection(path: indexed.folder.database)
        // The HTML is five bytes that are added.
        try raw.run("UPDATE comments SET body = 'gamma', html = x'0567616D6D61'")
        #expect(try LocalService.recount(indexed.folder.database).count == 2)
        let store = try Store(path: indexed.folder.database)
        try store.begin()
        try store.noteRewritten(#require(CommentID(text: id)))
        try store.commit()
        #expect(try indexed.found("gamma") == ["gamma"])
        try indexed.follow()
        #expect(try indexed.found("alpha") == [])
        #expect(try indexed.found("gamma") == ["gamma"])
        var words: [String] = []
        let index = try #require(try SearchIndex(reading: path(indexed)))
        try index.forEachEntry { token, _ in words.append(String(decoding: token, as: UTF8.self)) }
        #expect(words == ["p1·gamma"])
        try indexed.expectSound()
        // Nor does the file hold the old words where nobody looks.
        try expectBytes(of: indexed, with: "gamma", without: "alpha")
    }

    /// As the files are while a server has them: nobody copies the log but who erases.
    private func expectBytes(
        of indexed: IndexedServer, with word: String, without gone: String
    ) throws {
        let bytes =
            try indexed.folder.bytes("comments.db.search")
            + indexed.folder.bytes("comments.db.search-wal")
        #expect(String(decoding: bytes, as: UTF8.self).contains(word))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(gone))
    }

    @Test("Where it is far behind its parts are large, but not where texts are long")
    func parts() throws {
        var settings = Settings()
        settings.limits.maxBodyBytes = 100_000
        let indexed = try IndexedServer(.now, settings: settings)
        let page = TestPage(indexed.server)
        let id = try page.say("alpha")
        func behind() throws -> [Bool] {
            var parts: [Bool] = []
            while true {
                let part = try indexed.followPart()
                guard part.isOne else { return parts }
                parts.append(part.isBehind)
            }
        }
        #expect(try behind() == [false])
        let raw = try Connection(path: indexed.folder.database)
        func enter(_ count: Int) throws {
            try raw.run(
                """
                WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                INSERT INTO history (site_id, at, action, comment_id) SELECT 1, i, 'pin', ?2 FROM n
                """,
                [.integer(count), .integer(#require(CommentID(text: id)).rawValue)])
        }
        try enter(2 * 4096 + 10)
        #expect(try behind() == [true, true, false])
        try enter(4000)
        #expect(try behind() == [false])
        let hay = String(repeating: "hay ", count: 16_384)
        for _ in 0..<70 { try page.say(hay) }
        try enter(2 * 1024 - 60)
        #expect(try behind() == [true, false])
        try indexed.expectSound()
    }

    @Test("Texts that are erased with their author leave it for good")
    func erased() throws {
        let indexed = try IndexedServer(.now)
        let page = TestPage(indexed.server)
        try page.say("alpha beta", by: "ann")
        try page.say("beta gamma", by: "bob")
        try indexed.follow()
        let erase: JSONValue = ["person": "ann", "moderator": "mod", "bodies": true]
        var left: JSONValue = 1
        for _ in 0..<20 where left != 0 {
            left = try indexed.server.call("person.erase", erase)["pending"]
        }
        #expect(left == 0)
        #expect(try indexed.found("alpha") == [])
        try indexed.follow()
        #expect(try indexed.found("alpha") == [])
        #expect(try indexed.found("beta") == ["beta gamma"])
        try indexed.expectSound()
        try expectBytes(of: indexed, with: "gamma", without: "alpha")
    }

    @Test("In a long thread, and of somebody who wrote much, it finds no others' comments")
    func scoped() throws {
        let indexed = try IndexedServer(.now)
        let page = TestPage(indexed.server)
        let other = TestPage(indexed.server, name: "other")
        for index in 0..<2_060 { try page.say("alpha \(index)", by: "ann") }
        try other.say("alpha 7 of bob", by: "bob")
        try other.say("alpha 7 of ann", by: "ann")
        try indexed.follow()
        try other.say("alpha 7 of late", by: "bob")
        #expect(try indexed.found("\"alpha 7\"", ["thread": "page"]) == ["alpha 7"])
        #expect(
            try indexed.found("\"alpha 7\"", ["author": "ann"]) == ["alpha 7 of ann", "alpha 7"])
        #expect(
            try indexed.found("\"alpha 7\"", ["author": "ann", "thread": "other"])
                == ["alpha 7 of ann"])
        #expect(try indexed.found("\"alpha 7\"").count == 4)
    }

    @Test("Where its file is damaged, comments are gone through one by one")
    func damaged() throws {
        let indexed = try IndexedServer(.now)
        let page = TestPage(indexed.server)
        for index in 0..<200 { try page.say("alpha \(index) beta") }
        try indexed.follow()
        try Connection(path: path(indexed)).run("PRAGMA wal_checkpoint(TRUNCATE)")
        // All but what tells an index, and its tables.
        let bytes = try indexed.folder.bytes("comments.db.search")
        let file = try #require(FileHandle(forWritingAtPath: path(indexed)))
        try file.seek(toOffset: 8192)
        try file.write(contentsOf: Data(repeating: 0xFF, count: bytes.count - 8192))
        try file.close()
        for _ in 0..<2 {
            #expect(try indexed.found("\"alpha 7\"") == ["alpha 7 beta"])
            let params: JSONValue = ["query": "beta", "limit": 1000]
            let found = try indexed.server.call("comment.search", params)
            #expect(found["comments"].array?.count == 200)
        }
    }

    @Test(
        "A check says where it disagrees with the comments",
        arguments: [
            "DELETE FROM documents", "UPDATE documents SET open = 'other'",
            "INSERT INTO words (rowid, row) VALUES (5, 'p1·x')",
            "INSERT INTO documents VALUES (5, 1, 'x', NULL)",
            "INSERT INTO words (words, rowid, row) SELECT 'delete', id, 'p1·alpha' FROM documents",
        ] as [StaticStringBox])
    func disagrees(_ sql: StaticStringBox) throws {
        let indexed = try IndexedServer(.now)
        try TestPage(indexed.server).say("alpha beta")
        try indexed.follow()
        try indexed.expectSound()
        try Connection(path: path(indexed)).run(sql.text)
        let problems = try LocalService.recount(indexed.folder.database)
        #expect(problems.count == 1)
    }

    @Test("What it takes too long to find is 503, and the next search goes on")
    func slow() throws {
        let stopwatch = TestStopwatch()
        let indexed = try IndexedServer(.now, stopwatch: { stopwatch.next() })
        let page = TestPage(indexed.server)
        for index in 0..<300 { try page.say("alpha \(index)") }
        try indexed.follow()
        let params: JSONValue = ["query": "alpha", "limit": 1000]
        #expect(try indexed.server.call("comment.search", params)["comments"].array?.count == 300)
        stopwatch.step = 10_000_000_000
        let error = try indexed.server.error("comment.search", params)
        #expect(error["code"] == 503)
        #expect(error["data"]["kind"] == "overloaded")
        stopwatch.step = 0
        #expect(try indexed.found("\"alpha 7\"") == ["alpha 7"])
    }

    @Test("A page that costs too much ends early and goes on")
    func costly() throws {
        var settings = Settings()
        settings.limits.maxBodyBytes = 100_000
        let page = try TestPage(settings: settings)
        try page.say("the needle")
        let hay = String(repeating: "hay ", count: 16_384)
        for _ in 0..<140 { try page.say(hay) }
        var cursor: JSONValue = .null
        var (pages, found) = (0, [String]())
        repeat {
            var params: JSONValue = ["query": "needle"]
            if cursor != .null { params = params.with(["cursor": cursor]) }
            let part = try page.server.call("comment.search", params)
            found += (part["comments"].array ?? []).compactMap { $0["body"].text }
            cursor = part["next"]
            pages += 1
        } while cursor != .null
        #expect(found == ["the needle"])
        #expect(pages == 2)
    }

    @Test(
        "No query breaks anything, whatever its signs",
        arguments: [
            "\"", "\"\"\"", "a\"b\"c\"", "a AND OR NOT b", "NEAR(a b, 5)", "row:a", "{row}: a",
            "^a", "a*b*", "(a", "a)", "a + b", "a' OR 1=1 --", "a;DROP TABLE words", "p1·a",
            "h1·secret", "a\u{0}b", "\\\"a", "-- a", "\u{202E}a", "*a", "a -\"", "%", "a_b",
        ])
    func hostile(_ query: String) throws {
        let indexed = try IndexedServer(.now, rules: Self.rules)
        let page = TestPage(indexed.server)
        try page.say("secret held")
        try page.say("plain a b c")
        try indexed.follow()
        var json = JSONWriter()
        json.value(["id": 1, "method": "comment.search", "params": ["query": .string(query)]])
        let reply = try indexed.server.send(bytes: json.bytes + [0x0A])
        // NUL is no JSON here.
        let known: [JSONValue] = [.null, -32602, -32700]
        #expect(known.contains(reply["error"]["code"]))
        let found = reply["result"]["comments"].array ?? []
        #expect(!found.contains { $0["body"] == "secret held" })
        #expect(try indexed.found("plain").count == 1)
    }

    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["held"]}, "then": "hold"}]}
        """

    @Test("Queries that are too long or too many words are refused, marks without end are not")
    func large() throws {
        let indexed = try IndexedServer(.now)
        try TestPage(indexed.server).say("a tram")
        try indexed.follow()
        for query in [
            String(repeating: "a", count: 10_240), String(repeating: "a ", count: 400),
            String(repeating: "\"", count: 999),
        ] {
            try indexed.server.refusal(
                of: "comment.search", ["query": .string(query)], code: -32602, field: "query")
        }
        let marks = "tram" + String(repeating: "\u{301}", count: 400)
        #expect(try indexed.found(marks) == ["a tram"])
        #expect(try indexed.found(String(repeating: "가", count: 100)) == [])
    }
}

/// A statement as a test's argument.
struct StaticStringBox: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    let text: StaticString
    init(stringLiteral text: StaticString) { self.text = text }
    var description: String { text.description }
}
