import Discussion
import JSONValues

private let count = Components.count
private let range = Schema.string(2...64)

extension MethodSpec {
    private static let moderators: [Role] = [.site, .moderator]

    static let personGet = MethodSpec(
        "A person's record, the trust that it earns, and what is imposed on them; or what is "
            + "imposed on addresses.", roles: moderators,
        [
            .optional("person", Components.personReference, "One of the two must be given."),
            .optional("range", range, "An address, or a range such as 203.0.113.0/24."),
        ], result: personRecord)

    static let personSanction = MethodSpec(
        "Imposes something on a person, on a range of addresses or on both, in the place of what "
            + "was imposed before, or lifts it. ban refuses everything, mute comments; premoderate "
            + "holds comments; shadow shows them to their author alone, and lifting it leaves them "
            + "pending; warn only records; none lifts all.", isWrite: true, roles: moderators,
        [
            .optional("person", Components.personReference, "One of the two must be given."),
            .optional("range", range, "An address, or a range such as 203.0.113.0/24."),
            .required("kind", .choice(SanctionKind.allCases.map(\.name) + ["none"])),
            .optional("until", .time, "In the future; until it is lifted unless given."),
            .required("reason", .string(1...2000)),
            .required("moderator", Components.personReference),
            .optional(
                "void_votes", .boolean,
                "Whether the person's votes count nowhere as long as the sanction lasts; as it "
                    + "was unless given."),
        ], result: personRecord)

    private static let personRecord = Schema.object([
        .optional("person", person, "Where a person was asked for, as all but sanctions."),
        .optional(
            "standing",
            .object([
                .required("approved", count, "Comments."),
                .required("rejected", count, "Comments, without spam."),
                .required("spam", count, "Comments."),
                .required("flags_agreed", count, "Flags raised that moderators agreed with."),
                .required("flags_dismissed", count, "Flags raised that moderators dismissed."),
                .required(
                    "trust", .number(0...1),
                    "(good + 1) / (good + bad + 2), of `trust`; 0 under a sanction."),
                .required("first_seen", .time),
            ])),
        .optional(
            "trust",
            .object([
                .required("good", count, "approved + flags_agreed"),
                .required("bad", count, "rejected + spam + flags_dismissed"),
                .required("sanctioned", .boolean, "Whether a sanction is in force; not a warning."),
            ])),
        .optional(
            "void",
            .object([
                .required("votes", .boolean, "Whether the person's votes are voided."),
                .required(
                    "pending", count,
                    "Votes, anyone's, to be looked through until all of the person's are taken out"
                        + " of the totals or put back; of many, 10000."),
            ])),
        .optional("range", range, "As asked for."),
        .required("sanctions", .array(sanction, 0...1100), "In force, the person's newest first."),
    ])

    private static let person = Schema.object([
        .required("id", .string(1...128)), .required("name", .string(1...256)),
        .optional("url", .string(8...2048)), .optional("email", .string(3...320)),
    ])

    private static let sanction = Schema.object([
        .required("kind", .choice(SanctionKind.allCases.map(\.name))),
        .optional("range", range, "Where it is imposed on addresses."),
        .required("since", .time),
        .required("until", .nullable(.time), "null: until it is lifted."),
        .required("reason", .string(1...2000)),
        .required("moderator", .nullable(.string(1...128))),
    ])
}
