import JSONValues

/// A section of a report as a table of comma-separated values (RFC 4180).
///
/// A section that is a list has a row for each of its elements, the columns being its members
/// (`by_hand.rejected`). Others have a row for each figure: its group, whose it is, its name, its
/// value. What a spreadsheet would take for a formula gets an apostrophe in front.
struct ReportCSV {
    private let section: JSONValue

    init(_ section: JSONValue) { self.section = section }

    var text: String { lines.map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined() }

    private enum Cell {
        case text(String)
        case number(String)
    }

    private static func cell(_ cell: Cell) -> String {
        switch cell {
        case .number(let digits): return digits
        case .text(var text):
            if let first = text.unicodeScalars.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first)
            {
                text = "'" + text
            }
            let isQuoted = text.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
            return isQuoted ? quoted(text) : text
        }
    }

    /// Scalar by scalar: to `Character` a quote with a mark above it is no quote, and what stands
    /// behind it would begin a cell of its own.
    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }

    private var lines: [[Cell]] {
        guard let elements = section.array else { return figures }
        // Elements that hold lists of objects have a row for each of those.
        let rows = elements.flatMap { element -> [[(String, Cell)]] in
            let lists = (element.object?.members ?? []).filter {
                $0.value.array?.first?.object != nil
            }
            guard let list = lists.first?.value.array else { return [Self.flat(element)] }
            return list.map { Self.flat(element) + Self.flat($0) }
        }
        var names: [String] = []
        var known: Set<String> = []
        for row in rows {
            for (name, _) in row where known.insert(name).inserted { names.append(name) }
        }
        return [names.map(Cell.text)]
            + rows.map { row in
                let cells = Dictionary(row) { first, _ in first }
                return names.map { cells[$0] ?? .number("") }
            }
    }

    /// Members that are shares, where they are anything: with as many columns if they are nothing.
    private static let shares: Set<String> = [
        "precision", "dry_run_precision", "accuracy", "observed", "upheld",
    ]

    /// The members of an object by their paths; what is nothing has no value.
    private static func flat(_ value: JSONValue, _ path: String = "") -> [(String, Cell)] {
        switch value {
        case .object(let object):
            return object.members.flatMap {
                flat($0.value, path.isEmpty ? $0.name : "\(path).\($0.name)")
            }
        case .null where shares.contains(path):
            return ["share", "low", "high"].map { ("\(path).\($0)", .number("")) }
        case .array(let elements):
            if elements.first?.object != nil { return [] }
            if elements.allSatisfy({ $0.text != nil }) {
                return [(path, .text(elements.compactMap(\.text).joined(separator: "; ")))]
            }
            return elements.indices.map { ("\(path).\($0)", cell(of: elements[$0])) }
        default: return [(path, cell(of: value))]
        }
    }

    private static func cell(of value: JSONValue) -> Cell {
        switch value {
        case .string(let text): .text(text)
        case .integer(let number): .number("\(number)")
        case .number(let number): .number("\(number)")
        case .bool(let truth): .number(truth ? "true" : "false")
        case .null, .array, .object: .number("")
        }
    }

    /// The members by which elements of lists are told apart.
    private static let keys = [
        "under_s", "name", "id", "moderator", "reason", "thread", "person", "day",
    ]

    private var figures: [[Cell]] {
        var lines: [[Cell]] = [["group", "of", "figure", "value"].map(Cell.text)]
        for member in section.object?.members ?? [] {
            guard let elements = member.value.array else {
                for (name, cell) in Self.flat(member.value, member.name) {
                    lines.append([.text("total"), .text(""), .text(name), cell])
                }
                continue
            }
            for element in elements {
                let members = element.object?.members ?? []
                let key = Self.keys.lazy.compactMap { key in
                    members.first { $0.name == key }
                }.first
                for (name, cell) in Self.flat(element) where name != key?.name {
                    let of = key.map { Self.cell(of: $0.value) } ?? .text("")
                    lines.append([.text(member.name), of, .text(name), cell])
                }
            }
        }
        return lines
    }
}
