import Discussion
import JSONValues
import Wire

extension ArchiveLine {
    /// A body, or a former one, has at most so many bytes.
    package static let maxBodyBytes = 1 << 20

    /// Reads one line; problems say which member is wrong, not which line.
    package init(_ line: ArraySlice<UInt8>) throws(ImportProblem) {
        let object = try Self.object(line)
        let members = LineMembers(object)
        switch object["type"]?.text {
        case "site": self = .site(try Self.site(members))
        case "rule_set": self = .rules(try Self.rules(members))
        case "thread": self = .thread(try Self.thread(members))
        case "person": self = try Self.person(members)
        case "sanction": self = .sanction(try Self.sanction(members))
        case "comment": self = .comment(try ArchiveComment(members))
        case "revision": self = try Self.revision(members)
        case "vote": self = .vote(try Self.vote(members))
        case "decision": self = .decision(try Self.decision(members))
        case "flag": self = .flag(try Self.flag(members))
        case "case": self = .waiting(try Self.waiting(members))
        case "subscription": self = .subscription(try Self.subscription(members))
        case "notice": self = .other("notice")
        case "fit": self = .other("fit")
        default: throw ImportProblem("type: expected one of an export's, such as comment")
        }
    }

    private static func object(_ line: ArraySlice<UInt8>) throws(ImportProblem) -> JSONObject {
        if case .object(let plain)? = line.withUnsafeBufferPointer(PlainJSON.parse) {
            return plain
        }
        let value: JSONValue
        do { value = try StrictJSON.parse(Array(line)) } catch {
            throw ImportProblem(error.message)
        }
        guard let object = value.object else { throw ImportProblem("expected an object") }
        return object
    }

    private static func site(_ members: LineMembers) throws(ImportProblem) -> ArchiveSite {
        var settings = SiteSettings()
        if let given = try members.object("settings") {
            settings.isClosed = try given.bool("closed")
            settings.moderation = try given.moderation() ?? settings.moderation
            settings.closeAfterDays = try given.count("close_after_days") ?? 0
            settings.slowModeSeconds = try given.count("slow_mode_s") ?? 0
            settings.defaultSort = try given.sort() ?? settings.defaultSort
            settings.takesGuests = try given.has("guests") ? given.bool("guests") : true
        }
        return ArchiveSite(
            name: try members.site(), createdAt: try members.moment("created_at"),
            settings: settings)
    }

    private static func rules(_ members: LineMembers) throws(ImportProblem) -> ArchiveRules {
        let digest = try members.required("digest", members.bytes("digest"))
        guard digest.count == Digest.byteCount else {
            throw members.problem("digest", "expected \(2 * Digest.byteCount) digits")
        }
        return ArchiveRules(
            number: Int64(try members.required("n", members.integer("n"))),
            site: try members.site(), digest: digest,
            version: try members.count("version") ?? 0,
            firstUsedAt: try members.required(
                "first_used_at", members.moment("first_used_at")),
            rules: try members.required("rules", members.exact("rules")),
            lists: try members.required("lists", members.exact("lists")))
    }

    private static func thread(_ members: LineMembers) throws(ImportProblem) -> ArchiveThread {
        var settings = ThreadSettings()
        settings.title = try members.text("title")
        settings.url = try members.webAddress("url")
        settings.isClosed = try members.bool("closed")
        settings.moderation = try members.moderation()
        settings.closeAfterDays = try members.count("close_after_days")
        settings.slowModeSeconds = try members.count("slow_mode_s")
        settings.defaultSort = try members.sort()
        settings.takesGuests = try members.has("guests") ? members.bool("guests") : nil
        return ArchiveThread(
            site: try members.site(),
            name: try members.required("thread", members.identifier("thread", atMost: 1024)),
            createdAt: try members.moment("created_at"), settings: settings)
    }

