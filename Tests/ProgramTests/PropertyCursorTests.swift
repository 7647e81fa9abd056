import Configuration
import Discussion
import JSONValues
import Store
import Testing

@Suite("Pages by cursor while the list changes")
struct PropertyCursorTests {
    /// One list that is read page by page while votes, replies and comments come in.
    private struct Reading {
        let server: TestServer
        var random: SeededGenerator
        /// Nil: the roots are read.
        let parent: String?
        let ids: [String]
        /// Those whose rank may have changed since the first page.
        var touched: Set<String> = []
        var submitted = 0
        /// What each voter has voted on.
        var voted: [String: Set<String>] = [:]
        var voided: Set<String> = []

        init(seed: Int, count: Int, ofReplies: Bool) throws {
            var settings = Settings()
            settings.ranking.minVotesPerVoter = 2
            settings.ranking.minVotersPerSide = 1
            server = try TestServer(settings: settings)
            random = SeededGenerator(seed: seed)
            parent = ofReplies ? try Self.submit(to: server, under: nil) : nil
            var ids: [String] = []
            for _ in 0..<count {
                ids.append(try Self.submit(to: server, under: parent))
                if random.chance(50) { server.clock.advance(seconds: random.number(1...90_000)) }
            }
            self.ids = ids
            for _ in 0..<(count * 2) { try vote(on: random.pick(ids)) }
            for _ in 0..<(count / 3) {
                _ = try Self.submit(to: server, under: random.pick(ids))
            }
            for id in ids where random.chance(5) { try decide("delete", id) }
            for id in ids where parent == nil && random.chance(3) { try decide("pin", id) }
        }

        static func submit(to server: TestServer, under parent: String?) throws -> String {
            var params: JSONValue = ["thread": "page", "author": "ann", "body": "Hello"]
            if let parent { params = params.with(["parent": .string(parent)]) }
            let result = try server.call("comment.submit", params)
            return try #require(result["comment"]["id"].text)
        }

        mutating func vote(on id: String?) throws {
            let voter = "v\(random.number(0...20))"
            let value = random.number(-1...1)
            let params: JSONValue = [
                "comment": .string(id ?? ""), "voter": .string(voter), "value": .integer(value),
            ]
            // A comment that is not visible takes no vote.
            do { try server.call("vote.cast", params) } catch is CallFailure { return }
            touched.insert(id ?? "")
            voted[voter, default: []].insert(id ?? "")
        }

        /// Has a voter's votes count no more, or count again: the ranks of all that they voted on
        /// change.
        mutating func sanction() throws {
            let voter = "v\(random.number(0...20))"
            let isVoided = voided.remove(voter) != nil
            if !isVoided { voided.insert(voter) }
            var params: JSONValue = [
                "person": .string(voter), "kind": isVoided ? "none" : "mute", "reason": "A reason",
                "moderator": "mod",
            ]
            if !isVoided { params = params.with(["void_votes": true]) }
            try server.call("person.sanction", params)
            touched.formUnion(voted[voter] ?? [])
        }

        mutating func decide(_ action: String, _ id: String) throws {
            try server.call(
                "moderation.decide",
                ["comments": [.string(id)], "action": .string(action), "moderator": "mod"])
            touched.insert(id)
        }

        /// What happens between two pages.
        mutating func disturb() throws {
            for _ in 0..<3 { try vote(on: random.pick(ids)) }
            for _ in 0..<random.number(1...3) {
                _ = try Self.submit(to: server, under: parent)
                submitted += 1
            }
            if let id = random.pick(ids), random.chance(50) {
                touched.insert(id)
                // Refused where the comment is not visible.
                _ = try? Self.submit(to: server, under: id)
            }
            if let id = random.pick(ids), random.chance(30) { try decide("delete", id) }
            if random.chance(10) { try sanction() }
            if let id = random.pick(ids), random.chance(20), parent == nil {
                try decide(random.chance(50) ? "pin" : "unpin", id)
            }
        }

        /// All ids page by page; `isDisturbed`: the list changes between the pages.
        mutating func read(_ sort: Sort, view: JSONValue, isDisturbed: Bool) throws -> [String] {
            var params: JSONValue = [
                "thread": "page", "sort": .string(sort.name), "depth": 0, "view": view,
            ]
            if let parent { params = params.with(["parent": .string(parent)]) }
            var read: [String] = []
            while true {
                let limit = JSONValue.integer(random.number(1...15))
                let page = try server.call("comment.list", params.with(["limit": limit]))
                read += (page["comments"].array ?? []).compactMap { $0["id"].text }
                if page["next"] == .null || read.count > 3 * ids.count { return read }
                params = params.with(["cursor": page["next"]])
                if isDisturbed { try disturb() }
            }
        }
    }

    private func check(_ sort: Sort, seed: Int, count: Int, ofReplies: Bool) throws {
        var reading = try Reading(seed: seed, count: count, ofReplies: ofReplies)
        let view: JSONValue = seed % 2 == 0 ? "public" : "moderator"
        if sort == .commonGround, seed % 4 != 1 {
            let fit = try reading.server.call("ranking.refit")
            #expect(fit["speaks"] == true)
        }
        let before = try reading.read(sort, view: view, isDisturbed: false)
        #expect(Set(before).count == before.count)
        reading.touched = []
        let read = try reading.read(sort, view: view, isDisturbed: true)
        let known = Set(reading.ids)
        let still = { (id: String) in known.contains(id) && !reading.touched.contains(id) }
        // In the same order, each once, none left out.
        #expect(read.filter(still) == before.filter(still), "seed \(seed), \(sort)")
        #expect(before.filter(still).count > 2)
        if count < SiblingSet.maxUnindexed, count > 200 {
            #expect(count + reading.submitted > SiblingSet.maxUnindexed)
        }
    }

    @Test(
        "No root is repeated or lost whose rank stayed", arguments: Sort.allCases, [1, 2, 3, 4])
    func roots(sort: Sort, seed: Int) throws {
        try check(sort, seed: seed, count: 50, ofReplies: false)
    }

    @Test(
        "No reply is repeated or lost whose rank stayed", arguments: Sort.allCases, [5, 6])
    func replies(sort: Sort, seed: Int) throws {
        try check(sort, seed: seed, count: 50, ofReplies: true)
    }

    @Test(
        "Nor where the list grows, between two pages, past what is sorted in memory",
        arguments: Sort.allCases, [7, 8, 9, 10])
    func growing(sort: Sort, seed: Int) throws {
        let count = SiblingSet.maxUnindexed - 20
        try check(sort, seed: seed, count: count, ofReplies: seed > 8)
    }
}
