import JSONValues

@testable import Wire

/// Values that a shape takes, made from the shape alone.
enum Samples {
    /// The smallest value that passes: no optional member, no more elements than must be.
    static func smallest(_ schema: Schema) -> JSONValue { sample(schema, isFull: false) }

    /// A value with every optional member in it.
    static func fullest(_ schema: Schema) -> JSONValue { sample(schema, isFull: true) }

    private static func sample(_ schema: Schema, isFull: Bool) -> JSONValue {
        switch schema {
        case .any: return .null
        case .boolean: return .bool(true)
        case .integer(let range): return .integer(isFull ? range.upperBound : range.lowerBound)
        case .number(let range): return .number(isFull ? range.upperBound : range.lowerBound)
        case .string(let range):
            return .string(text(isFull ? min(range.upperBound, 10_000) : range.lowerBound))
        case .time: return .string("2026-11-23T09:30:00.000Z")
        case .choice(let words):
            return (isFull ? words.last : words.first).map { .string($0) } ?? .null
        case .array(let element, let count):
            let wanted = isFull ? min(count.upperBound, 1000) : count.lowerBound
            return .array(Array(repeating: sample(element, isFull: isFull), count: wanted))
        case .object(let members):
            return .object(
                JSONObject(
                    members.filter { isFull || $0.isRequired }
                        .map { .init($0.name, sample($0.schema, isFull: isFull)) }))
        case .map(let element):
            return .object(JSONObject([.init("a", sample(element, isFull: isFull))]))
        case .nullable(let inner): return isFull ? sample(inner, isFull: true) : .null
        case .either(let choices):
            return (isFull ? choices.last : choices.first).map { sample($0, isFull: isFull) }
                ?? .null
        case .typed(let variants):
            return (isFull ? variants.last : variants.first)
                .map { sample(.object($0.members), isFull: isFull) } ?? .null
        case .reference(let name):
            return Components.schemas[name].map { sample($0, isFull: isFull) } ?? .null
        }
    }

    static func text(_ bytes: Int) -> String { String(repeating: "a", count: bytes) }
}

/// A value that a shape must refuse, and the path that the refusal must name.
struct Flaw {
    let value: JSONValue
    let path: String
    let what: String

    /// Every way in which a value at `path` can break its shape.
    static func all(of schema: Schema, at path: String) -> [Flaw] {
        wrongKinds(of: schema, at: path) + wrongSizes(of: schema, at: path)
    }

    private static let kinds: [(String, JSONValue)] = [
        ("null", .null), ("a boolean", .bool(false)), ("an integer", .integer(1)),
        ("a number", .number(1.5)), ("a number", .number(1e308)), ("a string", .string("aaaaaaaa")),
        ("an array", .array([])), ("an object", .object(JSONObject())),
    ]

    private static func wrongKinds(of schema: Schema, at path: String) -> [Flaw] {
        let taken = takenKinds(schema)
        return kinds.filter { !taken.contains($0.0) }
            .map { Flaw(value: $0.1, path: path, what: "\($0.0) at \(path)") }
    }

    private static func takenKinds(_ schema: Schema) -> Set<String> {
        switch schema {
        case .any: Set(kinds.map(\.0))
        case .boolean: ["a boolean"]
        case .integer: ["an integer"]
        case .number: ["an integer", "a number"]
        case .string, .time, .choice: ["a string"]
        case .array: ["an array"]
        case .object, .map, .typed: ["an object"]
        case .nullable(let inner): takenKinds(inner).union(["null"])
        case .either(let choices): choices.reduce(into: []) { $0.formUnion(takenKinds($1)) }
        case .reference(let name): Components.schemas[name].map(takenKinds) ?? []
        }
    }

