import JSONValues

/// The conditions on what was written before.
extension RuleReader {
    /// Comments that a `rate` may count: as many rows are read.
    package static let maxRate = 1000
    /// The longest window of `rate` and `repeat`, a year.
    package static let maxWindowSeconds = 31_536_000

    /// `{count, per_s}`, both needed.
    mutating func rate(_ value: JSONValue, _ path: String) -> [Condition] {
        guard let object = value.object else {
            report(path, "expected an object with count and per_s")
            return []
        }
        checkNames(object, path, known: ["count", "per_s"])
        let count = integer(object["count"], 1...Self.maxRate, "\(path).count")
        let perSeconds = integer(object["per_s"], 1...Self.maxWindowSeconds, "\(path).per_s")
        guard let count, let perSeconds else { return [] }
        return [.rate(count: count, perSeconds: perSeconds)]
    }

    /// `{within_s, similarity, by}`, of which only `within_s` is needed.
    mutating func repeats(_ value: JSONValue, _ path: String) -> [Condition] {
        guard let object = value.object else {
            report(path, "expected an object with within_s")
            return []
        }
        checkNames(object, path, known: ["within_s", "similarity", "by"])
        let seconds = integer(
            object["within_s"], 1...Self.maxWindowSeconds, "\(path).within_s")
        var similarity = 1.0
        if let given = object["similarity"] {
            similarity = given.double ?? 0
            if !(TextPrint.leastSimilarity...1).contains(similarity) {
                report(
                    "\(path).similarity",
                    "expected a number from \(TextPrint.leastSimilarity) to 1")
            }
        }
        let isByAuthor = isByAuthor(object["by"], "\(path).by")
        guard let seconds else { return [] }
        let scope = RepeatScope(withinSeconds: seconds, isByAuthor: isByAuthor)
        return [.repeats(scope, similarity: similarity)]
    }

    private mutating func isByAuthor(_ value: JSONValue?, _ path: String) -> Bool {
        guard let value else { return true }
        let names = ["author", "anyone"]
        if let text = value.text, let name = names.first(where: { isSame($0, text) }) {
            return name == "author"
        }
        report(
            path, "expected one of \(names.joined(separator: ", "))",
            didYouMean: value.text.flatMap { nearestName(to: $0, among: names) })
        return true
    }

    private mutating func integer(
        _ value: JSONValue?, _ range: ClosedRange<Int>, _ path: String
    ) -> Int? {
        if let number = value?.integer, range.contains(number) { return number }
        report(
            path,
            "\(value == nil ? "is missing: " : "")expected an integer from \(range.lowerBound) "
                + "to \(range.upperBound)")
        return nil
    }
}
