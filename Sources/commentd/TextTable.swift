/// A table's cells in columns of a terminal, as wide as what stands in them.
struct TextTable {
    /// Between columns.
    private static let gap = 2
    /// No column is made narrower for want of room.
    private static let narrowest = 8
    private static let barColumns = 20

    private let table: ReportTable
    private let widths: [Int]
    private let barWidth: Int

    /// Fits `table` into so many columns: the widest columns of text give way.
    init(_ table: ReportTable, columns: Int) {
        self.table = table
        var widths = table.columns.indices.map { place in
            ([table.columns[place].name] + table.rows.map { $0[place] })
                .reduce(0) { max($0, TextLayout.width($1)) }
        }
        let gaps = Self.gap * (widths.count - 1)
        func used() -> Int { widths.reduce(gaps, +) }
        while used() > columns {
            let flexible = widths.indices.filter {
                !table.columns[$0].isNumber && widths[$0] > Self.narrowest
            }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        self.widths = widths
        let room = columns - used() - Self.gap
        barWidth = table.plot?.totals == nil || room < 8 ? 0 : min(Self.barColumns, room)
    }

    /// The head, then the rows; each with what it is, for colour.
    var lines: [(text: String, bar: String)] {
        var lines = [(row(table.columns.map(\.name)), "")]
        let totals = table.plot?.totals ?? []
        let most = totals.max() ?? 0
        for (place, cells) in table.rows.enumerated() {
            let bar =
                barWidth > 0 && place < totals.count
                ? TextBar.bar(totals[place], of: most, columns: barWidth) : ""
            lines.append((row(cells, isPadded: !bar.isEmpty), bar))
            if let line = table.lines[place] { lines.append(("         " + line, "")) }
        }
        return lines
    }

    private func row(_ cells: [String], isPadded: Bool = false) -> String {
        let padded = cells.indices.map { place in
            TextLayout.pad(
                cells[place], to: widths[place], isRight: table.columns[place].isNumber)
        }
        let line = padded.joined(separator: String(repeating: " ", count: Self.gap))
        if isPadded { return line + String(repeating: " ", count: Self.gap) }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

/// Pictures made of block characters (Unicode's Block Elements).
enum TextBar {
    private static let eighths = Array("▏▎▍▌▋▊▉█")
    private static let heights = Array("▁▂▃▄▅▆▇█")

    /// A bar of so many eighths of columns as the count is of the most.
    static func bar(_ count: Int, of most: Int, columns: Int) -> String {
        guard most > 0, count > 0 else { return "" }
        let parts = max(1, Int((Double(count) / Double(most) * Double(columns * 8)).rounded()))
        let rest = parts % 8
        return String(repeating: "█", count: parts / 8)
            + (rest > 0 ? String(eighths[rest - 1]) : "")
    }

    /// A character for each count, as high as it is of the highest; of more counts than there are
    /// columns, neighbours are added up.
    static func sparkline(_ counts: [Int], columns: Int) -> String {
        let step = max(1, (counts.count + columns - 1) / columns)
        let sums = stride(from: 0, to: counts.count, by: step).map {
            counts[$0..<min($0 + step, counts.count)].reduce(0, +)
        }
        let most = sums.max() ?? 0
        return String(
            sums.map { sum in
                guard sum > 0, most > 0 else { return " " }
                return heights[
                    min(7, max(0, Int((Double(sum) / Double(most) * 8).rounded(.up)) - 1))]
            })
    }
}
