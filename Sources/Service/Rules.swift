import Configuration
import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `rules.get`: the rules that hold now.
struct GetRules: UseCase {
    private let site: String

    init(_ arguments: Arguments) throws(Refusal) { site = try arguments.site() }

    func apply(in work: Work, to json: inout JSONWriter) {
        let rules = work.rules(of: site)
        json.object { json in
            json.member("version", rules.version)
            json.name("rules")
            json.value(rules.rules)
        }
    }
}

/// `rules.check`: what is wrong with rules, before they go live.
struct CheckRules: UseCase {
    private let rules: GivenRules

    init(_ arguments: Arguments) { rules = GivenRules(arguments.object["rules"]) }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let problems = try rules.problems(lists: work.inForce.lists)
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
    private let document: GivenRules?
    private let site: String
    private let body: String
    private let author: PersonClaim?
    private let thread: String?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        document = arguments.object["rules"].map { GivenRules($0) }
        site = try arguments.site()
        body = arguments.text("body") ?? ""
        try checkBody(body, limits)
        author = try arguments.person("author")
        thread = try arguments.identifier("thread")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let rules =
            try document.map { try $0.compiled(lists: work.inForce.lists) } ?? work.rules(of: site)
        let site = try work.store.site(named: site)
        let thread = try site.flatMap { site in
            try self.thread.flatMap { try work.store.thread(named: $0, in: site) }
        }
        let author = self.author ?? PersonClaim(name: "")
        let person = try site.flatMap { try work.store.person(named: author.name, in: $0) }
        let evidence = rules.evidence(of: body, by: work.options.classifiers.use(in: self.site))
        var facts = Facts.of(
            author, person, thread, try work.moderation(of: thread, in: site), isReply: false,
            hasAnchor: false, at: work.now)
        let recent = Recent(store: work.store, needs: rules.needs, moment: work.now)
        facts.rates = try recent.rates(of: person)
        if rules.needs.needsTrust { facts.trust = try work.trust(of: person) }
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
}

/// `rules.reload`: reads the rules and their lists anew. Wrong ones are refused whole, and the old
/// ones hold on.
struct ReloadRules: UseCase {
    func apply(in work: Work, to json: inout JSONWriter) throws {
        do {
            let loaded = try work.options.rules.reload()
            work.options.wakeWriter()
            json.object { $0.member("version", loaded.rules.version) }
        } catch let problem as ConfigurationProblem {
            throw Refusal(.conflict, "the rules are as they were: \(problem)")
        }
    }
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
