import JSONValues

// What rules, moderators, readers and classifiers did.
extension ReportDocument {
    var rules: ReportPart {
        var part = ReportPart(name: "rules", title: "Rules")
        let rules = report["rules"].array ?? []
        guard !rules.isEmpty else { return part }
        var table = ReportTable(
            "Hits, and what people made of them",
            [
                .text("rule"), .text("action"), .number("hits"), .number("judged"),
                .number("overturned"), .number("precision"),
            ])
        var intervals: [ReportPlot.Interval] = []
        func isIdle(_ rule: JSONValue) -> Bool {
            rule["hits"].integer == 0 && rule["dry_run_hits"].integer == 0
        }
        for rule in rules where !isIdle(rule) {
            let isDry = rule["dry_run"].bool ?? false
            let name = TextLayout.cell(rule["rule"].text ?? "")
            let lines = [(false, ""), (true, "dry_run_")].filter { isOfDry, prefix in
                isOfDry == isDry || (rule["\(prefix)hits"].integer ?? 0) > 0
            }
            for (isOfDry, prefix) in lines {
                let label = isOfDry ? "\(name) (dry run)" : name
                let precision = rule["\(prefix)precision"]
                table.rows.append([
                    label, rule["action"].text ?? "",
                    ReportWords.number(rule["\(prefix)hits"]),
                    ReportWords.number(rule["\(prefix)judged"]),
                    ReportWords.number(rule["\(prefix)overturned"]),
                    ReportWords.share(precision),
                ])
                if let interval = ReportWords.interval(label, precision) {
                    intervals.append(interval)
                }
            }
        }
        table.note =
            "Precision: of the hits that people have judged, those that they did not overturn, "
            + "with its 95 % interval"
        table.plot = intervals.isEmpty ? nil : .intervals(Array(intervals.prefix(40)))
        part.tables = [table]
        let idle = rules.filter(isIdle).map { TextLayout.cell($0["rule"].text ?? "") }
        if !idle.isEmpty {
            part.sentences.append("Never hit: \(idle.joined(separator: ", "))")
        }
        return part
    }

    var moderators: ReportPart {
        var part = ReportPart(name: "moderators", title: "Moderators")
        var table = ReportTable(
            "Decisions",
            [
                .text("moderator"), .number("decisions"), .number("median"), .number("95 %"),
                .number("overturned"), .number("upheld"),
            ])
        table.rows = (report["moderators"].array ?? []).map { moderator in
            [
                TextLayout.cell(moderator["moderator"].text ?? ""),
                ReportWords.number(moderator["decisions"]),
                ReportWords.duration(moderator["median_s"]),
                ReportWords.duration(moderator["p95_s"]),
                ReportWords.number(moderator["overturned"]),
                ReportWords.share(moderator["upheld"]),
            ]
        }
        table.note =
            "In the order of decisions; how fast somebody is says nothing without how often "
            + "others decided otherwise"
        part.tables = table.rows.isEmpty ? [] : [table]
        return part
    }

    var readers: ReportPart {
        let readers = report["readers"]
        var part = ReportPart(name: "readers", title: "Readers' flags")
        let flags = readers["flags"].integer ?? 0
        guard flags > 0 else { return part }
        part.sentences.append(
            ReportWords.counted(flags, "flag", "flags")
                + ", \(ReportWords.number(readers["open"])) still open; accuracy "
                + ReportWords.share(readers["accuracy"]))
        part.tables = [
            flagged("By reason", "reasons", "reason", "reason"),
            flagged("Most flagged pages", "threads", "thread", "page"),
            flagged("Most flagged authors", "authors", "person", "author"),
        ]
        return part
    }

    private func flagged(
        _ title: String, _ list: String, _ name: String, _ head: String
    ) -> ReportTable {
        var table = ReportTable(
            title,
            [
                .text(head), .number("flags"), .number("open"), .number("upheld"),
                .number("dismissed"), .number("accuracy"),
            ])
        table.rows = (report["readers"][list].array ?? []).map { row in
            [TextLayout.cell(row[name].text ?? "")]
                + ["flags", "open", "upheld", "dismissed"].map { ReportWords.number(row[$0]) }
                + [ReportWords.share(row["accuracy"])]
        }
        return table
    }

    var classifiers: ReportPart {
        var part = ReportPart(name: "classifiers", title: "Classifiers")
        for classifier in report["classifiers"].array ?? [] {
            let trait = classifier["trait"].text ?? ""
            func number(_ name: String) -> String { ReportWords.number(classifier[name]) }
            func area(_ name: String) -> String { ReportWords.thousandths(classifier[name]) }
            part.sentences.append(
                "\(trait): \(number("positive")) examples for it and \(number("negative")) "
                    + "against seen; area under ROC \(area("auc")) of \(number("judged")) judged "
                    + "texts, \(area("auc_since_version")) of \(number("judged_since_version")) "
                    + "since its last version")
            part.tables.append(calibration(trait, classifier["calibration"].array ?? []))
        }
        return part
    }

    private func calibration(_ trait: String, _ bins: [JSONValue]) -> ReportTable {
        var table = ReportTable(
            "Calibration: \(trait)",
            [.text("said"), .number("texts"), .number("mean said"), .number("found \(trait)")])
        table.rows = bins.map { bin in
            let ends = ["from", "to"].map { Int(((bin[$0].double ?? 0) * 100).rounded()) }
            return [
                "\(ends[0])–\(ends[1]) %", ReportWords.number(bin["texts"]),
                bin["mean"].double.map(ReportWords.percent) ?? "–",
                ReportWords.share(bin["observed"]),
            ]
        }
        let observations = bins.compactMap { bin -> ReportPlot.Observation? in
            guard let said = bin["mean"].double,
                let found = ReportWords.interval("", bin["observed"])
            else { return nil }
            return .init(said: said, observed: found.share, range: found.range)
        }
        if !observations.isEmpty { table.plot = .calibration(observations) }
        return table
    }
}
