/// A text and what people said of it.
struct LabeledText {
    let text: String
    let isPositive: Bool
}

/// Reads the published collections that classifiers are compared on.
enum LabeledTexts {
    private static let mostBytes = 64 << 20

    /// Fields divided by tabs, one text a line, the first line left out; lines with fewer fields
    /// are left out.
    static func tabbed(
        _ path: String, text: Int, label: Int, isPositive: (String) -> Bool
    ) throws(BenchProblem) -> [LabeledText] {
        let lines = try content(path).split(separator: 0x0A, omittingEmptySubsequences: false)
        return lines.dropFirst().compactMap { line in
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
            guard fields.count > max(text, label) else { return nil }
            return LabeledText(
                text: String(decoding: fields[text], as: UTF8.self),
                isPositive: isPositive(String(decoding: fields[label], as: UTF8.self)))
        }
    }

    /// Comma-separated values (RFC 4180) under a line of names.
    static func commaSeparated(
        _ path: String, text: String, label: String
    ) throws(BenchProblem) -> [LabeledText] {
        var records = records(of: try content(path))[...]
        guard let names = records.popFirst(), let text = names.firstIndex(of: text),
            let label = names.firstIndex(of: label)
        else { throw BenchProblem("\(path): no columns \(text) and \(label)") }
        return records.compactMap { fields in
            guard fields.count > max(text, label) else { return nil }
            return LabeledText(text: fields[text], isPositive: fields[label] == "1")
        }
    }

    /// Some columns of comma-separated values under a line of names.
    static func table(
        _ path: String, columns: [String]
    ) throws(BenchProblem) -> [[String]] {
        var records = records(of: try content(path))[...]
        let names = records.popFirst() ?? []
        let places = columns.compactMap { names.firstIndex(of: $0) }
        guard places.count == columns.count, let most = places.max() else {
            throw BenchProblem("\(path): no columns \(columns.joined(separator: ", "))")
        }
        return records.filter { $0.count > most }.map { fields in places.map { fields[$0] } }
    }

    private static func records(of content: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        func endField() {
            fields.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        for (at, byte) in content.enumerated() {
            switch byte {
            case 0x22:
                // The second of two quotes inside quotes stands for one.
                if !isQuoted, at > 0, content[at - 1] == 0x22 { field.append(0x22) }
                isQuoted.toggle()
            case 0x2C where !isQuoted: endField()
            case 0x0D where !isQuoted: continue
            case 0x0A where !isQuoted:
                endField()
                records.append(fields)
                fields = []
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !fields.isEmpty {
            endField()
            records.append(fields)
        }
        return records
    }

    /// The bytes of a file, without the mark that some write before UTF-8.
    private static func content(_ path: String) throws(BenchProblem) -> [UInt8] {
        let bytes = try FileSystem.bytes(path, most: mostBytes)
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}
