import Daemon
import JSONValues
import Testing

/// Everything that can befall a comment, in any order, with edits and moves in between: every total
/// is still what a recount gives.
@Suite("Totals after edits and moves")
struct EditTotalsTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "bad", "when": {"words": ["nasty"]}, "then": "reject"},
          {"name": "junk", "when": {"words": ["cheap"]}, "then": "spam"},
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "look", "when": {"words": ["shout"]}, "then": "flag"},
          {"name": "copy", "when": {"repeat": {"within_s": 60, "by": "anyone"}}, "then": "flag"}]}
        """
    private static let words = ["nasty", "cheap", "waiting", "shout", "fine", "good", "well"]
    private static let actions = [
        "approve", "reject", "spam", "delete", "restore", "undo", "pin", "unpin", "close", "reopen",
        "dismiss_flags",
    ]
    private static let moderator: JSONValue = ["id": "mod", "roles": ["moderator"]]

    @Test("They are what a recount gives, whatever came in whatever order", arguments: 1...4)
    func totals(seed: Int) throws {
        let folder = try ProgramFolder()
        let server = try TestServer(database: folder.database, rules: Self.rules)
        var random = SeededGenerator(seed: seed)
        var ids: [(page: String, id: String)] = []
        func attempt(_ method: String, _ params: JSONValue) throws -> JSONValue? {
            do { return try server.call(method, params) } catch let failure as CallFailure {
                #expect(failure.error["data"]["kind"] != "internal", "\(method)")
                return nil
            }
        }
        for step in 0..<700 {
            server.clock.advance(milliseconds: Int.random(in: 0...2000, using: &random))
            let person = JSONValue.string("p\(Int.random(in: 0..<6, using: &random))")
            let word = Self.words.randomElement(using: &random) ?? ""
            let body = JSONValue.string("\(word) \(step % 90)")
            let target = ids.randomElement(using: &random)
            let comment = JSONValue.string(target?.id ?? "none")
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<5:
                let isReply = Bool.random(using: &random)
                let page = isReply ? target?.page : nil
                let name = page ?? "t\(Int.random(in: 0..<4, using: &random))"
                var params: JSONValue = ["thread": .string(name), "author": person, "body": body]
                if page != nil { params = params.with(["parent": comment]) }
                let made = try attempt("comment.submit", params)?["comment"]["id"].text
                if let made { ids.append((name, made)) }
            case 5..<11:
                let by = Int.random(in: 0..<2, using: &random) == 0 ? Self.moderator : person
                _ = try attempt("comment.edit", ["comment": comment, "by": by, "body": body])
            case 11..<15:
                let action = Self.actions.randomElement(using: &random) ?? ""
                _ = try attempt(
                    "moderation.decide",
                    ["comments": [comment], "action": .string(action), "moderator": "mod"])
            case 15, 16:
                _ = try attempt(
                    "flag.raise", ["comment": comment, "reporter": person, "reason": "spam"])
            case 17:
                _ = try attempt("vote.cast", ["comment": comment, "voter": person, "value": 1])
            case 18:
                let kinds = ["shadow", "none", "premoderate", "mute"]
                _ = try attempt(
                    "person.sanction",
                    [
                        "person": person, "moderator": "mod", "reason": "r",
                        "kind": .string(kinds.randomElement(using: &random) ?? ""),
                    ])
            default:
                let (from, to) = (Int.random(in: 0..<4, using: &random), step % 4)
                let params: JSONValue = ["thread": .string("t\(from)"), "to": .string("t\(to)")]
                guard step % 5 == 0, try attempt("thread.move", params) != nil else { continue }
                ids = ids.map { ($0.page == "t\(from)" ? "t\(to)" : $0.page, $0.id) }
            }
        }
        try TestPage(server).finishLeftovers()
        #expect(ids.count > 50)
        #expect(try LocalService.recount(folder.database).map(\.description) == [])
    }
}
