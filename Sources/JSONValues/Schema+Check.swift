extension Schema {
    /// Throws the first problem of `value`, in the order of the schema's own members, unknown
    /// names first: a typo explains the missing name better than the missing name does.
    public func check(
        _ value: JSONValue, components: [String: Schema] = [:]
    ) throws(SchemaProblem) {
        switch self {
        case .any: return
        case .boolean: try expect(value.bool != nil)
        case .integer(let range): try expect(value.integer.map(range.contains) ?? false)
        case .number(let range): try expect(value.double.map(range.contains) ?? false)
        case .string(let range):
            try expect(value.text.map { range.contains($0.utf8.count) } ?? false)
        case .time: try expect(value.text.map(isTimeShaped) ?? false)
        case .choice(let words): try checkChoice(value, words)
        case .array(let element, let count): try checkArray(value, element, count, components)
        case .object(let members): try checkObject(value, members, components)
        case .map(let element): try checkMap(value, element, components)
        case .nullable(let inner):
            if case .null = value { return }
            try expect(inner.accepts(kind: value.kind, components))
            try inner.check(value, components: components)
        case .either(let choices): try checkEither(value, choices, components)
        case .typed(let variants): try checkTyped(value, variants, components)
        case .reference(let name):
            guard let schema = components[name] else {
                throw SchemaProblem(path: "", problem: "no schema is called \(name)")
            }
            try schema.check(value, components: components)
        }
    }

    private func expect(_ holds: Bool) throws(SchemaProblem) {
        if !holds { throw SchemaProblem(path: "", problem: expectation) }
    }

    private func checkChoice(_ value: JSONValue, _ words: [String]) throws(SchemaProblem) {
        guard let text = value.text else { throw SchemaProblem(path: "", problem: expectation) }
        if words.contains(where: { $0.hasSameBytes(as: text) }) { return }
        throw SchemaProblem(
            path: "", problem: expectation, didYouMean: nearestName(to: text, among: words))
    }

    private func checkArray(
        _ value: JSONValue, _ element: Schema, _ count: ClosedRange<Int>,
        _ components: [String: Schema]
    ) throws(SchemaProblem) {
        guard let elements = value.array, count.contains(elements.count) else {
            throw SchemaProblem(path: "", problem: expectation(in: components))
        }
        for (index, item) in elements.enumerated() {
            do throws(SchemaProblem) {
                try element.check(item, components: components)
            } catch { throw error.inside("[\(index)]") }
        }
    }

    private func checkMap(
        _ value: JSONValue, _ element: Schema, _ components: [String: Schema]
    ) throws(SchemaProblem) {
        guard let object = value.object else {
            throw SchemaProblem(path: "", problem: expectation)
        }
        for member in object.members {
            do throws(SchemaProblem) {
                try element.check(member.value, components: components)
            } catch { throw error.inside(Self.shown(member.name)) }
        }
    }

    private func checkObject(
        _ value: JSONValue, _ members: [Member], _ components: [String: Schema]
    ) throws(SchemaProblem) {
        guard let object = value.object else {
            throw SchemaProblem(path: "", problem: expectation)
        }
        let mayBeGiven = try Self.placesOfGiven(object, members)
        for index in members.indices {
            if mayBeGiven & Self.bit(index) != 0, let given = object[members[index].name] {
                do throws(SchemaProblem) {
                    try members[index].schema.check(given, components: components)
                } catch { throw error.inside(members[index].name) }
            } else if members[index].isRequired {
                let expected = members[index].schema.expectation(in: components)
                throw SchemaProblem(
                    path: members[index].name, problem: "is missing: \(expected)")
            }
        }
    }

    /// The bits of the members that are given, so that those that are not need not be looked for.
    /// Throws where one given is not known.
    private static func placesOfGiven(
        _ object: JSONObject, _ members: [Member]
    ) throws(SchemaProblem) -> UInt64 {
        var places: UInt64 = 0
        for given in object.members.indices {
            guard let index = members.place(of: object.members[given].name) else {
                let name = object.members[given].name
                throw SchemaProblem(
                    path: shown(name), problem: "is not a known member",
                    didYouMean: nearestName(to: name, among: members.map(\.name)))
            }
            places |= bit(index)
        }
        return places
    }

    /// Objects of more than 64 members have some share a bit.
    private static func bit(_ index: Int) -> UInt64 { 1 << UInt64(index & 63) }

    private func checkEither(
        _ value: JSONValue, _ choices: [Schema], _ components: [String: Schema]
    ) throws(SchemaProblem) {
        let kind = value.kind
        guard let choice = choices.first(where: { $0.accepts(kind: kind, components) }) else {
            throw SchemaProblem(path: "", problem: expectation(in: components))
        }
        try choice.check(value, components: components)
    }

    private func checkTyped(
        _ value: JSONValue, _ variants: [Variant], _ components: [String: Schema]
    ) throws(SchemaProblem) {
        guard let object = value.object else {
            throw SchemaProblem(path: "", problem: expectation)
        }
        let type = object["type"]?.text ?? ""
        guard let variant = variants.first(where: { $0.name.hasSameBytes(as: type) }) else {
            throw SchemaProblem(path: "type", problem: Self.typeNames(variants).expectation)
        }
        try checkObject(value, variant.members, components)
    }

    private static func typeNames(_ variants: [Variant]) -> Schema {
        .choice(variants.map(\.name))
    }

    /// Whether values of this kind (`JSONValue.kind`) can have this shape at all.
    private func accepts(kind: String, _ components: [String: Schema]) -> Bool {
        switch self {
        case .any: true
        case .boolean: kind == "a boolean"
        case .integer: kind == "an integer"
        case .number: kind == "a number" || kind == "an integer"
        case .string, .time, .choice: kind == "a string"
        case .array: kind == "an array"
        case .object, .map, .typed: kind == "an object"
        case .nullable(let inner): kind == "null" || inner.accepts(kind: kind, components)
        case .either(let choices): choices.contains { $0.accepts(kind: kind, components) }
        case .reference(let name): components[name]?.accepts(kind: kind, components) ?? false
        }
    }

    /// Whether text looks like RFC 3339; whether the calendar has it is its reader's to say.
    private func isTimeShaped(_ text: String) -> Bool {
        guard (20...40).contains(text.utf8.count) else { return false }
        return zip(text.utf8, "0000-00-00T00:00:00".utf8).allSatisfy { byte, mark in
            switch mark {
            case 0x30: (0x30...0x39).contains(byte)
            case 0x54: byte | 0x20 == 0x74
            default: byte == mark
            }
        }
    }

    /// A name that came from outside, cut so that an error stays small.
    private static func shown(_ name: String) -> String { String(name.unicodeScalars.prefix(64)) }
}

