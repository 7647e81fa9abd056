import Discussion
import JSONValues

extension ReportRecount {
    /// Whether a comment was made in the report's time.
    private func isOfTime(_ comment: Int64) -> Bool {
        comment >> 20 >= since && comment >> 20 < until
    }

    /// The figures of rules by their names; what is in force is not told from these tables.
    func rule(_ name: String) -> JSONValue {
        func figures(_ isDry: Bool) -> (hits: Int, judged: Int, overturned: Int) {
            let hits = tables.hits.filter {
                $0.rule == name && $0.isDry == isDry && isOfTime($0.comment)
            }
            let judged = hits.filter { hit in
                hit.action != "mask" && tables.verdict(on: hit.comment) != nil
                    && hit.revision == tables.judged[hit.comment]?.revision ?? 1
            }
            let overturned = judged.filter { hit in
                let isApproved = tables.verdict(on: hit.comment) == 0
                return hit.action == "approve" ? !isApproved : isApproved
            }
            return (hits.count, judged.count, overturned.count)
        }
        let (live, dry) = (figures(false), figures(true))
        return [
            "hits": .integer(live.hits), "dry_run_hits": .integer(dry.hits),
            "judged": .integer(live.judged), "overturned": .integer(live.overturned),
            "precision": Self.share(live.judged - live.overturned, live.judged),
            "dry_run_judged": .integer(dry.judged),
            "dry_run_overturned": .integer(dry.overturned),
            "dry_run_precision": Self.share(dry.judged - dry.overturned, dry.judged),
        ]
    }

    /// The rules that hit comments of the time.
    var hitRules: Set<String> { Set(tables.hits.filter { isOfTime($0.comment) }.map(\.rule)) }

    var moderators: JSONValue {
        let decisions = othersEntries.filter { $0.actor != nil }
        let byActor = Dictionary(grouping: decisions) { $0.actor ?? 0 }
        let sorted = byActor.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return .array(sorted.map { actor, decisions in moderator(actor, decisions) })
    }

    private static let judging = ["approve", "reject", "spam", "delete"]

    private func moderator(_ actor: Int64, _ decisions: [ReportTables.Entry]) -> JSONValue {
        let waits = decisions.compactMap(\.waited)
        let judged = decisions.filter { Self.judging.contains($0.action) }
        let fates = judged.map(fate)
        let overturned = fates.count { $0 == "overturned" }
        return [
            "moderator": .string(tables.persons[actor] ?? "erased"),
            "decisions": .integer(decisions.count), "timed": .integer(waits.count),
            "median_s": Self.seconds(Self.percentile(50, waits)),
            "p95_s": Self.seconds(Self.percentile(95, waits)), "judged": .integer(judged.count),
            "overturned": .integer(overturned),
            "withdrawn": .integer(fates.count { $0 == "withdrawn" }),
            "upheld": Self.share(judged.count - overturned, judged.count),
        ]
    }

    /// What became of a decision: the first thing that others, or an undo, said of it before the
    /// text became another.
    private func fate(_ decision: ReportTables.Entry) -> String {
        let later = (tables.histories[decision.comment] ?? []).filter {
            $0.id > decision.id && $0.actor != nil
        }
        let ofText = later.prefix { $0.action != "edit" }
        let speaking = ofText.first { next in
            next.undoes == decision.id
                || next.actor != decision.actor && next.actor != next.person
                    && Self.judging.contains(next.action)
        }
        guard let speaking else { return "stands" }
        if speaking.undoes == decision.id {
            return speaking.actor == decision.actor ? "withdrawn" : "overturned"
        }
        return speaking.to == decision.to ? "stands" : "overturned"
    }

