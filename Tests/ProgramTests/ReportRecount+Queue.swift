import Discussion
import JSONValues

extension ReportRecount {
    var queue: JSONValue {
        let cases = tables.cases
        let oldest = cases.sorted { ($0.since, $0.comment) < ($1.since, $1.comment) }
        let ends: [Int64?] = [3600, 14_400, 86_400, 259_200, nil]
        let ages = ends.enumerated().map { place, end -> JSONValue in
            func count(_ state: Int) -> JSONValue {
                let from = place == 0 ? 0 : (ends[place - 1] ?? 0) * 1000
                return .integer(
                    cases.count { item in
                        let age = now - item.since
                        return item.state == state && age >= from
                            && age < (end ?? .max / 1000) * 1000
                    })
            }
            return [
                "under_s": end.map { .integer(Int($0)) } ?? .null, "pending": count(0),
                "flagged": count(1),
            ]
        }
        let claimed = cases.filter { ($0.until ?? 0) > now }
        let (came, left) = pace
        let emptying: JSONValue =
            cases.isEmpty
            ? 0
            : left > came
                ? .integer(Int((Double(cases.count) * 86_400 / Double(left - came)).rounded(.up)))
                : .null
        return [
            "pending": .integer(cases.count { $0.state == 0 }),
            "flagged": .integer(cases.count { $0.state == 1 }),
            "oldest_waiting_s": oldest.first.map { .integer(Int((now - $0.since) / 1000)) }
                ?? .null,
            "oldest_id": oldest.first.map { .string(id($0.comment)) } ?? .null,
            "ages": .array(ages), "reasons": reasons,
            "oldest": .array(oldest.prefix(10).map(shown)),
            "unclaimed": .integer(cases.count - claimed.count), "claimed": claims(claimed),
            "pace": ["span_s": 86_400, "came": .integer(came), "left": .integer(left)],
            "empty_in_s": emptying,
        ]
    }

    private func id(_ comment: Int64) -> String { CommentID(rawValue: comment).text }

    private var pace: (came: Int, left: Int) {
        let start = now - Self.day
        let left = tables.entries.filter { $0.at >= start && $0.at <= now && $0.waited != nil }
        let came =
            left.count { $0.at - ($0.waited ?? 0) >= start }
            + tables.cases.count { $0.since >= start }
        return (came, left.count)
    }

    /// Why a comment waits: the rules that hit its present text, and its open flags.
    private func why(_ comment: Int64) -> [(kind: String, name: String?)] {
        let revision = tables.judged[comment]?.revision ?? 1
        let rules = tables.hits.filter {
            $0.comment == comment && !$0.isDry && $0.revision == revision
        }.map(\.rule)
        let flags = tables.flags.filter { $0.comment == comment && $0.state == 0 }.map(\.reason)
        let all =
            Set(rules).map { (kind: "rule", name: Optional($0)) }
            + Set(flags).map { (kind: "flag", name: Optional($0)) }
        return all.isEmpty ? [(kind: "none", name: nil)] : all
    }

    private var reasons: JSONValue {
        var counts: [String: (kind: String, name: String?, count: Int)] = [:]
        for item in tables.cases {
            for (kind, name) in why(item.comment) {
                counts["\(kind) \(name ?? "")", default: (kind, name, 0)].count += 1
            }
        }
        let sorted = counts.values.sorted {
            ($1.count, $0.kind, $0.name ?? "") < ($0.count, $1.kind, $1.name ?? "")
        }
        return .array(
            sorted.map {
                [
                    "kind": .string($0.kind), "name": $0.name.map { .string($0) } ?? .null,
                    "waiting": .integer($0.count),
                ]
            })
    }

    /// Reasons come in no order that matters.
    private func shown(_ item: ReportTables.Case) -> JSONValue {
        let comment = tables.comments[item.comment]
        let holder = (item.until ?? 0) > now ? item.holder : nil
        return [
            "id": .string(id(item.comment)), "state": item.state == 0 ? "pending" : "flagged",
            "waiting_s": .integer(Int((now - item.since) / 1000)),
            "thread": .string(comment.flatMap { tables.threads[$0.thread] } ?? ""),
            "author": .string(comment.flatMap { tables.persons[$0.author] } ?? ""),
            "author_name": .string(comment.flatMap { tables.displayNames[$0.author] } ?? ""),
            "reasons": .array(
                why(item.comment).map { $0.name ?? "none" }.sorted().map { .string($0) }),
            "claimed_by": holder.flatMap { tables.persons[$0] }.map { .string($0) } ?? .null,
        ]
    }

    private func claims(_ claimed: [ReportTables.Case]) -> JSONValue {
        let byHolder = Dictionary(grouping: claimed) { tables.persons[$0.holder ?? 0] ?? "" }
        let sorted = byHolder.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return .array(
            sorted.map { name, cases in
                let until = cases.compactMap(\.until).min() ?? 0
                return [
                    "moderator": .string(name), "comments": .integer(cases.count),
                    "until": .string(Moment(milliseconds: until).text),
                ]
            })
    }
}

extension JSONValue {
    /// A report's `now` with each case's reasons in the order of their names.
    var withSortedReasons: JSONValue {
        let oldest = (self["oldest"].array ?? []).map { item in
            let names = (item["reasons"].array ?? []).compactMap(\.text).sorted()
            return item.replacing("reasons", .array(names.map { .string($0) }))
        }
        return replacing("oldest", .array(oldest))
    }

    private func replacing(_ name: String, _ value: JSONValue) -> JSONValue {
        .made((object?.members ?? []).map { ($0.name, $0.name == name ? value : $0.value) })
    }
}
