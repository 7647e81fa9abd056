import JSONValues

extension Settings {
    /// Who hears of comments that have waited in the queue for long.
    package struct QueueNotice: Sendable, Equatable {
        /// Somebody who follows the queue.
        package struct Follower: Sendable, Equatable {
            /// The host's id of the person.
            package let name: String
            package let displayName: String?
            package let email: String?
            package let sites: [String]

            package init(name: String, displayName: String?, email: String?, sites: [String]) {
                self.name = name
                self.displayName = displayName
                self.email = email
                self.sites = sites
            }
        }

        /// How long a comment waits before they hear of it.
        package var afterSeconds = 14_400
        package var persons: [Follower] = []

        package init() {}

        /// Whether anyone follows the queue.
        package var isOn: Bool { !persons.isEmpty }
    }

    static let queueNotice = Schema.object([
        .optional("after_s", .integer(0...31_536_000)),
        .optional(
            "persons",
            .array(
                .object([
                    .required("id", .string(1...128)), .optional("name", .string(1...256)),
                    .optional("email", .string(3...320)),
                    .optional("sites", .array(.string(1...64), 1...1000)),
                ]), 0...100)),
    ])

    static func queueNotice(_ json: JSONValue?) throws(SchemaProblem) -> QueueNotice {
        var notice = QueueNotice()
        notice.afterSeconds = json?.object?["after_s"]?.integer ?? notice.afterSeconds
        for (index, person) in (json?.object?["persons"]?.array ?? []).enumerated() {
            let path = "queue_notice.persons[\(index)]"
            let sites = person.object?["sites"]?.array?.compactMap(\.text) ?? ["default"]
            if let wrong = sites.firstIndex(where: { !isSiteName($0) }) {
                throw SchemaProblem(
                    path: "\(path).sites[\(wrong)]",
                    problem: "expected a to z, 0 to 9, dot, underscore, hyphen")
            }
            for name in ["id", "name", "email"] {
                guard let text = person.object?[name]?.text else { continue }
                if let problem = oneLineProblem(of: text) {
                    throw SchemaProblem(path: "\(path).\(name)", problem: problem)
                }
            }
            notice.persons.append(
                QueueNotice.Follower(
                    name: person.object?["id"]?.text ?? "",
                    displayName: person.object?["name"]?.text,
                    email: person.object?["email"]?.text, sites: sites))
        }
        return notice
    }

    /// What is wrong with text that stands in one line of a mail.
    static func oneLineProblem(of text: String) -> String? {
        text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
            ? "must not contain control characters" : nil
    }
}