    var readers: JSONValue {
        let flags = tables.flags.filter { $0.at >= since && $0.at < until }
        let names = ["spam", "abuse", "off_topic", "illegal", "other"]
        func most(_ name: String, _ key: (ReportTables.Comment) -> Int64, _ names: [Int64: String])
            -> JSONValue
        {
            let groups = Dictionary(grouping: flags) { flag in
                tables.comments[flag.comment].map(key) ?? 0
            }
            let sorted = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            return .array(
                sorted.prefix(10).map { id, flags in
                    .made(
                        [
                            (name, .string(names[id] ?? "")), ("flags", .integer(flags.count)),
                            ("comments", .integer(Set(flags.map(\.comment)).count)),
                        ] + states(flags))
                })
        }
        let reasons = names.filter { name in flags.contains { $0.reason == name } }.map { name in
            let those = flags.filter { $0.reason == name }
            return JSONValue.made(
                [("reason", .string(name)), ("flags", .integer(those.count))] + states(those))
        }
        return .made(
            [("flags", .integer(flags.count))] + states(flags) + [
                ("reasons", .array(reasons)), ("threads", most("thread", \.thread, tables.threads)),
                ("authors", most("person", \.author, tables.persons)),
            ])
    }

    private func states(_ flags: [ReportTables.Flag]) -> [(String, JSONValue)] {
        let counts = (0..<4).map { state in flags.count { $0.state == state } }
        let names = ["open", "upheld", "dismissed", "void"]
        return zip(names, counts).map { ($0, .integer($1)) } + [
            ("accuracy", Self.share(counts[1], counts[1] + counts[2]))
        ]
    }

    /// What one classifier said of comments of the time that people have decided on.
    func classifier(_ trait: String, version: Int?) -> JSONValue {
        var all: [(said: Int, isSo: Bool, version: Int)] = []
        for (comment, judgement) in tables.judged where isOfTime(comment) {
            guard let verdict = tables.verdict(on: comment),
                let chance = chance(trait, in: judgement.facts)
            else { continue }
            if trait == "toxic", verdict == 3 { continue }
            let isSo = verdict == (trait == "spam" ? 3 : 2)
            all.append((chance.millionths, isSo, chance.version))
        }
        let newest = all.filter { $0.version == version }
        return [
            "judged": .integer(all.count), "auc": area(all.map { ($0.said, $0.isSo) }),
            "judged_since_version": .integer(newest.count),
            "auc_since_version": area(newest.map { ($0.said, $0.isSo) }),
            "calibration": .array(
                (0..<10).map { bin in
                    let texts = all.filter { min(9, $0.said / 100_000) == bin }
                    let sum = texts.reduce(0) { $0 + $1.said }
                    return [
                        "from": Self.rounded(Double(bin) / 10),
                        "to": Self.rounded(Double(bin + 1) / 10), "texts": .integer(texts.count),
                        "positive": .integer(texts.count { $0.isSo }),
                        "mean": texts.isEmpty
                            ? .null : Self.rounded(Double(sum) / Double(texts.count) / 1e6),
                        "observed": Self.share(texts.count { $0.isSo }, texts.count),
                    ]
                }),
        ]
    }

    /// By its definition: of all pairs of one that was so and one that was not.
    private func area(_ texts: [(said: Int, isSo: Bool)]) -> JSONValue {
        let (positives, negatives) = (texts.filter(\.isSo), texts.filter { !$0.isSo })
        guard !positives.isEmpty, !negatives.isEmpty else { return .null }
        var won = 0
        for positive in positives {
            for negative in negatives {
                won += positive.said > negative.said ? 2 : positive.said == negative.said ? 1 : 0
            }
        }
        return Self.rounded(Double(won) / 2 / Double(positives.count * negatives.count))
    }

    /// A classifier's word in facts as they are kept: four numbers at the end, behind six or nine,
    /// the rates and the copies.
    private func chance(_ trait: String, in facts: String) -> (millionths: Int, version: Int)? {
        var numbers = facts.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count > 6 else { return nil }
        numbers.removeFirst(numbers[5] & 2 != 0 ? 9 : 6)
        guard numbers.count > 1 else { return nil }
        let rates = numbers.removeFirst()
        numbers.removeFirst(rates * 2)
        let copies = numbers.removeFirst()
        numbers.removeFirst(copies * 3)
        let chances = stride(from: 0, to: numbers.count - 3, by: 4).map {
            Array(numbers[$0..<$0 + 4])
        }
        return chances.first { $0[0] == (trait == "spam" ? 0 : 1) }.map { ($0[1], $0[3]) }
    }
}
