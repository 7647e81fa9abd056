import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// A rule of a set as it was kept.
struct KeptRule {
    let name: String
    let action: String
    let isDryRun: Bool

    /// The rules of a set, in order.
    static func all(in kept: KeptRules) -> [KeptRule] {
        guard let rules = try? StrictJSON.parse(Array(kept.rules.utf8)).array else { return [] }
        return rules.compactMap { rule in
            rule.object?["name"]?.text.map {
                KeptRule(
                    name: $0, action: rule.object?["then"]?.text ?? "",
                    isDryRun: rule.object?["dry_run"]?.bool ?? false)
            }
        }
    }
}

/// What each rule did to the comments made in a time, and what people made of those: the section
/// `rules`.
struct RuleFigures {
    private var records: [String: Record] = [:]

    private static let maxRules = 1000

    private struct Record {
        var action: String
        /// In the set that judged last.
        var isInForce = false
        var isDryRun = false
        var live = Hits()
        var dry = Hits()
    }

    private struct Hits {
        var count = 0
        /// Hits on texts that people have decided on.
        var judged = 0
        /// Those of which they decided otherwise.
        var overturned = 0

        mutating func take(_ hit: RuleHit) {
            count += 1
            guard let verdict = hit.verdict, hit.action != RuleAction.mask.rawValue else { return }
            judged += 1
            let isForIt = hit.action == RuleAction.approve.rawValue
            if (verdict == .approved) != isForIt { overturned += 1 }
        }

        var right: Share { Share(judged - overturned, of: judged) }
    }

    /// Takes the rules of the set that judged last: those that never hit have a row too.
    mutating func take(inForce rules: [KeptRule]) {
        for rule in rules {
            records[rule.name] = Record(
                action: rule.action, isInForce: true, isDryRun: rule.isDryRun)
        }
    }

    mutating func take(_ hit: RuleHit) {
        var record = records.removeValue(forKey: hit.rule) ?? Record(action: hit.action)
        if !record.isInForce { (record.action, record.isDryRun) = (hit.action, hit.isDryRun) }
        if hit.isDryRun { record.dry.take(hit) } else { record.live.take(hit) }
        records[hit.rule] = record
    }

    /// The commonest first.
    func write(to json: inout JSONWriter) {
        let sorted = records.sorted { left, right in
            let (first, second) = (left.value, right.value)
            if first.live.count != second.live.count {
                return first.live.count > second.live.count
            }
            return first.dry.count != second.dry.count
                ? first.dry.count > second.dry.count : left.key < right.key
        }
        json.array { json in
            for (name, record) in sorted.prefix(Self.maxRules) {
                json.object { json in
                    json.member("rule", name)
                    json.member("action", record.action)
                    json.member("in_force", record.isInForce)
                    json.member("dry_run", record.isDryRun)
                    json.member("hits", record.live.count)
                    json.member("dry_run_hits", record.dry.count)
                    json.member("judged", record.live.judged)
                    json.member("overturned", record.live.overturned)
                    json.member("precision", record.live.right)
                    json.member("dry_run_judged", record.dry.judged)
                    json.member("dry_run_overturned", record.dry.overturned)
                    json.member("dry_run_precision", record.dry.right)
                }
            }
        }
    }
}

extension JSONWriter {
    /// Writes a share with its interval; null of nothing.
    mutating func member(_ name: StaticString, _ share: Share) {
        self.name(name)
        guard let value = share.value, let interval = share.interval else { return null() }
        object { json in
            json.member("share", rounded(value))
            json.member("low", rounded(interval.lowerBound))
            json.member("high", rounded(interval.upperBound))
        }
    }

    /// Writes a number to four digits, or null.
    mutating func member(_ name: StaticString, orNull value: Double?) {
        self.name(name)
        if let value { number(rounded(value)) } else { null() }
    }
}

/// To four digits behind the point.
private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
