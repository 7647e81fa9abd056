import Discussion
import JSONValues
import Testing

/// A demonstration's month with all that makes figures differ: claims, second thoughts, edits,
/// erasures, another site. Made once for all tests.
struct ReportedMonth: Sendable {
    let folder: ProgramFolder
    let report: JSONValue

    static let made = Result { try ReportedMonth() }

    private static let rules = """
        {version: 1, rules: [
          {name: 'links', when: {links: {min: 1}, author: {approved: {max: 2}}}, then: 'hold'},
          {name: 'sales', when: {words: ['casino', 'prize', '카지노', '副業']}, then: 'spam'},
          {name: 'mask', when: {words: ['idiot', 'clown']}, then: 'mask'},
          {name: 'loud', when: {pattern: 'mouth|馬鹿'}, then: 'flag'},
          {name: 'praise', when: {pattern: 'good report'}, then: 'approve'},
          {name: 'never', when: {words: ['xyzzy']}, then: 'reject'},
          {name: 'learned-spam', when: {classifier: {spam: {}}}, then: 'hold'},
          {name: 'learned-offence', when: {classifier: {toxic: {}}}, then: 'flag'}]}
        """

    init() throws {
        folder = try ProgramFolder()
        try folder.write("conf/rules.json", Self.rules)
        let made = try folder.run("demonstration", "--config", "conf")
        guard made.status == 0 else { throw MissingFigure(made.complaints) }
        let replies = try folder.replies(to: Self.commands, "--config", "conf")
        let errors = replies.map { $0["error"] }.filter { $0 != .null }
        guard errors.isEmpty else { throw MissingFigure("\(errors)") }
        let end = try folder.run("report", "--format", "json", "--since", "2020-01-01")
        report = try JSONValue(parsing: end.output)
    }

    private static func decide(
        _ ref: String, _ action: String, by moderator: String, site: String = "default"
    ) -> String {
        ProgramFolder.command(
            "moderation.decide",
            [
                "comments": [.string("ref:\(ref)")], "action": .string(action),
                "moderator": .string(moderator), "site": .string(site),
            ])
    }

    private static var commands: [String] {
        func submit(_ ref: String, _ body: String, site: String = "default") -> String {
            ProgramFolder.command(
                "comment.submit",
                [
                    "thread": "late", "ref": .string(ref), "author": .string("author-\(ref)"),
                    "body": .string(body), "site": .string(site),
                ])
        }
        func flag(_ ref: String, _ reporter: String, _ reason: String) -> String {
            ProgramFolder.command(
                "flag.raise",
                [
                    "comment": .string("ref:\(ref)"), "reporter": .string(reporter),
                    "reason": .string(reason),
                ])
        }
        // h is decided by nobody: at some hours the month ends with no other that waits.
        return ["a", "b", "c", "d"].map { submit($0, "An idiot wrote this line: \($0)") }
            + ["e", "f", "g", "h"].map { submit($0, "See http://a.example for \($0)") }
            + [submit("x", "A plain word of another site", site: "other")]
            + ["a", "b", "c"].map { flag($0, "zoe", "illegal") }
            + [
                decide("a", "approve", by: "ida"), decide("a", "reject", by: "tom"),
                decide("b", "approve", by: "ida"), decide("b", "undo", by: "tom"),
                decide("c", "spam", by: "ida"), decide("c", "undo", by: "ida"),
                decide("d", "approve", by: "ida"), decide("d", "approve", by: "tom"),
                decide("d", "pin", by: "tom"), decide("e", "approve", by: "ida"),
                decide("x", "reject", by: "ida", site: "other"), flag("d", "zoe", "other"),
                flag("d", "yan", "other"), decide("d", "dismiss_flags", by: "tom"),
                flag("e", "zoe", "off_topic"),
                ProgramFolder.command(
                    "comment.edit",
                    ["comment": "ref:e", "by": "author-e", "body": "Nothing but plain words now"]),
                ProgramFolder.command("comment.delete", ["comment": "ref:f", "by": "author-f"]),
                ProgramFolder.command("moderation.claim", ["n": 2, "moderator": "ida"]),
                ProgramFolder.command(
                    "person.erase", ["person": "author-g", "moderator": "tom", "bodies": true]),
            ]
    }
}

/// Why a test has nothing to look at.
struct MissingFigure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

@Suite("Every number of a report, found again from the tables", .serialized)
struct ReportRecountTests {
    private let month: ReportedMonth
    private let recount: ReportRecount

