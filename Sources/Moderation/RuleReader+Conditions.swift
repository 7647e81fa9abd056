import Discussion
import JSONValues

extension RuleReader {
    private static let known = [
        "words", "pattern", "links", "length", "caps", "author", "thread", "anchor", "reply",
        "rate", "repeat", "classifier",
    ]
    private static let later = ["language"]

    /// The conditions of a rule's `when`, cheap ones first: all must hold, so their order shows
    /// only in the reason's wording.
    mutating func conditions(_ value: JSONValue?, _ path: String) -> [Condition] {
        guard let object = value?.object else {
            report(path, "\(value == nil ? "is missing: " : "")expected an object of conditions")
            return []
        }
        if object.members.isEmpty { report(path, "expected at least one condition") }
        checkNames(object, path, known: Self.known, later: Self.later)
        var found: [Condition] = []
        for member in object.members {
            let place = join(path, member.name)
            let value = member.value
            switch member.name {
            case "words": found += words(value, place)
            case "pattern": found += pattern(value, place)
            case "links": found += links(value, place)
            case "length":
                found += bounds(value, place).map { [.length($0)] } ?? []
            case "caps": found += capitals(value, place)
            case "rate": found += rate(value, place)
            case "repeat": found += repeats(value, place)
            case "author": found += author(value, place)
            case "thread": found += thread(value, place)
            case "anchor": found += truth(.anchor, value, place)
            case "reply": found += truth(.reply, value, place)
            case "classifier": found += classifier(value, place)
            default: break  // Reported above.
            }
        }
        return found
    }

    private mutating func pattern(_ value: JSONValue, _ path: String) -> [Condition] {
        guard let text = value.text, (1...Pattern.maxBytes).contains(text.utf8.count) else {
            report(path, "expected a regular expression of 1 to \(Pattern.maxBytes) bytes")
            return []
        }
        guard patterns.count < Self.maxPatterns else {
            report(path, "all rules together have over \(Self.maxPatterns) patterns")
            return []
        }
        do {
            let pattern = try Pattern(text, &forms)
            // One that asks for too much is not held against those behind it.
            let cost = patternCost + Pattern.cost(text)
            guard cost <= Self.maxPatternCost else {
                report(
                    path,
                    "with this one all patterns cost \(cost) to compile, of at most "
                        + "\(Self.maxPatternCost): \\w, \\p, \\d and . under repeats cost most")
                return []
            }
            patternCost = cost
            patterns.append(pattern)
            patternPaths.append(path)
            return [.pattern(patterns.count - 1)]
        } catch {
            report(path, error.problem)
            return []
        }
    }

    private mutating func links(_ value: JSONValue, _ path: String) -> [Condition] {
        guard let object = value.object else {
            report(path, "expected an object with min, max or domains")
            return []
        }
        checkNames(object, path, known: ["min", "max", "domains"])
        var domains: [String] = []
        if let list = object["domains"] {
            domains = self.domains(list, "\(path).domains")
        }
        let sides = sides(object, path)
        // `links: {}` and `links: {domains: […]}` ask for any such link.
        let hasSides = object["min"] != nil || object["max"] != nil
        return [.links(hasSides ? sides : Bounds(min: 1, max: nil), domains: domains)]
    }

    private mutating func domains(_ value: JSONValue, _ path: String) -> [String] {
        guard let elements = value.array, (1...Self.maxDomains).contains(elements.count) else {
            report(path, "expected an array of 1 to \(Self.maxDomains) domains")
            return []
        }
        return elements.enumerated().compactMap { index, element in
            var name = normalizedWord(element.text ?? "")[...]
            if name.starts(with: "*.".utf8) { name = name.dropFirst(2) }
            while name.last == UInt8(ascii: ".") { name = name.dropLast() }
            let isName =
                (1...253).contains(name.count) && name.first != UInt8(ascii: ".")
                && !name.contains { $0 <= 0x20 || "/:@?#".utf8.contains($0) }
            guard isName else {
                report("\(path)[\(index)]", "expected a domain such as example.com")
                return nil
            }
            return String(decoding: name, as: UTF8.self)
        }
    }

    private mutating func capitals(_ value: JSONValue, _ path: String) -> [Condition] {
        guard let object = value.object else {
            report(path, "expected an object with min_ratio")
            return []
        }
        checkNames(object, path, known: ["min_ratio"])
        guard let ratio = object["min_ratio"]?.double, (0...1).contains(ratio) else {
            report("\(path).min_ratio", "expected a number from 0 to 1")
            return []
        }
        return [.capitals(min: ratio)]
    }

    private mutating func author(_ value: JSONValue, _ path: String) -> [Condition] {
        let names = ["approved", "rejected", "rejected_ratio", "age_s", "trust", "role", "guest"]
        guard let object = members(of: value, path, known: names) else { return [] }
        var found: [Condition] = []
        for member in object.members {
            let place = join(path, member.name)
            switch member.name {
            case "approved": found += count(.approved, member.value, place)
            case "rejected": found += count(.rejected, member.value, place)
            case "age_s": found += count(.authorAge, member.value, place)
            case "rejected_ratio":
                found += ratios(member.value, place).map { [.rejectedRatio($0)] } ?? []
            case "trust": found += ratios(member.value, place).map { [.trust($0)] } ?? []
            case "role": found += role(member.value, place)
            case "guest": found += truth(.guest, member.value, place)
            default: break  // Reported above.
            }
        }
        return found
    }

    private mutating func thread(_ value: JSONValue, _ path: String) -> [Condition] {
        guard let object = members(of: value, path, known: ["comments", "age_s"]) else {
            return []
        }
        var found: [Condition] = []
        if let value = object["comments"] {
            found += count(.threadComments, value, "\(path).comments")
        }
        if let value = object["age_s"] { found += count(.threadAge, value, "\(path).age_s") }
        return found
    }

    /// An object with at least one member, of these names.
    private mutating func members(
        of value: JSONValue, _ path: String, known: [String]
    ) -> JSONObject? {
        guard let object = value.object, !object.members.isEmpty else {
            report(path, "expected an object with one of \(known.joined(separator: ", "))")
            return nil
        }
        checkNames(object, path, known: known)
        return object
    }

    private mutating func role(_ value: JSONValue, _ path: String) -> [Condition] {
        let names = Roles.names.map(\.name)
        if let text = value.text, let role = Roles.names.first(where: { isSame($0.name, text) }) {
            return [.role(role.role)]
        }
        report(
            path, "expected one of \(names.joined(separator: ", "))",
            didYouMean: value.text.flatMap { nearestName(to: $0, among: names) })
        return []
    }

    private mutating func truth(
        _ truth: Condition.Truth, _ value: JSONValue, _ path: String
    ) -> [Condition] {
        if let wanted = value.bool { return [.truth(truth, wanted)] }
        report(path, "expected true or false")
        return []
    }

    private mutating func count(
        _ fact: Condition.Fact, _ value: JSONValue, _ path: String
    ) -> [Condition] {
        bounds(value, path).map { [.count(fact, $0)] } ?? []
    }
}
