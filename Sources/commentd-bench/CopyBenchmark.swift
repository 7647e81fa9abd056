import Discussion
import JSONValues
import Moderation

/// How many slightly changed copies of real texts a `repeat` rule finds, and how many texts that
/// are no copies it takes for some.
struct CopyBenchmark {
    private let texts: [String]
    private let rules: RuleSet

    private static let most = 5_000
    /// Shorter ones are mostly greetings, which many people write alike.
    private static let shortest = 60
    private static let similarities = [0.8, 0.6]

    init(folder: String) throws {
        let long = try RealTexts.all(in: folder)
            .filter { $0.unicodeScalars.count >= Self.shortest }
        // Some of all collections, and always the same ones.
        let drawn = long.indices.sorted {
            SeededDice.mix(UInt64($0)) < SeededDice.mix(UInt64($1))
        }
        texts = drawn.prefix(Self.most).map { long[$0] }
        let copies = JSONObject([
            .init("within_s", .integer(60)), .init("similarity", .number(0.6)),
        ])
        let when = JSONValue.object(JSONObject([.init("repeat", .object(copies))]))
        let rule = JSONObject([
            .init("name", .string("copy")), .init("when", when), .init("then", .string("hold")),
        ])
        let document = JSONObject([
            .init("version", .integer(1)), .init("rules", .array([.object(rule)])),
        ])
        do {
            rules = try RuleSet.compile(.object(document), lists: [:])
        } catch { throw BenchProblem("\(error)") }
    }

    /// Both tables, for people.
    func report() -> String {
        var index: [Int64: [Int]] = [:]
        for (number, text) in texts.enumerated() {
            for key in print(of: text)?.bandKeys(in: 0) ?? [] {
                index[key, default: []].append(number)
            }
        }
        var grid = TextGrid()
        grid.row(
            ["edit", "found at 0.8", "so alike", "found at 0.6", "so alike", "median likeness"])
        for edit in TextEdit.allCases { grid.row([edit.rawValue] + figures(of: edit, index)) }
        let (pairs, wrong) = strangers(index)
        return """

            Copies of \(Text.grouped(texts.count)) real texts of \(Self.shortest) characters and \
            more, changed a little, in percent: those found by their keys, and those that are so \
            alike, of all.

            \(grid.text)
            Of the texts themselves \(Text.grouped(wrong)) pairs are over 0.6 alike, of \
            \(Text.grouped(pairs)) that share a key.

            """
    }

    private func print(of text: String) -> TextPrint? { rules.evidence(of: text).print }

    private func figures(of edit: TextEdit, _ index: [Int64: [Int]]) -> [String] {
        var dice = SeededDice(seed: 12)
        var found = Self.similarities.map { _ in 0 }
        var alike = Self.similarities.map { _ in 0 }
        var likeness: [Double] = []
        for (number, text) in texts.enumerated() {
            let other = texts[dice.below(texts.count)]
            guard let copy = print(of: edit.applied(to: text, other, &dice)) else { continue }
            let similarity = copy.similarity(to: text)
            likeness.append(similarity)
            let isKnown = copy.bandKeys(in: 0).contains { index[$0]?.contains(number) ?? false }
            for (place, least) in Self.similarities.enumerated() where similarity >= least {
                alike[place] += 1
                if isKnown { found[place] += 1 }
            }
        }
        let percent = { (count: Int) in
            Text.fixed(Double(count) * 100 / Double(max(1, texts.count)), 1)
        }
        return zip(found, alike).flatMap { [percent($0), percent($1)] }
            + [Text.fixed(median(likeness) ?? 0, 3)]
    }

    /// Pairs of different texts that share a key, and how many of these are as like as copies.
    private func strangers(_ index: [Int64: [Int]]) -> (pairs: Int, alike: Int) {
        var pairs: Set<[Int]> = []
        for numbers in index.values {
            for (place, one) in numbers.prefix(100).enumerated() {
                for other in numbers.prefix(100).dropFirst(place + 1) {
                    pairs.insert([one, other])
                }
            }
        }
        let alike = pairs.filter {
            (print(of: texts[$0[0]])?.similarity(to: texts[$0[1]]) ?? 0) >= 0.6
        }
        return (pairs.count, alike.count)
    }
}

/// Small changes that keep a text much what it was.
enum TextEdit: String, CaseIterable {
    case word = "a word changed"
    case marks = "punctuation and case"
    case letters = "three letters mistyped"
    case sentence = "a sentence appended"
    case all = "all of these"

    /// `other` lends what is put in.
    func applied(to text: String, _ other: String, _ dice: inout SeededDice) -> String {
        switch self {
        case .word:
            var words = text.split(separator: " ", omittingEmptySubsequences: false)
            let lent = other.split(separator: " ")
            words[dice.below(words.count)] = lent[dice.below(lent.count)]
            return words.joined(separator: " ")
        case .marks:
            let changed = text.map { character in
                switch character {
                case ",", ";": dice.percent(50) ? "" : String(character)
                case ".": dice.percent(50) ? "!" : "."
                case let letter where dice.percent(30): letter.uppercased()
                default: String(character)
                }
            }
            return changed.joined() + "!!"
        case .letters:
            var characters = Array(text)
            for _ in 0..<3 {
                let at = dice.below(characters.count - 1)
                characters.swapAt(at, at + 1)
            }
            return String(characters)
        case .sentence:
            return text + " " + other.prefix(40)
        case .all:
            return Self.allCases.dropLast().reduce(text) { $1.applied(to: $0, other, &dice) }
        }
    }
}
