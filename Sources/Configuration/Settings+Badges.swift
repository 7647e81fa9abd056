import Discussion
import JSONValues

/// `badges` of `commentd.json`: `[{ name, role?, guest?, approved: { min?, max? }? }]`.
extension Settings {
    static let badgesSchema = Schema.array(
        .object([
            .required("name", .string(1...64)),
            .optional("role", .choice(Roles.names.map(\.name))),
            .optional("guest", .boolean),
            .optional(
                "approved",
                .object([
                    .optional("min", .integer(0...1_000_000)),
                    .optional("max", .integer(0...1_000_000)),
                ])),
        ]), 0...16)

    /// Reads what the schema has passed.
    static func badges(_ list: [JSONValue]) throws(SchemaProblem) -> Badges {
        var badges: [Badge] = []
        for (index, given) in list.enumerated() {
            let badge = try badge(given, at: "badges[\(index)]")
            if badges.contains(where: { $0.name == badge.name }) {
                throw SchemaProblem(
                    path: "badges[\(index)].name", problem: "is the name of another badge too")
            }
            badges.append(badge)
        }
        return Badges(badges)
    }

    private static func badge(
        _ given: JSONValue, at path: String
    ) throws(SchemaProblem) -> Badge {
        let object = given.object
        var badge = Badge(name: object?["name"]?.text ?? "")
        if let problem = TextPolicy.problem(of: badge.name) {
            throw SchemaProblem(path: "\(path).name", problem: problem)
        }
        if TextPolicy.isBlank(badge.name) {
            throw SchemaProblem(path: "\(path).name", problem: "must not be empty")
        }
        badge.role = object?["role"]?.text.map { Roles(names: [$0]) }
        badge.isGuest = object?["guest"]?.bool
        if let bounds = object?["approved"]?.object {
            let (min, max) = (bounds["min"]?.integer, bounds["max"]?.integer)
            guard min != nil || max != nil else {
                throw SchemaProblem(
                    path: "\(path).approved", problem: "expected min, max or both")
            }
            guard min ?? 0 <= max ?? .max else {
                throw SchemaProblem(
                    path: "\(path).approved.max", problem: "must not be less than min")
            }
            badge.approved = (min ?? 0)...(max ?? .max)
        }
        guard badge.role != nil || badge.isGuest != nil || badge.approved != nil else {
            throw SchemaProblem(
                path: path, problem: "expected role, guest, approved or several of them")
        }
        return badge
    }
}
