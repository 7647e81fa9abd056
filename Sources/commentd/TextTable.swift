/// Lines of cells in columns of fixed widths.
struct TextTable {
    /// A column: its text stands on one side, in so many columns of the terminal.
    enum Column {
        case left(Int)
        case right(Int)
    }

    private let columns: [Column]
    private(set) var lines: [String] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a line of cells; missing ones stay empty.
    mutating func row(_ cells: String...) {
        let padded = zip(columns, cells).map { column, cell in
            switch column {
            case .left(let width): TextLayout.pad(cell, to: width)
            case .right(let width): TextLayout.pad(cell, to: width, isRight: true)
            }
        }
        let line = padded.joined(separator: " ")
        lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
    }

    /// Adds a line of text that stands outside the columns.
    mutating func text(_ line: String) { lines.append(line) }
}
