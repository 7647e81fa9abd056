import Discussion
import JSONValues

extension Settings {
    /// A member of `commentd.json`, and the place in the settings that it fills.
    struct Member<Value>: Sendable {
        /// The outer member, such as `limits`.
        let section: String
        /// The member itself, such as `max_depth`.
        let name: String
        /// What it may be.
        let schema: Schema
        let place: WritableKeyPath<Settings, Value> & Sendable

        init(
            _ section: String, _ name: String, _ schema: Schema,
            _ place: WritableKeyPath<Settings, Value> & Sendable
        ) {
            self.section = section
            self.name = name
            self.schema = schema
            self.place = place
        }
    }

    static let integers: [Member<Int>] = [
        Member("limits", "max_line_bytes", .integer(1_024...67_108_864), \.limits.maxLineBytes),
        Member("limits", "max_body_bytes", .integer(1...1_000_000), \.limits.maxBodyBytes),
        Member("limits", "max_depth", .integer(0...1_000), \.limits.maxDepth),
        Member("limits", "max_list", .integer(1...1_000), \.limits.maxList),
        Member(
            "limits", "max_in_flight_commands", .integer(1...65_536), \.limits.maxInFlightCommands),
        Member(
            "limits", "max_in_flight_bytes", .integer(65_536...1_073_741_824),
            \.limits.maxInFlightBytes),
        Member("limits", "max_connections", .integer(1...10_000), \.limits.maxConnections),
        Member("limits", "max_events", .integer(1_000...1_000_000_000_000), \.limits.maxEvents),
        Member(
            "limits", "max_follower_bytes", .integer(65_536...67_108_864),
            \.limits.maxFollowerBytes),
        Member("windows", "edit_s", .integer(0...31_536_000), \.windows.editSeconds),
        Member("windows", "delete_s", .integer(0...31_536_000), \.windows.deleteSeconds),
        Member("windows", "lease_s", .integer(1...86_400), \.windows.leaseSeconds),
        Member("windows", "key_s", .integer(60...31_536_000), \.windows.keySeconds),
        Member("windows", "notice_s", .integer(3_600...31_536_000), \.windows.noticeSeconds),
        Member("windows", "follow_stall_s", .integer(1...3_600), \.windows.followStallSeconds),
        Member("votes", "per_minute", .integer(0...600), \.votes.perMinute),
        Member("votes", "change_days", .integer(0...36_500), \.votes.changeDays),
        Member(
            "votes", "down_min_approved", .integer(0...1_000_000), \.votes.minApprovedToVoteDown),
        Member("privacy", "rotate_s", .integer(3_600...31_536_000), \.privacy.rotateSeconds),
        Member(
            "privacy", "keep_addresses_s", .integer(0...3_153_600_000),
            \.privacy.keepAddressesSeconds),
        Member("flags", "min_flaggers", .integer(1...1_000_000), \.flags.minFlaggers),
    ]

    static let numbers: [Member<Double>] = [
        Member("flags", "hide_weight", .number(0.001...1_000_000), \.flags.hideWeight),
        Member("flags", "max_weight", .number(0.001...1_000), \.flags.maxWeight),
    ]

    static let booleans: [Member<Bool>] = [
        Member("windows", "edit_after_reply", .boolean, \.windows.editsAfterReply),
        Member("votes", "guests", .boolean, \.votes.takesGuests),
        Member("votes", "down", .boolean, \.votes.takesDown),
        Member("search", "index", .boolean, \.search.keepsIndex),
        Member("privacy", "hash_addresses", .boolean, \.privacy.hashesAddresses),
    ]

