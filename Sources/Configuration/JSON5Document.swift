import FoundationEssentials
import JSONValues

/// A JSON5 file as read.
struct JSON5Document {
    /// The value; members stand in the order of their names' bytes, since the decoder keeps none.
    let value: JSONValue

    /// Throws what is wrong with `text` as far as the decoder tells, and on which line.
    init(_ text: [UInt8]) throws(SchemaProblem) {
        // The decoder crashes on a name that is not UTF-8, and takes UTF-16 where it sees zeros.
        guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else {
            throw SchemaProblem(path: "", problem: "is not UTF-8 text")
        }
        guard decode(Anything.self, text) != nil else {
            throw Self.syntaxProblem(text)
        }
        do {
            value = try decoder().decode(Decoded.self, from: Data(text)).value
        } catch let error as DecodingError {
            throw SchemaProblem(path: error.path, problem: "is no valid JSON5 value")
        } catch {
            throw SchemaProblem(path: "", problem: "is not valid JSON5")
        }
        // The decoder keeps one of two members with the same name and says nothing.
        guard value.memberCount == JSON5Scanner(text).colons else {
            throw Self.repetitionProblem(text)
        }
    }

    private static func syntaxProblem(_ text: [UInt8]) -> SchemaProblem {
        let line = firstLine(of: text) { decode(Anything.self, $0) == nil }
        guard let line else { return SchemaProblem(path: "", problem: "ends too early") }
        return SchemaProblem(path: "", problem: "is not valid JSON5, line \(line)")
    }

    private static func repetitionProblem(_ text: [UInt8]) -> SchemaProblem {
        let line = firstLine(of: text) { text in
            decode(Decoded.self, text)?.value.memberCount != JSON5Scanner(text).colons
        }
        let place = line.map { ", line \($0)" } ?? ""
        return SchemaProblem(path: "", problem: "has a member twice\(place)")
    }

    /// The first line, from 1, with which the text can no longer be completed to a document that
    /// is not wrong; nil where the whole text can be.
    private static func firstLine(
        of text: [UInt8], where isWrong: ([UInt8]) -> Bool
    ) -> Int? {
        func isLost(_ end: Int) -> Bool {
            let head = text[..<end]
            return JSON5Scanner(head).completions.allSatisfy { isWrong(head + $0) }
        }
        guard isLost(text.count) else { return nil }
        var ends = text.indices.filter { text[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        if ends.last != text.count { ends.append(text.count) }
        // Whatever follows, an error stays one, so the lines can be searched by halves.
        var sound = 0
        var lost = ends.count - 1
        while sound < lost {
            let middle = (sound + lost) / 2
            if isLost(ends[middle]) { lost = middle } else { sound = middle + 1 }
        }
        return lost + 1
    }
}

private func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return decoder
}

private func decode<Value: Decodable>(_ type: Value.Type, _ text: [UInt8]) -> Value? {
    try? decoder().decode(type, from: Data(text))
}

/// Decodes without looking, so that only the syntax counts.
private struct Anything: Decodable {
    init(from decoder: any Decoder) {}
}

/// Carries a value out of the decoder.
private struct Decoded: Decodable {
    let value: JSONValue

    // Objects and arrays come first: a refusal costs time that grows with the depth.
    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Name.self) {
            let names = object.allKeys.sorted {
                $0.stringValue.utf8.lexicographicallyPrecedes($1.stringValue.utf8)
            }
            value = .object(
                JSONObject(
                    try names.map { name in
                        let member = try object.decode(Decoded.self, forKey: name)
                        return JSONObject.Member(name.stringValue, member.value)
                    }))
        } else if var array = try? decoder.unkeyedContainer() {
            var elements: [JSONValue] = []
            while !array.isAtEnd { elements.append(try array.decode(Decoded.self).value) }
            value = .array(elements)
        } else {
            value = try Self.scalar(try decoder.singleValueContainer())
        }
    }

    private static func scalar(_ value: any SingleValueDecodingContainer) throws -> JSONValue {
        if value.decodeNil() { return .null }
        if let text = try? value.decode(String.self) { return .string(text) }
        if let integer = try? value.decode(Int.self) { return .integer(integer) }
        if let number = try? value.decode(Double.self) { return .number(number) }
        return .bool(try value.decode(Bool.self))
    }
}

/// Any member's name.
private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension DecodingError {
    /// The place of the value that could not be decoded, written like `rules[2].when`.
    fileprivate var path: String {
        let keys =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .keyNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: [] as [any CodingKey]
            }
        return keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
    }
}

extension JSONValue {
    /// The members of all objects within.
    fileprivate var memberCount: Int {
        switch self {
        case .array(let elements): elements.reduce(0) { $0 + $1.memberCount }
        case .object(let object): object.members.reduce(0) { $0 + 1 + $1.value.memberCount }
        default: 0
        }
    }
}
