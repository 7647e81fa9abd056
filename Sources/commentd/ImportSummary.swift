import Imports

/// What an import did, as a table for people.
struct ImportSummary {
    private let counts: ImportCounts
    private let isDry: Bool

    init(_ counts: ImportCounts, isDry: Bool) {
        self.counts = counts
        self.isDry = isDry
    }

    var text: String {
        var table = TextTable([.left(58), .right(12)])
        add(isDry ? "would be imported" : "imported", counts.imported, to: &table)
        add("skipped", counts.skipped, to: &table)
        add("repaired", counts.repaired, to: &table)
        return table.lines.map { $0 + "\n" }.joined()
    }

    private func add(_ title: String, _ rows: [String: Int], to table: inout TextTable) {
        let rows = rows.filter { $0.value > 0 }
        table.text(rows.isEmpty ? "\(title): nothing" : title)
        for (name, count) in rows.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.row("  \(name)", "\(count)")
        }
    }
}