    /// The shape of `commentd.json`.
    static let schema: Schema = {
        let members =
            integers.map { ($0.section, Schema.Member.optional($0.name, $0.schema)) }
            + numbers.map { ($0.section, Schema.Member.optional($0.name, $0.schema)) }
            + booleans.map { ($0.section, Schema.Member.optional($0.name, $0.schema)) }
        let names = ["limits", "windows", "flags", "votes", "search", "privacy"]
        let sections = names.map { section in
            let inner = members.filter { $0.0 == section }.map(\.1)
            return Schema.Member.optional(section, .object(inner))
        }
        return .object(
            sections + [
                .optional("tokens", tokens), .optional("rules", rules),
                .optional("queue_notice", queueNotice), .optional("mail", mail),
                .optional("badges", badgesSchema), .optional("ranking", rankingSchema),
            ])
    }()

    private static let rules = Schema.object([
        .optional(
            "classifier",
            .object([
                .optional("spam_min", .number(0...1)), .optional("toxic_min", .number(0...1)),
                .optional("min_examples", .integer(10...10_000)),
            ]))
    ])

    private static let tokens = Schema.array(
        .object([
            .required("name", .string(1...64)), .required("sha256", .string(1...64)),
            .required("role", .choice(Role.allCases.map(\.rawValue))),
            .optional("sites", .array(.string(1...64), 1...1000)),
        ]), 0...1000)

    /// The settings of a file; a member that is left out keeps its default.
    init(_ json: JSONValue) throws(SchemaProblem) {
        try Self.schema.check(json)
        self.init()
        for member in Self.integers {
            guard let value = json.object?[member.section]?.object?[member.name]?.integer else {
                continue
            }
            self[keyPath: member.place] = value
        }
        for member in Self.numbers {
            guard let value = json.object?[member.section]?.object?[member.name]?.double else {
                continue
            }
            self[keyPath: member.place] = value
        }
        for member in Self.booleans {
            guard let value = json.object?[member.section]?.object?[member.name]?.bool else {
                continue
            }
            self[keyPath: member.place] = value
        }
        if let given = json.object?["rules"]?.object?["classifier"]?.object {
            classifier.spamMin = given["spam_min"]?.double ?? classifier.spamMin
            classifier.toxicMin = given["toxic_min"]?.double ?? classifier.toxicMin
            classifier.minExamples = given["min_examples"]?.integer ?? classifier.minExamples
        }
        if let given = json.object?["ranking"]?.object { ranking = Self.ranking(given) }
        queueNotice = try Self.queueNotice(json.object?["queue_notice"])
        if let given = json.object?["badges"]?.array { badges = try Self.badges(given) }
        tokens = try Self.tokens(json.object?["tokens"]?.array ?? [])
    }

    private static func tokens(_ list: [JSONValue]) throws(SchemaProblem) -> [Token] {
        var tokens: [Token] = []
        for (index, token) in list.enumerated() {
            let hash = hexadecimal(token.object?["sha256"]?.text ?? "")
            guard hash.count == 32 else {
                throw SchemaProblem(
                    path: "tokens[\(index)].sha256",
                    problem: "expected a SHA-256 hash: 64 hexadecimal digits")
            }
            let sites = token.object?["sites"]?.array?.compactMap(\.text) ?? ["default"]
            if let wrong = sites.firstIndex(where: { !isSiteName($0) }) {
                throw SchemaProblem(
                    path: "tokens[\(index)].sites[\(wrong)]",
                    problem: "expected a to z, 0 to 9, dot, underscore, hyphen")
            }
            if tokens.contains(where: { $0.sha256 == hash }) {
                throw SchemaProblem(
                    path: "tokens[\(index)].sha256", problem: "is the hash of another token too")
            }
            tokens.append(
                Token(
                    name: token.object?["name"]?.text ?? "", sha256: hash,
                    role: token.object?["role"]?.text.flatMap { Role(rawValue: $0) } ?? .reader,
                    sites: sites))
        }
        return tokens
    }

    static func isSiteName(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2E, 0x5F, 0x2D: true
            default: false
            }
        }
    }

    /// The bytes of pairs of digits; those that are none are left out.
    private static func hexadecimal(_ text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
