import Configuration
import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `rules.get`: the rules that hold now.
struct GetRules: UseCase {
    func apply(in work: Work, to json: inout JSONWriter) {
        json.object { json in
            json.member("version", work.rules.version)
            json.name("rules")
            json.value(work.rules.rules)
        }
    }
}

/// `rules.check`: what is wrong with rules, before they go live.
struct CheckRules: UseCase {
    private let document: JSONValue

    init(_ arguments: Arguments) { document = rulesDocument(arguments.object["rules"]) }

    func apply(in work: Work, to json: inout JSONWriter) {
        let problems = RuleSet.problems(of: document, lists: work.inForce.lists)
        json.object { json in
            json.member("ok", problems.isEmpty)
            json.name("problems")
            json.array { json in
                for problem in problems {
                    json.object { json in
                        json.member("path", problem.path)
                        json.member("problem", problem.problem)
                        json.member("did_you_mean", ifAny: problem.didYouMean)
                    }
                }
            }
        }
    }
}

/// `rules.test`: what rules would say of a text; nothing is stored.
struct TestRules: UseCase {
    private let document: JSONValue?
    /// Whether the rules were given without a document around them.
    private let isGivenAsArray: Bool
    private let site: String
    private let body: String
    private let author: PersonClaim?
    private let thread: String?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        document = arguments.object["rules"].map { rulesDocument($0) }
        isGivenAsArray = arguments.object["rules"]?.array != nil
        site = try arguments.site()
        body = arguments.text("body") ?? ""
        try checkBody(body, limits)
        author = try arguments.person("author")
        thread = try arguments.identifier("thread")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let rules = try document.map { try compile($0, lists: work.inForce.lists) } ?? work.rules
        let site = try work.store.site(named: site)
        let thread = try site.flatMap { site in
            try self.thread.flatMap { try work.store.thread(named: $0, in: site) }
        }
        let author = self.author ?? PersonClaim(name: "")
        let person = try site.flatMap { try work.store.person(named: author.name, in: $0) }
        let evidence = rules.evidence(of: body)
        var facts = Facts.of(author, person, thread, isReply: false, hasAnchor: false, at: work.now)
        let recent = Recent(store: work.store, needs: rules.needs, moment: work.now)
        facts.rates = try recent.rates(of: person)
        if let print = evidence.print {
            facts.copies = try recent.triedCopies(of: print, by: person, in: site)
        }
        let verdict = rules.judge(evidence, facts)
        json.object { json in
            json.name("decision")
            writeDecision(
                status: verdict.status, rules: verdict.rules, reasons: verdict.reasons,
                to: &json)
        }
    }

    private func compile(
        _ document: JSONValue, lists: [String: [UInt8]]
    ) throws(Refusal) -> RuleSet {
        do {
            return try RuleSet.compile(document, lists: lists)
        } catch {
            guard let first = error.problems.first else { throw .invalid("rules", "is wrong") }
            // Paths are of the document; of an array they are as the param has them.
            let parts = (isGivenAsArray ? [] : ["rules"]) + [first.path].filter { !$0.isEmpty }
            let path = parts.isEmpty ? "rules" : parts.joined(separator: ".")
            throw .invalid(path, first.problem, didYouMean: first.didYouMean)
        }
    }
}

/// `rules.reload`: reads the rules and their lists anew. Wrong ones are refused whole, and the old
/// ones hold on.
struct ReloadRules: UseCase {
    func apply(in work: Work, to json: inout JSONWriter) throws {
        do {
            let loaded = try work.options.rules.reload()
            json.object { $0.member("version", loaded.rules.version) }
        } catch let problem as ConfigurationProblem {
            throw Refusal(.conflict, "the rules are as they were: \(problem)")
        }
    }
}

/// An array of rules stands for a document of version 1 that holds them.
private func rulesDocument(_ value: JSONValue?) -> JSONValue {
    guard case .array? = value else { return value ?? .null }
    return .object(
        JSONObject([
            JSONObject.Member("version", .integer(1)),
            JSONObject.Member("rules", value ?? .null),
        ]))
}

/// Throws where a text is too long, or breaks the text policy.
func checkBody(_ body: String, _ limits: Settings.Limits) throws(Refusal) {
    if body.utf8.count > limits.maxBodyBytes {
        throw .tooLarge(
            "body has over \(limits.maxBodyBytes) bytes", limit: limits.maxBodyBytes,
            field: "body")
    }
    if let problem = TextPolicy.problem(of: body) { throw .unacceptable("body", problem) }
    if TextPolicy.isBlank(body) { throw .unacceptable("body", "must not be empty") }
}
