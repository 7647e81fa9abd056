/// Numbers as people read them.
enum Text {
    /// `12,345`
    static func grouped(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// With so many digits behind the point.
    static func fixed(_ value: Double, _ places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + grouped(scaled) }
        let digits = String(scaled % Int(scale))
        let zeros = String(repeating: "0", count: places - digits.count)
        return sign + grouped(scaled / Int(scale)) + "." + zeros + digits
    }

    /// With as many digits as a figure of about that size deserves; a dash where there is none.
    static func figure(_ value: Double?) -> String {
        guard let value else { return "–" }
        return fixed(value, abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2)
    }
}

/// A table in columns: the first begins on the left, the others end on the right.
struct TextGrid {
    private var rows: [[String]] = []

    /// Adds a line of cells.
    mutating func row(_ cells: [String]) { rows.append(cells) }

    /// The table, each line with its end; a rule stands below the first line.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        var lines = rows.map { cells in
            zip(cells.indices, cells).map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + blanks : blanks + cell
            }.joined(separator: "  ")
        }
        if !lines.isEmpty {
            let width = widths.reduce(0, +) + max(0, columns - 1) * 2
            lines.insert(String(repeating: "─", count: width), at: 1)
        }
        return lines.map { line in
            String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }
}
