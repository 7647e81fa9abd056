import JSONValues

/// JSON values made by dice, and small changes to them.
enum RandomJSON {
    static func object(_ dice: inout Dice, depth: Int = 3) -> JSONObject {
        let names = ["a", "b", "é", "e\u{301}", "key", "", "\u{1F600}", "a.b"].shuffled(
            using: &dice)
        let count = Int.random(in: 0...names.count, using: &dice)
        return JSONObject(
            names.prefix(count).map { .init($0, value(&dice, depth: depth - 1)) })
    }

    static func value(_ dice: inout Dice, depth: Int = 3) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &dice) {
        case 0: .null
        case 1: .bool(Bool.random(using: &dice))
        case 2: .integer(Int.random(in: -3...3, using: &dice))
        case 3: .integer(Int.random(in: .min ... .max, using: &dice))
        case 4: .number(fraction(&dice))
        case 5: .string(text(&dice))
        case 6:
            .array(
                (0..<Int.random(in: 0...4, using: &dice)).map { _ in value(&dice, depth: depth - 1)
                })
        default: .object(object(&dice, depth: depth - 1))
        }
    }

    /// Finite, and no integer.
    private static func fraction(_ dice: inout Dice) -> Double {
        let value = Double(bitPattern: dice.next())
        return value.isFinite && value != value.rounded() ? value : 0.1
    }

    private static func text(_ dice: inout Dice) -> String {
        let pieces = [
            "", "a", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{1F}", "\u{7F}", "é",
            "\u{2028}", "\u{FFFD}", "\u{10FFFF}", "e\u{301}", "</script>", "한", "\\u0041",
        ]
        return (0..<Int.random(in: 0...6, using: &dice))
            .map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
    }

    /// The same object with the members of every object in another order.
    static func shuffled(_ object: JSONObject, _ dice: inout Dice) -> JSONObject {
        var members: [JSONObject.Member] = []
        for member in object.members {
            members.append(.init(member.name, shuffled(member.value, &dice)))
        }
        return JSONObject(members.shuffled(using: &dice))
    }

    private static func shuffled(_ value: JSONValue, _ dice: inout Dice) -> JSONValue {
        switch value {
        case .object(let object): return .object(shuffled(object, &dice))
        case .array(let elements):
            var result: [JSONValue] = []
            for element in elements { result.append(shuffled(element, &dice)) }
            return .array(result)
        default: return value
        }
    }
}
