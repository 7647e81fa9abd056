import Discussion
import JSONValues
import Moderation
import Store

/// What rules would have done to comments, counted.
struct Backtest {
    private let rules: RuleSet
    private(set) var comments = 0
    private var hits: [String: Int] = [:]
    private var would: [Status: Int] = [:]
    private var changed: [Change: Int] = [:]
    private var (agree, disagree) = (0, 0)
    private var examples: [Change: [Example]] = [:]
    private var unevaluated: [String: Int] = [:]

    /// Of one kind of disagreement.
    private static let maxExamples = 5
    /// Code points of a body that an example shows.
    private static let shownLength = 300

    /// From one status to another.
    private struct Change: Hashable {
        let from: Status
        let to: Status
    }

    private struct Example {
        let id: CommentID
        let rules: [String]
        let body: String
    }

    init(_ rules: RuleSet) { self.rules = rules }

    /// Takes the next comment, and what people made of it where they did.
    mutating func take(
        _ text: StoredText, _ evidence: Evidence, _ facts: Facts, _ knowledge: Knowledge,
        people: Status?
    ) {
        let verdict = rules.judge(evidence, facts)
        comments += 1
        for reason in verdict.reasons { hits[reason.rule, default: 0] += 1 }
        would[verdict.status, default: 0] += 1
        if let judged = text.judged, judged != verdict.status {
            changed[Change(from: judged, to: verdict.status), default: 0] += 1
        }
        for rule in rules.open(evidence, facts, knowledge) {
            unevaluated[rule, default: 0] += 1
        }
        guard let people else { return }
        if (people == .approved) == (verdict.status == .approved) {
            agree += 1
            return
        }
        disagree += 1
        let kind = Change(from: people, to: verdict.status)
        guard examples[kind]?.count ?? 0 < Self.maxExamples else { return }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: text.body.unicodeScalars.prefix(Self.shownLength))
        examples[kind, default: []].append(
            Example(id: text.id, rules: verdict.reasons.map(\.rule), body: String(shown)))
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("comments", comments)
            json.name("hits")
            json.object { json in
                for name in rules.names {
                    json.name(dynamic: name)
                    json.integer(hits[name] ?? 0)
                }
            }
            json.name("would")
            json.object { json in
                for status in Status.allCases where status != .deleted {
                    json.name(dynamic: status.name)
                    json.integer(would[status] ?? 0)
                }
            }
            json.name("changed")
            json.array { json in
                for kind in kinds(changed.keys) {
                    json.object { json in
                        json.member("from", kind.from.name)
                        json.member("to", kind.to.name)
                        json.member("comments", changed[kind] ?? 0)
                    }
                }
            }
            json.member("agree", agree)
            json.member("disagree", disagree)
            json.name("examples")
            json.array { json in
                for kind in kinds(examples.keys) {
                    for example in examples[kind] ?? [] { write(example, kind, to: &json) }
                }
            }
            json.name("unevaluated")
            json.object { json in
                for name in rules.names {
                    guard let number = unevaluated[name] else { continue }
                    json.name(dynamic: name)
                    json.integer(number)
                }
            }
        }
    }

    private func kinds(_ kinds: some Sequence<Change>) -> [Change] {
        kinds.sorted { ($0.from.rawValue, $0.to.rawValue) < ($1.from.rawValue, $1.to.rawValue) }
    }

    private func write(_ example: Example, _ kind: Change, to json: inout JSONWriter) {
        json.object { json in
            json.member("comment_id", example.id.text)
            json.member("people", kind.from.name)
            json.member("would", kind.to.name)
            json.name("rules")
            json.array { json in example.rules.forEach { json.string($0) } }
            json.member("body", example.body)
        }
    }
}
