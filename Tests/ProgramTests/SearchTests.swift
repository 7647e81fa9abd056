import Configuration
import Discussion
import JSONValues
import Testing

@Suite("Searching comments")
struct SearchTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "mask", "when": {"words": ["darn"]}, "then": "mask"},
          {"name": "bad", "when": {"words": ["nasty"]}, "then": "spam"}]}
        """

    @Test("By words, person, thread and status, the newest first", arguments: Following.allCases)
    func finds(_ following: Following) throws {
        let indexed = try IndexedServer(following, rules: Self.rules)
        let page = TestPage(indexed.server)
        let other = TestPage(indexed.server, name: "other")
        let root = try page.say("The Old Bridge", by: "ann")
        try page.say("An old tram, and a café", by: "bob", under: root)
        try other.say("old and waiting", by: "ann")
        try other.say("new bridge", by: "ann")
        try page.say("old and nasty", by: "bob")
        try TestPage(indexed.server, site: "second").say("old elsewhere", by: "ann")
        try indexed.follow()
        #expect(try indexed.found("old") == ["An old tram, and a café", "The Old Bridge"])
        #expect(try indexed.found("BRIDGE") == ["new bridge", "The Old Bridge"])
        #expect(try indexed.found("cafe", ["author": "bob"]).count == 1)
        #expect(try indexed.found("cafe", ["author": ["id": "ann"]]) == [])
        #expect(try indexed.found("bridge", ["thread": "other"]) == ["new bridge"])
        #expect(
            try indexed.found("bridge", ["thread": "page", "author": "ann"])
                == ["The Old Bridge"])
        #expect(try indexed.found("old", ["site": "second"]) == ["old elsewhere"])
        for nowhere: JSONValue in [["thread": "none"], ["author": "nobody"], ["site": "third"]] {
            #expect(try indexed.found("old", nowhere) == [])
        }
        #expect(
            try indexed.found("old", ["view": "moderator"])
                == [
                    "old and nasty", "old and waiting", "An old tram, and a café",
                    "The Old Bridge",
                ])
        #expect(
            try indexed.found("old", ["view": "moderator", "status": "spam"])
                == ["old and nasty"])
        let refused = try indexed.server.error(
            "comment.search", ["query": "old", "status": "spam"])
        #expect(refused["code"] == 403)
    }

    @Test("A viewer finds their own that wait, and nobody else's", arguments: Following.allCases)
    func ownPending(_ following: Following) throws {
        let indexed = try IndexedServer(following, rules: Self.rules)
        let page = TestPage(indexed.server)
        try page.say("waiting since noon", by: "ann")
        try page.say("waiting, darn", by: "bob")
        try page.say("noon it is", by: "cat")
        try page.decide("reject", page.say("waiting in vain", by: "bob"))
        try indexed.follow()
        for scope: JSONValue in [[:], ["thread": "page"]] {
            func found(_ query: String, by viewer: JSONValue) throws -> [String] {
                try indexed.found(query, scope.with(["viewer": viewer]))
            }
            #expect(try found("waiting", by: "bob") == ["waiting, ****"])
            #expect(try found("darn", by: "bob") == [])
            #expect(try found("noon", by: "ann") == ["noon it is", "waiting since noon"])
            #expect(try found("noon", by: "bob") == ["noon it is"])
            #expect(try found("waiting", by: "nobody") == [])
        }
        #expect(try indexed.found("waiting", ["author": "bob", "viewer": "ann"]) == [])
        #expect(try indexed.found("waiting", ["author": "bob", "viewer": "bob"]).count == 1)
        #expect(try indexed.found("waiting") == [])
    }

    @Test("By the text as it is, and by nothing that it was", arguments: Following.allCases)
    func edited(_ following: Following) throws {
        let indexed = try IndexedServer(following, rules: Self.rules)
        let page = TestPage(indexed.server)
        let id = try page.say("alpha 정부가", by: "ann")
        try indexed.follow()
        #expect(try indexed.found("alpha") == ["alpha 정부가"])
        #expect(try indexed.found("정부") == ["alpha 정부가"])
        try page.edit(id, "beta 국민은", by: "ann")
        for _ in 0..<2 {
            #expect(try indexed.found("alpha") == [])
            #expect(try indexed.found("정부") == [])
            #expect(try indexed.found("beta 국민") == ["beta 국민은"])
            try indexed.follow()
        }
        try page.decide("reject", id)
        for _ in 0..<2 {
            #expect(try indexed.found("beta") == [])
            #expect(
                try indexed.found("beta", ["view": "moderator", "status": "rejected"])
                    == ["beta 국민은"])
            try indexed.follow()
        }
        try page.decide("approve", id)
        for _ in 0..<2 {
            #expect(try indexed.found("beta") == ["beta 국민은"])
            try indexed.follow()
        }
        try indexed.server.call("comment.delete", ["comment": .string(id), "by": "ann"])
        for _ in 0..<2 {
            #expect(try indexed.found("beta") == [])
            try indexed.follow()
        }
        try indexed.expectSound()
    }

    @Test("A masked word is found by moderators alone", arguments: Following.allCases)
    func masked(_ following: Following) throws {
        let indexed = try IndexedServer(following, rules: Self.rules)
        try TestPage(indexed.server).say("that darn bridge")
        try indexed.follow()
        #expect(try indexed.found("darn") == [])
        #expect(try indexed.found("\"darn bridge\"", ["view": "moderator"]).count == 1)
        #expect(try indexed.found("bridge -darn").count == 1)
        #expect(try indexed.found("bridge -darn", ["view": "moderator"]) == [])
    }

    @Test("Pages by cursor hold each once, whatever comes meanwhile", arguments: Following.allCases)
    func pages(_ following: Following) throws {
        let indexed = try IndexedServer(following, rules: Self.rules)
        let page = TestPage(indexed.server)
        for index in 0..<40 {
            try page.say("n\(index) word \(index % 4 == 0 ? "waiting" : "")")
            if index % 7 == 0 { try indexed.follow() }
        }
        for more: JSONValue in [
            [:], ["view": "moderator"], ["thread": "page"], ["author": "ann"],
        ] {
            let all = try indexed.found("word", more.with(["limit": 1000]))
            #expect(all.count == (more["view"] == .null ? 30 : 40))
            var (seen, cursor): ([String], JSONValue) = ([], .null)
            repeat {
                var params = more.with(["query": "word", "limit": 7])
                if cursor != .null { params = params.with(["cursor": cursor]) }
                let part = try indexed.server.call("comment.search", params)
                seen += (part["comments"].array ?? []).compactMap { $0["body"].text }
                cursor = part["next"]
                try page.say("meanwhile: no such")
                try indexed.follow()
            } while cursor != .null
            #expect(seen == all)
        }
        try indexed.server.refusal(
            of: "comment.search", ["query": "word", "cursor": "500000000000000001"],
            code: -32602, field: "cursor")
    }

    @Test("What a page goes on with tells nothing of comments that are hidden")
    func sealed() throws {
        var settings = Settings()
        settings.limits.maxBodyBytes = 100_000
        let page = try TestPage(rules: Self.rules, settings: settings)
        try page.say("the needle")
        let hay = String(repeating: "hay ", count: 16_384)
        var ids: [String] = []
        for _ in 0..<150 {
            ids.append(try page.say("waiting"))
            ids.append(try page.say(hay))
        }
        let params: JSONValue = ["query": "needle"]
        let part = try page.server.call("comment.search", params)
        let next = try #require(part["next"].text)
        #expect(part["comments"] == [])
        for id in ids {
            let number = try #require(CommentID(text: id)).rawValue
            #expect(!next.contains(String(number, radix: 16)))
        }
        let rest = try page.server.call("comment.search", params.with(["cursor": part["next"]]))
        #expect((rest["comments"].array ?? []).map { $0["body"] } == ["the needle"])
        #expect(rest["next"] == .null)
        for place in [2, 17, 18, 33] {
            var letters = Array(next)
            letters[place] = letters[place] == "0" ? "1" : "0"
            try page.server.refusal(
                of: "comment.search", params.with(["cursor": .string(String(letters))]),
                code: -32602, field: "cursor")
        }
    }

    @Test("A thread that moved, or went into another, is found where it is")
    func moved() throws {
        let indexed = try IndexedServer(.now)
        let page = TestPage(indexed.server)
        let other = TestPage(indexed.server, name: "other")
        try page.say("alpha one")
        try other.say("alpha two")
        try indexed.follow()
        try indexed.server.call("thread.move", ["thread": "page", "to": "other"])
        #expect(try indexed.found("alpha", ["thread": "other"]) == ["alpha two", "alpha one"])
        #expect(try indexed.found("alpha", ["thread": "page"]) == [])
        try indexed.follow()
        try indexed.expectSound()
    }
}
