import JSONValues

extension Settings {
    /// How `commentd mail` sends notices.
    package struct Mail: Sendable, Equatable {
        /// The host's program that takes a mail on its standard input, with its arguments; the
        /// recipients stand in the mail.
        package var sendmail = ["/usr/sbin/sendmail", "-t", "-i"]
        /// Who writes: `addr@example.org` or `A Name <addr@example.org>`.
        package var from = ""
        /// The https address below which the host takes `confirm` and `unsubscribe`, without a
        /// slash at its end.
        package var baseURL = ""
        /// One mail a person and page in so many seconds.
        package var digestSeconds = 600
        /// Times that a mail is tried before it is given up.
        package var maxTries = 20
        /// Between the first two tries; then each time twice as long, up to six hours.
        package var retrySeconds = 60
        /// Between two looks at what is due.
        package var pollSeconds = 15
        /// How long the program may take for one mail.
        package var timeoutSeconds = 60
        /// What mails say, by their kind (`comment`, `confirm`, `moderation`), where it is not what
        /// they say unless told otherwise.
        package var templates: [String: Template] = [:]

        /// What a mail says; nil: as unless told otherwise.
        package struct Template: Sendable, Equatable {
            package var subject: String?
            package var text: String?
            package var html: String?

            package init() {}
        }

        /// As unless told otherwise.
        package init(from: String, baseURL: String) {
            self.from = from
            self.baseURL = baseURL
        }
    }

    private static let template = Schema.object([
        .optional("subject", .string(1...500)), .optional("text", .string(1...20_000)),
        .optional("html", .string(1...50_000)),
    ])

    static let mail = Schema.object([
        .optional("sendmail", .array(.string(1...1024), 1...64)),
        .required("from", .string(3...600)),
        // So that no line of a mail comes to 998 characters (RFC 5322, section 2.1.1).
        .required("base_url", .string(9...800)),
        .optional("digest_s", .integer(0...86_400)),
        .optional("max_tries", .integer(1...100)),
        .optional("retry_s", .integer(1...21_600)),
        .optional("poll_s", .integer(1...3_600)),
        .optional("timeout_s", .integer(1...3_600)),
        .optional(
            "templates",
            .object([
                .optional("comment", template), .optional("confirm", template),
                .optional("moderation", template),
            ])),
    ])
}

extension Settings.Mail {
    /// The names that templates may put in braces.
    package static let placeholders = [
        "title", "url", "page", "name", "site", "count", "comments", "confirm_url", "unsubscribe",
    ]

    init(_ json: JSONValue) throws(SchemaProblem) {
        let object = json.object ?? JSONObject()
        func text(_ name: String) throws(SchemaProblem) -> String {
            let value = object[name]?.text ?? ""
            if let problem = Settings.oneLineProblem(of: value) {
                throw SchemaProblem(path: "mail.\(name)", problem: problem)
            }
            return value
        }
        self.init(from: try text("from"), baseURL: try text("base_url"))
        guard baseURL.hasPrefix("https://"), !baseURL.hasSuffix("/"),
            baseURL.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\"?#".utf8.contains($0) })
        else {
            throw SchemaProblem(
                path: "mail.base_url",
                problem: "expected an https address without a query, in ASCII, with no / at its "
                    + "end (RFC 8058 takes https alone)")
        }
        sendmail = object["sendmail"]?.array?.compactMap(\.text) ?? sendmail
        digestSeconds = object["digest_s"]?.integer ?? digestSeconds
        maxTries = object["max_tries"]?.integer ?? maxTries
        retrySeconds = object["retry_s"]?.integer ?? retrySeconds
        pollSeconds = object["poll_s"]?.integer ?? pollSeconds
        timeoutSeconds = object["timeout_s"]?.integer ?? timeoutSeconds
        for kind in object["templates"]?.object?.members ?? [] {
            templates[kind.name] = try Self.template(
                kind.value, at: "mail.templates.\(kind.name)")
        }
    }

    private static func template(
        _ json: JSONValue, at path: String
    ) throws(SchemaProblem) -> Template {
        var template = Template()
        for member in json.object?.members ?? [] {
            let text = member.value.text ?? ""
            for match in text.matches(of: /\{([a-z_]*)\}/) {
                let name = String(match.1)
                guard !placeholders.contains(name) else { continue }
                throw SchemaProblem(
                    path: "\(path).\(member.name)",
                    problem: "{\(name)} is none of "
                        + placeholders.map { "{\($0)}" }.joined(separator: ", "))
            }
            switch member.name {
            case "subject":
                if let problem = Settings.oneLineProblem(of: text) {
                    throw SchemaProblem(path: "\(path).subject", problem: problem)
                }
                template.subject = text
            case "text": template.text = text
            default: template.html = text
            }
        }
        return template
    }
}
