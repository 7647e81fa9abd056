import JSONValues

/// The moderation queue report as text of at most 100 columns.
struct ReportText {
    static let columns = 100
    /// How many of the most urgent cases are shown.
    static let shownCases = 5
    /// Days, and other rows, that are shown of a table.
    private static let shownRows = 40

    let document: ReportDocument
    /// Whether a terminal shows colours.
    let isColoured: Bool

    var text: String {
        var lines = [paint(.bold, cut(document.title)), document.span]
        for part in document.parts {
            lines += [
                "", paint(.bold, part.title), String(repeating: "─", count: part.title.count),
            ]
            if part.isEmpty {
                lines.append("nothing")
                continue
            }
            lines += part.sentences.flatMap { TextLayout.wrap($0, to: Self.columns) }
            if part.name == "flow" {
                lines += ["", paint(.bar, TextBar.sparkline(document.submittedByDay, columns: 98))]
            }
            for table in part.tables where !table.rows.isEmpty { lines += [""] + self.lines(table) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ table: ReportTable) -> [String] {
        if table.columns.first?.name == "hour" { return hours(table) }
        var shown = table
        if table.rows.count > Self.shownRows { shown = table.shortened(to: Self.shownRows) }
        var lines: [String] = []
        let head = table.columns.first { !$0.isNumber }?.name ?? ""
        if head != table.title.lowercased() { lines.append(paint(.bold, table.title)) }
        for (place, line) in TextTable(shown, columns: Self.columns).lines.enumerated() {
            let text = cut(line.text)
            lines.append(
                (place == 0 ? paint(.dim, text) : text)
                    + (line.bar.isEmpty ? "" : paint(.bar, line.bar)))
        }
        let left = table.rows.count - shown.rows.count
        if left > 0 { lines.append("(\(ReportWords.grouped(left)) more: --format csv)") }
        if let note = table.note { lines += TextLayout.wrap(note, to: Self.columns) }
        return lines
    }

    /// A sparkline for each column of a table of the day's hours: 24 rows say little more.
    private func hours(_ table: ReportTable) -> [String] {
        var lines = [paint(.bold, table.title)]
        let names = table.columns.map(\.name).dropFirst()
        let width = names.reduce(0) { max($0, TextLayout.width($1)) }
        lines.append(String(repeating: " ", count: width + 2) + "00    06    12    18")
        for (place, name) in names.enumerated() {
            let counts = table.rows.map { Int($0[place + 1].filter(\.isNumber)) ?? 0 }
            let line = TextBar.sparkline(counts, columns: 24)
            lines.append(TextLayout.pad(name, to: width) + "  " + paint(.bar, line))
        }
        return lines
    }

    private func cut(_ line: String) -> String { TextLayout.cut(line, to: Self.columns) }

    /// Attributes of ECMA-48, SGR.
    private enum Paint: String {
        case bold = "1"
        case dim = "2"
        case bar = "36"
    }

    private func paint(_ paint: Paint, _ text: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension ReportTable {
    /// The table with so many rows: the last of days, the first of others.
    fileprivate func shortened(to count: Int) -> ReportTable {
        var table = self
        guard columns.first?.name == "day" else {
            table.rows = Array(rows.prefix(count))
            return table
        }
        table.rows = Array(rows.suffix(count))
        if case .stacks(let labels, let series) = plot {
            table.plot = .stacks(
                labels: Array(labels.suffix(count)),
                series: series.map { .init(name: $0.name, counts: Array($0.counts.suffix(count))) })
        }
        return table
    }
}