    init() throws {
        month = try ReportedMonth.made.get()
        recount = try ReportRecount(ReportTables(month.folder.database), of: month.report)
    }

    /// Holds a section against its recount, member by member, so that what differs is named.
    private func expect(_ found: JSONValue, _ counted: JSONValue, _ path: String) {
        if let members = counted.object?.members, found.object != nil {
            for member in members {
                expect(found[member.name], member.value, "\(path).\(member.name)")
            }
            return
        }
        if let elements = counted.array, found.array?.count == elements.count {
            for index in elements.indices {
                expect(found[index], elements[index], "\(path)[\(index)]")
            }
            return
        }
        let isSame = found == counted || found.double != nil && found.double == counted.double
        #expect(isSame, "\(path): the report says \(found), the tables \(counted)")
    }

    @Test("Now: the queue, its ages, reasons, claims, pace and oldest")
    func now() {
        let now = month.report["now"]
        #expect((now["pending"].integer ?? 0) > 0 && now["claimed"].array?.isEmpty == false)
        expect(now.withSortedReasons, recount.queue, "now")
    }

    @Test("Flow: each day's and each hour's")
    func flow() {
        #expect((month.report["flow"].array?.count ?? 0) > 25)
        expect(month.report["flow"], recount.flow, "flow")
    }

    @Test("Flow: what was submitted is what the log of events says")
    func events() throws {
        var counts: [String: Int] = [:]
        var after = 0
        while true {
            let reply = try folder(after: after)
            let events = reply["events"].array ?? []
            guard let last = events.last else { break }
            after = last["seq"].integer ?? 0
            for event in events where event["type"] == "comment.submitted" {
                let day = String((event["at"].text ?? "").prefix(10))
                counts["\(day) \(event["status"].text ?? "")", default: 0] += 1
            }
        }
        var reported: [String: Int] = [:]
        for day in month.report["flow"].array ?? [] {
            for member in day["at_once"].object?.members ?? [] where member.value != 0 {
                reported["\(day["day"].text ?? "") \(member.name)"] = member.value.integer
            }
        }
        #expect(counts == reported)
    }

    private func folder(after: Int) throws -> JSONValue {
        let command = ProgramFolder.command(
            "event.list", ["after": .integer(after), "limit": 1000])
        return try month.folder.replies(to: [command])[0]["result"]
    }

    @Test("Rules: hits, what people made of them, and how sure that is")
    func rules() {
        let rules = month.report["rules"].array ?? []
        #expect(Set(rules.compactMap { $0["rule"].text }).isSuperset(of: recount.hitRules))
        for rule in rules {
            let name = rule["rule"].text ?? ""
            expect(rule, recount.rule(name), name)
        }
        let never = rules.first { $0["rule"] == "never" } ?? .null
        #expect(never["hits"] == 0 && never["in_force"] == true && never["precision"] == .null)
        let tried = rules.first { $0["rule"] == "any-link" } ?? .null
        #expect(tried["dry_run"] == true && (tried["dry_run_judged"].integer ?? 0) > 0)
        #expect(rules.contains { ($0["overturned"].integer ?? 0) > 0 })
    }

    @Test("Moderators: decisions, times, and what others made of them")
    func moderators() {
        expect(month.report["moderators"], recount.moderators, "moderators")
        let ida = (month.report["moderators"].array ?? []).first { $0["moderator"] == "ida" }
        #expect(ida?["overturned"] == 2 && ida?["withdrawn"] == 1)
    }

    @Test("Readers: flags by reason, page and author, and how right they were")
    func readers() {
        #expect((month.report["readers"]["upheld"].integer ?? 0) > 10)
        expect(month.report["readers"], recount.readers, "readers")
    }

    @Test("Classifiers: what they said beside what people made of it")
    func classifiers() {
        let classifiers = month.report["classifiers"].array ?? []
        #expect(classifiers.count == 2)
        for classifier in classifiers {
            let trait = classifier["trait"].text ?? ""
            #expect((classifier["judged"].integer ?? 0) > 10)
            let counted = recount.classifier(trait, version: classifier["version"].integer)
            expect(classifier, counted, trait)
        }
    }

    @Test("Health: what was held and left, and how long decisions took")
    func health() {
        #expect((month.report["health"]["decided"].integer ?? 0) > 100)
        expect(month.report["health"], recount.health, "health")
    }
}
