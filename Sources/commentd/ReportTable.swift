/// A table of a report, for any format.
struct ReportTable {
    struct Column {
        let name: String
        /// Numbers stand on the right.
        let isNumber: Bool

        static func text(_ name: String) -> Column { Column(name: name, isNumber: false) }
        static func number(_ name: String) -> Column { Column(name: name, isNumber: true) }
    }

    let title: String
    let columns: [Column]
    var rows: [[String]] = []
    /// What a picture shows of it; its table stands behind it.
    var plot: ReportPlot?
    /// What belongs to the table in words.
    var note: String?
    /// Lines that stand below a row, by its place: only where there is room for nothing but text.
    var lines: [Int: String] = [:]

    init(_ title: String, _ columns: [Column]) {
        self.title = title
        self.columns = columns
    }
}

/// What a picture of a report shows.
enum ReportPlot {
    /// Counts of several kinds on top of each other, for each label: in the table's rows.
    case stacks(labels: [String], series: [Series])
    /// A height for each label, which may be below nothing.
    case level(labels: [String], heights: [Int])
    /// Shares with their intervals, for each label.
    case intervals([Interval])
    /// How often something was so, by how probable it was said to be.
    case calibration([Observation])

    struct Series {
        let name: String
        let counts: [Int]
    }

    struct Interval {
        let label: String
        let share: Double
        let range: ClosedRange<Double>
    }

    struct Observation {
        let said: Double
        let observed: Double
        let range: ClosedRange<Double>
    }

    /// What a bar in the row of a table shows; nil where the plot has no bars.
    var totals: [Int]? {
        guard case .stacks(let labels, let series) = self else { return nil }
        return labels.indices.map { place in series.reduce(0) { $0 + $1.counts[place] } }
    }
}

/// One section of a report as people read it.
struct ReportPart {
    /// As it is called in commands.
    let name: String
    let title: String
    var sentences: [String] = []
    var tables: [ReportTable] = []

    /// Whether there is nothing to tell.
    var isEmpty: Bool { sentences.isEmpty && tables.allSatisfy(\.rows.isEmpty) }
}
