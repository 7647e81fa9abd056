import JSONValues
import Testing

@Suite("Searches against plain code")
struct SearchPropertyTests {
    /// A comment as plain code knows it: pieces with something between them. A piece of a script
    /// without spaces is found by any part of it, another as a whole.
    private struct Known {
        var pieces: [String]
        let site: String
        let thread: String
        let author: String
        var isVisible: Bool
    }

    private static let words = [
        "bridge", "cafe", "zurich", "old", "olden", "tram", "a", "7", "naive", "strasse",
    ]
    /// The same words as somebody else writes them.
    private static let forms = [
        "cafe": "Café", "zurich": "ZÜRICH", "old": "ＯＬＤ", "naive": "nai\u{308}ve",
        "strasse": "Straße", "bridge": "Bridge",
    ]
    private static let syllables: [[String]] = [
        ["정", "부", "가", "국", "민", "은"], ["東", "京", "都", "が", "か", "の"],
    ]

    private static func isUnspaced(_ piece: String) -> Bool {
        piece.unicodeScalars.contains { $0.value > 0x3000 }
    }

    private static func piece(_ dice: inout SeededGenerator, longest: Int = 5) -> String {
        guard dice.chance(50), let letters = dice.pick(syllables) else {
            return dice.pick(words) ?? "a"
        }
        return (0..<dice.number(1...longest)).compactMap { _ in dice.pick(letters) }.joined()
    }

    private static func text(of pieces: [String], _ dice: inout SeededGenerator) -> String {
        var text = ""
        for (index, piece) in pieces.enumerated() {
            if index > 0 { text += dice.pick([" ", ", ", "。", "\n", " - "]) ?? " " }
            text += dice.chance(40) ? forms[piece] ?? piece : piece
        }
        return text
    }

    /// One thing to look for: as it is written, and whether a comment holds it.
    private static func term(
        _ dice: inout SeededGenerator
    ) -> (text: String, fits: @Sendable ([String]) -> Bool) {
        if dice.chance(20) {
            let phrase = [dice.pick(words) ?? "a", dice.pick(words) ?? "a"]
            return (
                "\"\(phrase.joined(separator: " "))\"",
                { pieces in zip(pieces, pieces.dropFirst()).contains { [$0, $1] == phrase } }
            )
        }
        if dice.chance(20), let word = dice.pick(words) {
            let start = String(word.prefix(dice.number(1...3)))
            return (
                start + "*", { pieces in pieces.contains { $0.utf8.starts(with: start.utf8) } }
            )
        }
        let piece = piece(&dice, longest: 3)
        guard isUnspaced(piece) else { return (piece, { $0.contains(piece) }) }
        return (piece, { pieces in pieces.contains { $0.contains(piece) } })
    }

    private struct Asked {
        var text = ""
        var wanted: [[@Sendable ([String]) -> Bool]] = []
        var unwanted: [@Sendable ([String]) -> Bool] = []

        init(_ dice: inout SeededGenerator) {
            for index in 0..<dice.number(1...3) {
                let term = SearchPropertyTests.term(&dice)
                if index > 0, dice.chance(25) {
                    text += " -\(term.text)"
                    unwanted.append(term.fits)
                } else if index > 0, unwanted.isEmpty, dice.chance(30) {
                    text += " OR \(term.text)"
                    wanted[wanted.count - 1].append(term.fits)
                } else {
                    text += " \(term.text)"
                    wanted.append([term.fits])
                }
            }
        }

        func fits(_ pieces: [String]) -> Bool {
            wanted.allSatisfy { group in group.contains { $0(pieces) } }
                && !unwanted.contains { $0(pieces) }
        }
    }

    @Test("Random texts in three languages, changed as the index follows", arguments: 0..<6)
    func random(_ seed: Int) throws {
        var dice = SeededGenerator(seed: seed)
        let indexed = try IndexedServer(Following.allCases[min(seed, 2)])
        var known: [String: Known] = [:]
        for round in 0..<60 {
            for _ in 0..<4 { try change(&known, indexed.server, &dice) }
            if dice.chance(30) { try indexed.follow() }
            let asked = Asked(&dice)
            let site = dice.pick(["default", "second"]) ?? "default"
            let thread = dice.chance(30) ? "t\(dice.number(0...2))" : nil
            let author = dice.chance(30) ? "p\(dice.number(0...2))" : nil
            let isModerator = dice.chance(30)
            var params: JSONValue = [
                "query": .string(asked.text), "site": .string(site),
                "view": .string(isModerator ? "moderator" : "public"),
            ]
            if let thread { params = params.with(["thread": .string(thread)]) }
            if let author { params = params.with(["author": .string(author)]) }
            let limit = dice.chance(50) ? dice.number(1...6) : 1000
            let expected = known.filter { _, comment in
                comment.site == site && (isModerator || comment.isVisible)
                    && (thread ?? comment.thread) == comment.thread
                    && (author ?? comment.author) == comment.author
                    && asked.fits(comment.pieces)
            }.keys.sorted(by: >)
            let ids = try found(params, limit, indexed.server)
            #expect(ids == expected, "round \(round): \(asked.text)")
        }
        try indexed.follow()
        try indexed.expectSound()
    }

    /// The ids on all pages, none of which holds more than it may.
    private func found(
        _ params: JSONValue, _ limit: Int, _ server: TestServer
    ) throws -> [String] {
        var (ids, cursor): ([String], JSONValue) = ([], .null)
        repeat {
            var asked = params.with(["limit": .integer(limit)])
            if cursor != .null { asked = asked.with(["cursor": cursor]) }
            let page = try server.call("comment.search", asked)
            let comments = page["comments"].array ?? []
            #expect(comments.count <= limit)
            ids += comments.compactMap { $0["id"].text }
            cursor = page["next"]
        } while cursor != .null
        return ids
    }

    /// Writes a comment, or changes one.
    private func change(
        _ known: inout [String: Known], _ server: TestServer, _ dice: inout SeededGenerator
    ) throws {
        server.clock.advance(milliseconds: dice.number(0...2))
        let pieces = (0..<dice.number(1...6)).map { _ in Self.piece(&dice) }
        let text = Self.text(of: pieces, &dice)
        let id = dice.chance(40) ? dice.pick(known.keys.sorted()) : nil
        guard let id, let comment = known[id] else {
            let new = Known(
                pieces: pieces, site: dice.pick(["default", "default", "second"]) ?? "default",
                thread: "t\(dice.number(0...2))", author: "p\(dice.number(0...2))",
                isVisible: true)
            let page = TestPage(server, name: new.thread, site: new.site)
            known[try page.say(text, by: .string(new.author))] = new
            return
        }
        let page = TestPage(server, name: comment.thread, site: comment.site)
        if dice.chance(50) {
            // What was deleted takes no other text.
            let by: JSONValue = ["id": "mod", "roles": ["moderator"]]
            guard let answer = try? page.edit(id, text, by: by) else { return }
            known[id]?.pieces = pieces
            known[id]?.isVisible = answer["comment"]["status"] == "approved"
        } else {
            let action = dice.pick(["approve", "reject", "spam", "delete"]) ?? "approve"
            let results = try page.decide(action, id)
            if let status = results[0]["status"].text {
                known[id]?.isVisible = status == "approved"
            }
        }
    }
}
