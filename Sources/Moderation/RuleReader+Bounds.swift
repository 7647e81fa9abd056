import JSONValues

extension RuleReader {
    /// Counts and seconds above this are a mistake.
    private static let maxInteger = 1_000_000_000_000

    /// `{min, max}` in whole numbers, at least one of them.
    mutating func bounds(_ value: JSONValue, _ path: String) -> Bounds<Int>? {
        guard let object = boundsObject(value, path) else { return nil }
        return sides(object, path)
    }

    /// `{min, max}` from 0 to 1, at least one of them.
    mutating func ratios(_ value: JSONValue, _ path: String) -> Bounds<Double>? {
        guard let object = boundsObject(value, path) else { return nil }
        for name in ["min", "max"] {
            guard let side = object[name] else { continue }
            if !(side.double.map { (0...1).contains($0) } ?? false) {
                report("\(path).\(name)", "expected a number from 0 to 1")
            }
        }
        let bounds = Bounds(min: object["min"]?.double, max: object["max"]?.double)
        checkOrder(bounds, path)
        return bounds
    }

    /// The `min` and `max` of an object that may have other members too.
    mutating func sides(_ object: JSONObject, _ path: String) -> Bounds<Int> {
        for name in ["min", "max"] {
            guard let side = object[name] else { continue }
            if !(side.integer.map { (0...Self.maxInteger).contains($0) } ?? false) {
                report("\(path).\(name)", "expected an integer from 0 to \(Self.maxInteger)")
            }
        }
        let bounds = Bounds(min: object["min"]?.integer, max: object["max"]?.integer)
        checkOrder(bounds, path)
        return bounds
    }

    private mutating func boundsObject(_ value: JSONValue, _ path: String) -> JSONObject? {
        guard let object = value.object, !object.members.isEmpty else {
            report(path, "expected an object with min or max")
            return nil
        }
        checkNames(object, path, known: ["min", "max"])
        return object
    }

    private mutating func checkOrder<Number>(_ bounds: Bounds<Number>, _ path: String) {
        if let min = bounds.min, let max = bounds.max, min > max {
            report("\(path).min", "is over max")
        }
    }
}
