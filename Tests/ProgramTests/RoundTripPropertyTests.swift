import Discussion
import JSONValues
import Testing

/// Commands of all kinds that leave rows behind, at random: most of them in one millisecond.
private struct RandomDay {
    private static let people = (0..<7).map { "p\($0)" } + ["rules"]
    private static let threads = ["/a", "/b", "/c"]
    private static let words = [
        "hello", "waiting", "darn", "flagme", "buy", "nope", "dry", "https://x.example/", "협상",
    ]
    static let rules = """
        {version: 1, rules: [
          {name: 'hold', when: {words: ['waiting']}, then: 'hold'},
          {name: 'mask', when: {words: ['darn']}, then: 'mask'},
          {name: 'flag', when: {words: ['flagme']}, then: 'flag'},
          {name: 'spam', when: {words: ['buy']}, then: 'spam'},
          {name: 'reject', when: {words: ['nope']}, then: 'reject'},
          {name: 'dry', when: {words: ['dry']}, then: 'hold', dry_run: true}]}
        """

    private var random: SeededGenerator
    private var refs: [String: [String]] = [:]
    private var number = 0

    init(seed: Int) { random = SeededGenerator(seed: seed) }

    private mutating func one(_ texts: [String]) -> JSONValue {
        .string(random.pick(texts) ?? "")
    }

    private mutating func words() -> JSONValue {
        .string(
            (0...random.number(0...3)).map { _ in random.pick(Self.words) ?? "" }
                .joined(separator: " "))
    }

    private mutating func person() -> JSONValue {
        let id = random.pick(Self.people) ?? "p0"
        var person: JSONValue = ["id": .string(id)]
        if random.chance(40) { person = person.with(["name": .string("N \(id)")]) }
        if random.chance(30) { person = person.with(["email": .string("\(id)@example.org")]) }
        if random.chance(20) { person = person.with(["ip": one(["203.0.113.1", "203.0.113.2"])]) }
        if random.chance(20) { person = person.with(["roles": ["author"]]) }
        return person
    }

    /// The next command as a line.
    mutating func next() -> String {
        number += 1
        let site = random.pick(["default", "default", "other"]) ?? "default"
        let known = refs[site] ?? []
        let kinds: [(weight: Int, value: String)] = [
            (30, "comment.submit"), (8, "comment.edit"), (4, "comment.delete"), (18, "vote.cast"),
            (8, "flag.raise"), (18, "moderation.decide"), (8, "person.sanction"),
            (2, "person.erase"), (3, "thread.configure"), (1, "thread.move"),
            (5, "subscription.add"), (1, "site.configure"),
        ]
        let kind = known.isEmpty ? "comment.submit" : random.pick(weighted: kinds) ?? ""
        let comment = JSONValue.string("ref:\(random.pick(known) ?? "none")")
        let params = self.params(kind, comment, site)
        return ProgramFolder.command(
            kind, id: number, params.with(["site": .string(site)]))
    }

    private mutating func params(
        _ kind: String, _ comment: JSONValue, _ site: String
    ) -> JSONValue {
        let moderator: JSONValue = ["id": "mod", "roles": ["moderator"]]
        switch kind {
        case "comment.submit": return submission(under: comment, site)
        case "comment.edit": return ["comment": comment, "by": moderator, "body": words()]
        case "comment.delete": return ["comment": comment, "by": moderator]
        case "vote.cast":
            let value = random.pick([1, 1, -1, 0]) ?? 1
            return ["comment": comment, "voter": one(Self.people), "value": .integer(value)]
        case "flag.raise":
            return [
                "comment": comment, "reporter": one(Self.people), "reason": one(["spam", "abuse"]),
                "detail": "D",
            ]
        case "moderation.decide":
            return [
                "comments": [comment], "action": one(Self.actions),
                "moderator": one(["mod", "p1"]),
                "reason": one(["R1", "R2"]),
            ]
        case "person.sanction": return sanction()
        case "person.erase": return ["person": one(Self.people), "moderator": "mod"]
        case "thread.configure":
            return ["thread": one(Self.threads), "title": words(), "default_sort": "top"]
        case "thread.move": return ["thread": "/c", "to": one(["/d", "/a"])]
        case "subscription.add":
            return [
                "person": person(), "thread": one(Self.threads),
                "scope": one(["thread", "replies"]),
            ]
        default: return ["default_sort": one(["best", "newest"])]
        }
    }

    private static let actions = [
        "approve", "reject", "spam", "delete", "restore", "feature", "pin", "unpin", "close",
        "reopen", "dismiss_flags", "undo",
    ]

    private mutating func submission(under comment: JSONValue, _ site: String) -> JSONValue {
        var params: JSONValue = [
            "thread": one(Self.threads), "author": person(), "body": words(),
            "ref": .string("r\(number)"),
        ]
        if comment != "ref:none", random.chance(60) { params = params.with(["parent": comment]) }
        if random.chance(20) { params = params.with(["notify": one(["replies", "thread"])]) }
        if random.chance(20) { params = params.with(["anchor": ["exact": "quoted"]]) }
        if random.chance(20) {
            let at = Moment(milliseconds: 1_577_836_800_000 + Int64(random.number(0...3)))
            params = params.with(["at": .string(at.text)])
        }
        refs[site, default: []].append("r\(number)")
        return params
    }

    private mutating func sanction() -> JSONValue {
        let kind = one(["ban", "mute", "premoderate", "shadow", "warn", "none"])
        let params: JSONValue = ["kind": kind, "reason": one(["S1", "S2"]), "moderator": "mod"]
        if random.chance(20), kind != "warn" {
            return params.with(["range": "203.0.113.1/32"])
        }
        let voids = kind != "warn" && kind != "none" && random.chance(30)
        return params.with(["person": one(Self.people)]).with(
            voids ? ["void_votes": true] : [:])
    }
}

@Suite("Anything out, and in again")
struct RoundTripPropertyTests {
    private func export(_ folder: ProgramFolder, _ database: String) throws -> String {
        let end = try folder.run("export", "--db", database)
        #expect(end.status == 0, "\(end.complaints)")
        return end.output
    }

    @Test("Whatever was done, an export read in gives the same export", arguments: 0..<12)
    func same(_ seed: Int) throws {
        let folder = try ProgramFolder()
        try folder.write("conf/rules.json", RandomDay.rules)
        var day = RandomDay(seed: seed)
        for _ in 0..<3 {
            let lines = (0..<60).map { _ in day.next() + "\n" }.joined()
            let end = try folder.run(["--config", "conf", "--backdate"], input: lines)
            #expect(end.status == 0)
            #expect(!end.output.contains("-32603") && !end.output.contains("-32602"))
        }
        let first = try export(folder, "comments.db")
        try folder.write("all", first)
        for round in 0..<2 {
            let planned = try folder.run(
                "import", "--from", "ndjson", "all", "--db", "copy.db", "--dry-run")
            let told = try folder.run("import", "--from", "ndjson", "all", "--db", "copy.db")
            #expect(told.status == 0, "\(told.complaints)")
            #expect(told.output.contains(round == 0 ? "skipped: nothing" : "imported: nothing"))
            if round == 0 {
                #expect(
                    planned.output == told.output.replacing("imported", with: "would be imported"))
            }
            let second = try export(folder, "copy.db")
            for (one, other) in zip(first.split(separator: "\n"), second.split(separator: "\n"))
            where one != other { Issue.record("\(one)\n\(other)") }
            #expect(first == second)
        }
        let check = try folder.run("check", "--db", "copy.db")
        #expect(check.output.contains("equals its recount"), "\(check.output)")
    }
}
