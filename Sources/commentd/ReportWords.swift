import JSONValues

/// Figures in words.
enum ReportWords {
    static func number(_ value: JSONValue) -> String { value.integer.map(grouped) ?? "–" }

    /// Thousands apart.
    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "−" : "") + text
    }

    /// `1 flag`, `2 flags`.
    static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(grouped(count)) \(count == 1 ? one : many)"
    }

    /// One digit behind the point.
    static func decimal(_ value: Double) -> String {
        let tenths = Int(min(1e15, max(-1e15, value * 10)).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// Three digits behind the point, of what is between 0 and 1.
    static func thousandths(_ value: JSONValue) -> String {
        guard let value = value.double else { return "–" }
        let parts = Int((min(1, max(0, value)) * 1000).rounded())
        let digits = String(parts % 1000)
        return "\(parts / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    static func percent(_ value: Double) -> String {
        "\(Int((min(1, max(0, value)) * 100).rounded())) %"
    }

    /// A share with its interval: `83 % (71–91)`.
    static func share(_ value: JSONValue) -> String {
        guard let share = value["share"].double, let low = value["low"].double,
            let high = value["high"].double
        else { return "–" }
        let ends = [low, high].map { Int(($0 * 100).rounded()) }
        return "\(percent(share)) (\(ends[0])–\(ends[1]))"
    }

    /// A share as a plot takes it.
    static func interval(_ label: String, _ value: JSONValue) -> ReportPlot.Interval? {
        guard let share = value["share"].double, let low = value["low"].double,
            let high = value["high"].double, low <= high
        else { return nil }
        return ReportPlot.Interval(label: label, share: share, range: low...high)
    }

    /// Seconds in the largest unit that fits.
    static func duration(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h"
        default: "\(seconds / 86_400) d"
        }
    }

    static func duration(_ value: JSONValue) -> String {
        value.integer.map { duration($0) } ?? "–"
    }

    /// Bands by their upper ends, the last of which is none.
    static func bands(_ rows: [JSONValue]) -> [String] {
        var from = "0"
        return rows.map { row in
            guard let under = row["under_s"].integer.map({ duration($0) }) else {
                return "over \(from)"
            }
            defer { from = under }
            return "\(from) to \(under)"
        }
    }

    /// Bands by their upper ends alone.
    static func bandEnds(_ rows: [JSONValue]) -> [String] {
        rows.map { row in row["under_s"].integer.map { duration($0) } ?? "more" }
    }

    /// A time to the minute.
    static func moment(_ value: JSONValue) -> String {
        String((value.text ?? "").prefix(16)).replacing("T", with: " ")
    }
}
