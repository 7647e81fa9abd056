import Discussion
import JSONValues
import Wire

/// The members of a line of JSON, read into the types of the domain.
struct LineMembers {
    private let object: JSONObject
    /// What stands before the members' names in complaints, with its dot.
    private let path: String

    init(_ object: JSONObject, path: String = "") {
        self.object = object
        self.path = path
    }

    func problem(_ name: String, _ expected: String) -> ImportProblem {
        ImportProblem("\(path)\(name): \(expected)")
    }

    /// Nil where the member is missing or null.
    private func value(_ name: String) -> JSONValue? {
        guard let value = object[name] else { return nil }
        if case .null = value { return nil }
        return value
    }

    func has(_ name: String) -> Bool { value(name) != nil }

    /// A text of at most so many bytes, without what the text policy forbids.
    func text(_ name: String, atMost limit: Int = 1024) throws(ImportProblem) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.text else { throw problem(name, "expected a string") }
        let cleaned = TextPolicy.cleaned(text)
        guard cleaned.utf8.count <= limit else {
            throw problem(name, "expected at most \(limit) bytes")
        }
        return cleaned
    }

    /// Text that was valid when it was stored, and is taken as it is.
    func exact(_ name: String) throws(ImportProblem) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.text else { throw problem(name, "expected a string") }
        return text
    }

    /// The id of a person, a key or a page's name: of at most so many bytes and at least one.
    func identifier(_ name: String, atMost limit: Int = 128) throws(ImportProblem) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.text, !text.isEmpty, text.utf8.count <= limit else {
            throw problem(name, "expected a string of 1 to \(limit) bytes")
        }
        if let wrong = TextPolicy.problem(ofIdentifier: text) { throw problem(name, wrong) }
        return text
    }

    /// An address that a page may link to; nil also where it is another one.
    func webAddress(_ name: String) throws(ImportProblem) -> String? {
        try text(name, atMost: 2048).flatMap { isWebAddress($0) ? $0 : nil }
    }

    /// `default` where it is missing.
    func site() throws(ImportProblem) -> String {
        guard let name = try identifier("site", atMost: 64) else { return "default" }
        guard isSiteName(name) else {
            throw problem("site", "expected a to z, 0 to 9, dot, underscore, hyphen")
        }
        return name
    }

    func integer(_ name: String) throws(ImportProblem) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.integer else { throw problem(name, "expected an integer") }
        return number
    }

    /// A count: 0 and more.
    func count(_ name: String) throws(ImportProblem) -> Int? {
        guard let number = try integer(name) else { return nil }
        guard number >= 0, number <= Int(Int32.max) else {
            throw problem(name, "expected a number from 0 to \(Int32.max)")
        }
        return number
    }

    func number(_ name: String) throws(ImportProblem) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double else { throw problem(name, "expected a number") }
        return number
    }

    func bool(_ name: String) throws(ImportProblem) -> Bool {
        guard let value = value(name) else { return false }
        guard let truth = value.bool else { throw problem(name, "expected true or false") }
        return truth
    }

    func moment(_ name: String) throws(ImportProblem) -> Moment? {
        guard let value = value(name) else { return nil }
        guard let moment = value.text.flatMap({ Moment(text: $0) }) else {
            throw problem(name, "expected a time as RFC 3339 has it")
        }
        return moment
    }

    func status(_ name: String) throws(ImportProblem) -> Status? {
        try choice(name, Status.allCases, \.name)
    }

    /// One of some values that go by names.
    func choice<Choice>(
        _ name: String, _ all: [Choice], _ text: (Choice) -> String
    ) throws(ImportProblem) -> Choice? {
        guard let value = value(name) else { return nil }
        if let known = all.first(where: { text($0) == value.text }) { return known }
        throw problem(name, "expected one of " + all.map(text).joined(separator: ", "))
    }

    /// A comment's name: an id, or `ref:` and what the host calls it.
    func comment(_ name: String) throws(ImportProblem) -> CommentName? {
        guard let text = try identifier(name, atMost: 132) else { return nil }
        let comment = CommentName(text: text)
        if comment == .none { throw problem(name, "expected a comment's id, or ref:NAME") }
        return comment
    }

    /// Bytes as digits, two each.
    func bytes(_ name: String) throws(ImportProblem) -> [UInt8]? {
        guard let text = try identifier(name) else { return nil }
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count % 2 == 0, !digits.contains(nil) else {
            throw problem(name, "expected hexadecimal digits")
        }
        let values = digits.compactMap { $0 }
        return stride(from: 0, to: values.count, by: 2).map {
            UInt8(values[$0] << 4 | values[$0 + 1])
        }
    }

    /// An object's own members.
    func object(_ name: String) throws(ImportProblem) -> LineMembers? {
        guard let value = value(name) else { return nil }
        guard let members = value.object else { throw problem(name, "expected an object") }
        return LineMembers(members, path: "\(path)\(name).")
    }

    /// The members of each object of an array.
    func objects(_ name: String) throws(ImportProblem) -> [LineMembers] {
        guard let value = value(name) else { return [] }
        guard let elements = value.array else { throw problem(name, "expected an array") }
        var all: [LineMembers] = []
        for element in elements {
            guard let members = element.object else {
                throw problem(name, "expected an array of objects")
            }
            all.append(LineMembers(members, path: "\(path)\(name)."))
        }
        return all
    }

    func integers(_ name: String) throws(ImportProblem) -> [Int] {
        guard let value = value(name) else { return [] }
        guard let numbers = value.array?.map(\.integer), !numbers.contains(nil) else {
            throw problem(name, "expected an array of integers")
        }
        return numbers.compactMap { $0 }
    }

    func texts(_ name: String) throws(ImportProblem) -> [String] {
        guard let value = value(name) else { return [] }
        guard let texts = value.array?.map(\.text), !texts.contains(nil) else {
            throw problem(name, "expected an array of strings")
        }
        return texts.compactMap { $0 }
    }

    /// A member as JSON; nil where it is missing or null.
    func json(_ name: String) -> [UInt8]? {
        guard let value = value(name) else { return nil }
        var json = JSONWriter()
        json.value(value)
        return json.bytes
    }

    /// What must be there.
    func required<Value>(_ name: String, _ value: Value?) throws(ImportProblem) -> Value {
        guard let value else { throw problem(name, "is missing") }
        return value
    }
}

/// Whether a site may be called so.
package func isSiteName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
        && text.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2E, 0x5F, 0x2D: true
            default: false
            }
        }
}