    private static func person(_ members: LineMembers) throws(ImportProblem) -> ArchiveLine {
        .person(
            site: try members.site(), try members.claim(),
            firstSeen: try members.moment("first_seen"))
    }

    private static func sanction(
        _ members: LineMembers
    ) throws(ImportProblem) -> ArchiveSanction {
        let person = try members.person("person", erased: "person_erased")
        let range = try members.identifier("range").flatMap { AddressRange(text: $0) }
        guard (person == nil) != (range == nil) else {
            throw members.problem("person", "expected a person or else a range of addresses")
        }
        let kind = try members.choice("kind", SanctionKind.allCases, \.name)
        return ArchiveSanction(
            number: Int64(try members.integer("n") ?? 0), site: try members.site(),
            person: person, range: range, kind: try members.required("kind", kind),
            since: try members.required("since", members.moment("since")),
            until: try members.moment("until"),
            reason: try members.text("reason", atMost: 65_536) ?? "",
            moderator: try members.required(
                "moderator", members.person("moderator", erased: "moderator_erased")),
            voidsVotes: try members.bool("void_votes"))
    }

    private static func revision(_ members: LineMembers) throws(ImportProblem) -> ArchiveLine {
        let number = try members.required("revision", members.count("revision"))
        guard number > 0 else { throw members.problem("revision", "expected 1 or more") }
        return .revision(
            try members.required("comment_id", members.comment("comment_id")), number: number,
            body: try members.text("body", atMost: maxBodyBytes) ?? "",
            at: try members.required("at", members.moment("at")))
    }

    private static func vote(_ members: LineMembers) throws(ImportProblem) -> ArchiveVote {
        let value = try members.required("value", members.integer("value"))
        guard (-1...1).contains(value) else {
            throw members.problem("value", "expected 1, 0 or -1")
        }
        return ArchiveVote(
            site: try members.site(),
            comment: try members.required("comment_id", members.comment("comment_id")),
            voter: try members.required("voter", members.person("voter", numbered: "erased")),
            value: value, at: try members.required("at", members.moment("at")),
            isCounted: try members.has("counted") ? members.bool("counted") : true)
    }
}

extension LineMembers {
    func moderation() throws(ImportProblem) -> ModerationMode? {
        try choice("moderation", ModerationMode.allCases, \.name)
    }

    func sort() throws(ImportProblem) -> Sort? {
        guard let name = try identifier("default_sort") else { return nil }
        guard let sort = Sort(name: name) else {
            throw problem("default_sort", "expected the name of a sort")
        }
        return sort
    }

    /// A person's id, and a member that says that it stands for somebody who was erased.
    func person(_ name: String, erased: String) throws(ImportProblem) -> ArchivePerson? {
        guard let id = try identifier(name) else { return nil }
        return ArchivePerson(name: id, erased: try bool(erased) ? 1 : 0)
    }

    /// As above; the member says which one of those it is. Votes are apart from what the first of
    /// them wrote: nobody votes on their own comment.
    func person(_ name: String, numbered: String) throws(ImportProblem) -> ArchivePerson? {
        guard let id = try identifier(name) else { return nil }
        let number = try count(numbered) ?? 0
        return ArchivePerson(name: id, erased: number > 0 ? number + 1 : 0)
    }

    /// A person with all that an object says of them.
    func claim() throws(ImportProblem) -> PersonClaim {
        let id = try required("id", identifier("id"))
        var claim = PersonClaim(name: id, isGuest: try bool("guest"))
        // Without a name of their own persons are shown by their id.
        let name = try text("name", atMost: 1024).map(TextPolicy.withoutTurns)
        if let name, !name.hasSameBytes(as: id), !TextPolicy.isBlank(name) {
            claim.displayName = name
        }
        claim.email = try identifier("email", atMost: 320)
        claim.url = try webAddress("url")
        claim.ip = try identifier("ip")
        claim.userAgent = try text("user_agent")
        return claim
    }
}