extension [Schema.Member] {
    /// As in a JSON object's members.
    fileprivate func place(of name: String) -> Int? {
        for index in indices where self[index].name.hasSameBytes(as: name) { return index }
        return nil
    }
}

extension SchemaProblem {
    /// The same problem as seen from around it: paths are made on the way out only, since nearly
    /// all values are right.
    fileprivate func inside(_ place: String) -> SchemaProblem {
        let isIndexed = path.isEmpty || path.utf8.first == 0x5B
        return SchemaProblem(
            path: isIndexed ? place + path : "\(place).\(path)", problem: problem,
            didYouMean: didYouMean)
    }
}

extension Schema {
    /// What was expected, for people.
    public var expectation: String { expectation(in: [:]) }

    /// What was expected, for people; references are spelled out where `components` has them.
    public func expectation(in components: [String: Schema]) -> String {
        switch self {
        case .any: "expected a value"
        case .boolean: "expected true or false"
        case .integer(let range): "expected an integer \(bounds(range))\(width(range))"
        case .number(let range): "expected a number from \(range.lowerBound) to \(range.upperBound)"
        case .string(let range): "expected a string of \(bounds(range)) bytes"
        case .time: "expected a time from 1970 to 2248, such as 2026-11-23T09:30:00.000Z"
        case .choice(let words): "expected one of \(words.joined(separator: ", "))"
        case .array(let element, let count):
            "expected an array of \(bounds(count)) elements; of each, "
                + element.expectation(in: components)
        case .object, .map, .typed: "expected an object"
        case .nullable(let inner): "\(inner.expectation(in: components)), or null"
        case .either(let choices):
            choices.map { $0.expectation(in: components) }.enumerated()
                .map { $0 == 0 ? $1 : String($1.dropFirst("expected ".count)) }
                .joined(separator: ", or ")
        case .reference(let name):
            components[name]?.expectation(in: components) ?? "expected a \(name)"
        }
    }

    private func bounds(_ range: ClosedRange<Int>) -> String {
        isUnbounded(range)
            ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }

    /// Where no bound of the member's own says so, that integers have one all the same.
    private func width(_ range: ClosedRange<Int>) -> String {
        isUnbounded(range) ? ", of at most 63 bits" : ""
    }

    private func isUnbounded(_ range: ClosedRange<Int>) -> Bool { range.upperBound >= Int.max >> 1 }
}
