import JSONValues

/// A report as people read it, in any format: its sections in words and tables.
struct ReportDocument {
    let report: JSONValue
    /// What `moderation.queue` says of the most urgent cases; null where that was not asked.
    let queue: JSONValue

    var title: String { "Moderation queue report of \(report["site"].text ?? "")" }

    var span: String {
        "\(ReportWords.moment(report["since"])) to \(ReportWords.moment(report["until"])) UTC"
    }

    /// The sections that the report has, in order.
    var parts: [ReportPart] {
        let all = [
            ("now", now), ("flow", flow), ("rules", rules), ("moderators", moderators),
            ("readers", readers), ("classifiers", classifiers), ("health", health),
        ]
        return all.filter { report[$0.0] != .null }.map(\.1)
    }
}

// What is on the queue.
extension ReportDocument {
    private var now: ReportPart {
        let now = report["now"]
        let (pending, flagged) = (now["pending"].integer ?? 0, now["flagged"].integer ?? 0)
        var part = ReportPart(name: "now", title: "Waiting now")
        part.sentences.append(
            "\(ReportWords.grouped(pending)) pending, \(ReportWords.grouped(flagged)) flagged")
        guard pending + flagged > 0 else { return part }
        if let oldest = now["oldest_waiting_s"].integer {
            let id = now["oldest_id"].text ?? ""
            part.sentences.append("The oldest for \(ReportWords.duration(oldest)): \(id)")
        }
        part.sentences.append(pace(now))
        part.sentences.append(claims(now))
        part.tables = [ages(now), reasons(now), oldest(now), urgent]
        return part
    }

    private func pace(_ now: JSONValue) -> String {
        let (came, left) = (now["pace"]["came"].integer ?? 0, now["pace"]["left"].integer ?? 0)
        let figures =
            "In the last \(ReportWords.duration(now["pace"]["span_s"])) "
            + "\(ReportWords.grouped(came)) came and \(ReportWords.grouped(left)) left: "
        if let empty = now["empty_in_s"].integer {
            return figures + "empty in \(ReportWords.duration(empty)) at this pace"
        }
        return figures + (came > left ? "the queue grows" : "the queue stays as it is")
    }

    private func claims(_ now: JSONValue) -> String {
        let claims = (now["claimed"].array ?? []).prefix(10).map { claim in
            let name = TextLayout.cell(claim["moderator"].text ?? "")
            return "\(ReportWords.number(claim["comments"])) by \(name)"
        }
        let free = "\(ReportWords.number(now["unclaimed"])) unclaimed"
        return claims.isEmpty ? free : "Claimed: \(claims.joined(separator: ", ")); \(free)"
    }

    private func ages(_ now: JSONValue) -> ReportTable {
        let bands = now["ages"].array ?? []
        var table = ReportTable(
            "By how long they have waited",
            [.text("waiting"), .number("pending"), .number("flagged")])
        let names = ReportWords.bands(bands)
        table.rows = zip(names, bands).map {
            [$0, ReportWords.number($1["pending"]), ReportWords.number($1["flagged"])]
        }
        table.plot = .stacks(
            labels: ReportWords.bandEnds(bands),
            series: ["pending", "flagged"].map { state in
                .init(name: state, counts: bands.map { $0[state].integer ?? 0 })
            })
        return table
    }

    private func reasons(_ now: JSONValue) -> ReportTable {
        var table = ReportTable("Because of", [.text("because of"), .number("waiting")])
        table.rows = (now["reasons"].array ?? []).map { reason in
            let name = TextLayout.cell(reason["name"].text ?? "")
            let kind = reason["kind"].text ?? ""
            return [
                kind == "none" ? "the page's own rule: all wait" : "\(kind) \(name)",
                ReportWords.number(reason["waiting"]),
            ]
        }
        return table
    }

    private func oldest(_ now: JSONValue) -> ReportTable {
        var table = ReportTable(
            "Oldest first",
            [
                .number("waited"), .text("state"), .text("comment"), .text("author"),
                .text("page"), .text("why"), .text("claimed by"),
            ])
        table.rows = (now["oldest"].array ?? []).map { item in
            let why = (item["reasons"].array ?? []).compactMap(\.text).map {
                $0 == "none" ? "the page holds all" : TextLayout.cell($0)
            }
            return [
                ReportWords.duration(item["waiting_s"]), item["state"].text ?? "",
                item["id"].text ?? "", TextLayout.cell(item["author_name"].text ?? ""),
                TextLayout.cell(item["thread"].text ?? ""), why.joined(separator: ", "),
                TextLayout.cell(item["claimed_by"].text ?? "–"),
            ]
        }
        return table
    }

    private var urgent: ReportTable {
        var table = ReportTable(
            "Most urgent",
            [
                .number("priority"), .text("comment"), .text("state"), .number("waited"),
                .text("author"), .text("why"),
            ])
        for (place, item) in (queue["items"].array ?? []).enumerated() {
            let rules = (item["reasons"].array ?? []).compactMap { $0["rule"].text }
            let flags = (item["flags"].array ?? []).map {
                "\(ReportWords.number($0["count"]))× \($0["reason"].text ?? "")"
            }
            let why = TextLayout.cell((rules + flags).joined(separator: ", "))
            table.rows.append([
                ReportWords.decimal(item["priority"].double ?? 0),
                item["comment"]["id"].text ?? "", item["state"].text ?? "",
                ReportWords.duration(item["waiting_s"]),
                TextLayout.cell(item["author"]["name"].text ?? ""),
                why.isEmpty ? "the page holds all" : why,
            ])
            let body = TextLayout.plain(item["comment"]["body"].text ?? "")
            table.lines[place] = body.split(separator: "\n").first.map(String.init) ?? ""
        }
        return table
    }
}