    private static func wrongSizes(of schema: Schema, at path: String) -> [Flaw] {
        switch schema {
        case .any, .boolean: return []
        case .integer(let range):
            var flaws: [Flaw] = []
            if range.lowerBound > .min { flaws.append(.integer(range.lowerBound - 1, path)) }
            if range.upperBound < .max { flaws.append(.integer(range.upperBound + 1, path)) }
            if range.lowerBound >= 0 { flaws.append(.integer(.min, path)) }
            return flaws
        case .number(let range):
            return [range.lowerBound * 2 - 1, range.upperBound * 2 + 1].filter(\.isFinite)
                .map { Flaw(value: .number($0), path: path, what: "\($0) at \(path)") }
        case .string(let range):
            return [0, range.lowerBound - 1, range.upperBound + 1]
                .filter { $0 >= 0 && !range.contains($0) && $0 < 100_000 }
                .map {
                    Flaw(
                        value: .string(Samples.text($0)), path: path, what: "\($0) bytes at \(path)"
                    )
                }
        case .time:
            return ["", "yesterday", "2026-11-23", Samples.text(41)]
                .map { Flaw(value: .string($0), path: path, what: "time \"\($0)\" at \(path)") }
        case .choice:
            return ["", "no such word", "\u{0}"]
                .map { Flaw(value: .string($0), path: path, what: "word \"\($0)\" at \(path)") }
        case .array(let element, let count): return arrays(of: element, count, at: path)
        case .object(let members): return objects(of: members, at: path)
        case .map(let element): return all(of: element, at: "\(path).a").map { $0.inside("a") }
        case .nullable(let inner): return wrongSizes(of: inner, at: path)
        case .either(let choices): return choices.flatMap { wrongSizes(of: $0, at: path) }
        case .typed(let variants):
            return variants.flatMap { objects(of: $0.members, at: path) }
        case .reference(let name):
            return Components.schemas[name].map { wrongSizes(of: $0, at: path) } ?? []
        }
    }

    private static func integer(_ value: Int, _ path: String) -> Flaw {
        Flaw(value: .integer(value), path: path, what: "\(value) at \(path)")
    }

    private static func arrays(
        of element: Schema, _ count: ClosedRange<Int>, at path: String
    ) -> [Flaw] {
        let good = Samples.smallest(element)
        var flaws = [count.lowerBound - 1, count.upperBound + 1].filter {
            (0...10_001).contains($0)
        }
        .map {
            Flaw(
                value: .array(Array(repeating: good, count: $0)), path: path,
                what: "\($0) elements at \(path)")
        }
        for at in Set([0, count.upperBound - 1]).sorted() where count.contains(at + 1) {
            let before = Array(repeating: good, count: at)
            flaws += all(of: element, at: "\(path)[\(at)]")
                .map { Flaw(value: .array(before + [$0.value]), path: $0.path, what: $0.what) }
        }
        return flaws
    }

    private static func objects(of members: [Schema.Member], at path: String) -> [Flaw] {
        guard case .object(let good) = Samples.smallest(.object(members)) else { return [] }
        let prefix = path.isEmpty ? "" : "\(path)."
        var flaws = [good.with("no_such_member", .null), good.with("ID", .string("a"))]
            .map { object in
                let name = object.members.last?.name ?? ""
                return Flaw(
                    value: .object(object), path: prefix + name, what: "unknown \(prefix)\(name)")
            }
        for member in members {
            let place = prefix + member.name
            if member.isRequired {
                flaws.append(
                    Flaw(
                        value: .object(good.without(member.name)), path: place, what: "no \(place)")
                )
            }
            flaws += all(of: member.schema, at: place).map {
                Flaw(value: .object(good.with(member.name, $0.value)), path: $0.path, what: $0.what)
            }
        }
        return flaws
    }

    private func inside(_ name: String) -> Flaw {
        Flaw(value: .object(JSONObject([.init(name, value)])), path: path, what: what)
    }
}

extension JSONObject {
    /// The same with this member, put last.
    func with(_ name: String, _ value: JSONValue) -> JSONObject {
        JSONObject(without(name).members + [.init(name, value)])
    }

    /// The same without that member.
    func without(_ name: String) -> JSONObject { JSONObject(members.filter { $0.name != name }) }
}
