import Imports

/// What an import did, as a table for people.
struct ImportSummary {
    private static let nameColumns = 58
    private static let countColumns = 13

    private let counts: ImportCounts
    private let isDry: Bool

    init(_ counts: ImportCounts, isDry: Bool) {
        self.counts = counts
        self.isDry = isDry
    }

    var text: String {
        let lines =
            lines(isDry ? "would be imported" : "imported", counts.imported)
            + lines("skipped", counts.skipped) + lines("repaired", counts.repaired)
        return lines.map { $0 + "\n" }.joined()
    }

    private func lines(_ title: String, _ rows: [String: Int]) -> [String] {
        let rows = rows.filter { $0.value > 0 }
        if rows.isEmpty { return ["\(title): nothing"] }
        return [title]
            + rows.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
                TextLayout.pad("  \(name)", to: Self.nameColumns)
                    + TextLayout.pad("\(count)", to: Self.countColumns, isRight: true)
            }
    }
}
