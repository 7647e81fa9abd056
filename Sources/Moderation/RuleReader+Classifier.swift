import JSONValues

extension RuleReader {
    /// `{spam: {min}, toxic: {min}}`, at least one of them; `min` may be left to the configuration.
    mutating func classifier(_ value: JSONValue, _ path: String) -> [Condition] {
        let names = Trait.allCases.map(\.rawValue)
        guard let object = value.object, !object.members.isEmpty else {
            report(path, "expected an object with one of \(names.joined(separator: ", "))")
            return []
        }
        checkNames(object, path, known: names)
        return Trait.allCases.compactMap { trait in
            guard let value = object[trait.rawValue] else { return nil }
            let place = "\(path).\(trait.rawValue)"
            guard let bounds = value.object else {
                report(place, "expected an object, empty or with min")
                return nil
            }
            checkNames(bounds, place, known: ["min"])
            guard let min = bounds["min"] else { return .classifier(trait, min: nil) }
            guard let number = min.double, (0...1).contains(number) else {
                report("\(place).min", "expected a number from 0 to 1")
                return nil
            }
            return .classifier(trait, min: number)
        }
    }
}
