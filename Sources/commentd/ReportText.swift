import JSONValues

/// The moderation queue report as text of at most 100 columns.
struct ReportText {
    static let columns = 100
    /// How many of the most urgent cases are shown.
    static let shownCases = 10

    let report: JSONValue
    let queue: JSONValue

    var text: String {
        var lines = ["Moderation queue report of \(report["site"].text ?? "")"]
        lines.append("\(moment(report["since"])) to \(moment(report["until"])) UTC")
        lines += section("Waiting now", waiting)
        lines += section("Most urgent", urgent)
        lines += section("Flow by day", flow)
        lines += section("Rules", rules)
        lines += section("Moderators", moderators)
        lines += section("Readers' flags", readers)
        return lines.map { TextLayout.cut($0, to: Self.columns) }.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        ["", title, String(repeating: "─", count: title.count)]
            + (lines.isEmpty ? ["nothing"] : lines)
    }

    private var waiting: [String] {
        let now = report["now"]
        let (pending, flagged) = (now["pending"].integer ?? 0, now["flagged"].integer ?? 0)
        var lines = ["\(pending) pending, \(flagged) flagged"]
        if let oldest = now["oldest_waiting_s"].integer {
            lines.append("the oldest for \(duration(oldest)): \(now["oldest_id"].text ?? "")")
        }
        guard pending + flagged > 0 else { return lines }
        let bands = now["ages"].array ?? []
        var table = TextTable([.left(16), .right(9), .right(9)])
        table.row("waiting", "pending", "flagged")
        var from = "0"
        for band in bands {
            let under = band["under_s"].integer.map { duration($0) }
            table.row(
                under.map { "\(from) to \($0)" } ?? "over \(from)", number(band["pending"]),
                number(band["flagged"]))
            from = under ?? from
        }
        var reasons = TextTable([.left(50), .right(9)])
        reasons.row("because of", "waiting")
        for reason in now["reasons"].array ?? [] {
            let name = reason["name"].text.map { " \($0)" } ?? ""
            let kind = reason["kind"].text ?? ""
            reasons.row(
                kind == "none" ? "the page's own rule: all wait" : kind + name,
                number(reason["waiting"]))
        }
        return lines + [""] + table.lines + [""] + reasons.lines
    }

    private var urgent: [String] {
        let items = (queue["items"].array ?? []).prefix(Self.shownCases)
        guard !items.isEmpty else { return [] }
        var table = TextTable([.right(8), .left(13), .left(8), .right(7), .left(16), .left(38)])
        table.row("priority", "comment", "state", "waited", "author", "why")
        for item in items {
            let rules = (item["reasons"].array ?? []).compactMap { $0["rule"].text }
            let flags = (item["flags"].array ?? []).map {
                "\($0["count"].integer ?? 0)× \($0["reason"].text ?? "")"
            }
            let why = TextLayout.cell((rules + flags).joined(separator: ", "))
            table.row(
                decimal(item["priority"].double ?? 0), item["comment"]["id"].text ?? "",
                item["state"].text ?? "", duration(item["waiting_s"].integer ?? 0),
                TextLayout.cell(item["author"]["name"].text ?? ""),
                why.isEmpty ? "the page holds all" : why)
            let body = TextLayout.plain(item["comment"]["body"].text ?? "")
            let firstLine = body.split(separator: "\n").first.map(String.init) ?? ""
            table.text("         \(firstLine)")
        }
        return table.lines
    }

    private var flow: [String] {
        let days = report["flow"].array ?? []
        guard !days.isEmpty else { return [] }
        var table = TextTable([.left(10)] + Array(repeating: .right(9), count: 8))
        table.row(
            "", "", "by rules", "", "", "", "by hand")
        table.row(
            "day", "submitted", "approved", "held", "rejected", "spam", "approved", "refused",
            "other")
        for day in days {
            let (rules, hand) = (day["by_rules"], day["by_hand"])
            let refused = ["rejected", "spam", "deleted"].reduce(0) {
                $0 + (hand[$1].integer ?? 0)
            }
            table.row(
                day["day"].text ?? "", number(day["submitted"]), number(rules["approved"]),
                number(rules["pending"]), number(rules["rejected"]), number(rules["spam"]),
                number(hand["approved"]), "\(refused)", number(hand["other"]))
        }
        return table.lines
    }

    private var rules: [String] {
        let rules = report["rules"].array ?? []
        guard !rules.isEmpty else { return [] }
        var table = TextTable([.left(50), .right(9), .right(9), .right(11)])
        table.row("rule", "hits", "dry run", "overturned")
        for rule in rules {
            table.row(
                TextLayout.cell(rule["rule"].text ?? ""), number(rule["hits"]),
                number(rule["dry_run_hits"]),
                number(rule["overturned"]))
        }
        return table.lines
    }

    private var moderators: [String] {
        let moderators = report["moderators"].array ?? []
        guard !moderators.isEmpty else { return [] }
        var table = TextTable([.left(50), .right(9), .right(9), .right(9)])
        table.row("moderator", "decisions", "median", "95 %")
        for moderator in moderators {
            table.row(
                TextLayout.cell(moderator["moderator"].text ?? ""),
                number(moderator["decisions"]),
                moderator["median_s"].integer.map { duration($0) } ?? "–",
                moderator["p95_s"].integer.map { duration($0) } ?? "–")
        }
        return table.lines
    }

    private var readers: [String] {
        let readers = report["readers"]
        let flags = readers["flags"].integer ?? 0
        guard flags > 0 else { return [] }
        var lines = ["\(flags) \(flags == 1 ? "flag" : "flags")"]
        var table = TextTable([.left(70), .right(9)])
        table.row("most flagged pages", "flags")
        for thread in readers["threads"].array ?? [] {
            table.row(TextLayout.cell(thread["thread"].text ?? ""), number(thread["flags"]))
        }
        table.text("")
        table.row("most flagged authors", "flags")
        for author in readers["authors"].array ?? [] {
            table.row(TextLayout.cell(author["person"].text ?? ""), number(author["flags"]))
        }
        lines += [""] + table.lines
        return lines
    }

    private func number(_ value: JSONValue) -> String { value.integer.map(String.init) ?? "–" }

    private func moment(_ value: JSONValue) -> String {
        String((value.text ?? "").prefix(16)).replacing("T", with: " ")
    }

    /// One digit behind the point.
    private func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// Seconds in the largest unit that fits.
    private func duration(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
