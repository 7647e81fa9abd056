import Discussion
import JSONValues
import Moderation

/// What one comment of 300 bytes costs the rules: normalization, the search for 5,000 words and 200
/// patterns, and the classifier, each beside the others in the same minute.
struct TextBenchmark {
    /// Of the labelled collections: copies of their texts are looked for too where it is given.
    let folder: String?

    private static let words = 5_000
    private static let patterns = 200
    private static let rounds = 5
    private static let repeats = 2_000

    func run() throws -> Int32 {
        let rules = try Self.rules(withClassifier: false)
        let learned = try Self.rules(withClassifier: true)
        let use = try Self.learned()
        var grid = TextGrid()
        grid.row(["300 bytes", "normalized", "words, patterns", "and classifier"])
        for (name, body) in Self.bodies {
            var times = [[Double]](repeating: [], count: 3)
            for _ in 0..<Self.rounds {
                times[0].append(Self.time { NormalizedText(body).bytes.count })
                times[1].append(Self.time { rules.judge(body, Facts()).reasons.count })
                times[2].append(Self.time { learned.judge(body, Facts(), by: use).reasons.count })
            }
            grid.row([name] + times.map { Text.fixed($0.sorted()[Self.rounds / 2], 1) })
        }
        Terminal.print(
            "µs a comment, medians of \(Self.rounds) rounds; each column holds those before it.\n\n"
                + grid.text)
        Terminal.print("\n" + (try Self.hostileReport()))
        Terminal.print("\n" + RenderingBenchmark.report())
        if let folder { Terminal.print(try CopyBenchmark(folder: folder).report()) }
        return 0
    }

    /// Microseconds of one call.
    private static func time(_ work: () -> Int) -> Double {
        var sum = 0
        for _ in 0..<repeats / 10 { sum &+= work() }
        let begin = Clock.nanoseconds
        for _ in 0..<repeats { sum &+= work() }
        let end = Clock.nanoseconds
        // What is not used is not made.
        return Double(end - begin) / 1000 / Double(repeats) + (sum == .min ? 1 : 0)
    }

    /// What the longest body costs in which as many patterns match at every byte, and where some do
    /// and the others are always about to.
    private static func hostileReport() throws -> String {
        let common = (0..<patterns).map { "[a-y]|\($0)z" }
        let late = (0..<patterns).map { "[a-y ]{1,9}\($0)z" }
        let some = common.prefix(patterns * 3 / 20) + late.dropFirst(patterns * 3 / 20)
        var grid = TextGrid()
        grid.row(["10,000 bytes, \(patterns) patterns", "ms"])
        for (name, letters, patterns) in [
            ("match at every byte", "a", common), ("at every other", "a ", common),
            ("15 % at every byte", "a", Array(some)), ("none", "a", late),
        ] {
            let rules = patterns.enumerated().map { number, pattern in
                rule("pattern-\(number)", ["pattern": .string(pattern)])
            }
            let set = try compiled(rules, list: "")
            let body = String(repeating: letters, count: 10_000 / letters.utf8.count)
            let times = (0..<20).map { _ in
                let begin = Clock.nanoseconds
                let reasons = set.judge(body, Facts()).reasons.count
                let hits = patterns.count { $0.hasPrefix("[a-y]|") }
                return reasons == hits ? Double(Clock.nanoseconds - begin) / 1e6 : .nan
            }
            grid.row([name, Text.fixed(times.sorted()[times.count / 2], 1)])
        }
        return grid.text
    }

    private static let bodies: [(String, String)] = {
        let english = "However, what the council said of the harbour is not what we read in March. "
        let hidden = "Buy ch3ap w.a.t.c.h.e.s and frее pi11s h e r e, it is sooooo good, v1sit us. "
        let korean = "시의회가 항구에 대해 한 말은 우리가 삼월에 읽은 것과 다르다. "
        return [("plain English", english), ("obfuscated", hidden), ("Korean", korean)].map {
            (name, text) in
            let whole = String(repeating: text, count: 6)
            var bytes = whole.utf8.prefix(300)
            // Half a character at the end would look like something hidden.
            while bytes.last.map({ $0 >= 0x80 }) ?? false { bytes = bytes.dropLast() }
            return (name, String(decoding: bytes, as: UTF8.self))
        }
    }()

    /// 5,000 words and 200 patterns that stand in none of the texts.
    private static func rules(withClassifier: Bool) throws -> RuleSet {
        var dice = SeededDice(seed: 7)
        let list = (0..<words).map { _ in word(&dice) }.joined(separator: "\n")
        var rules: [JSONValue] = [rule("words", ["words": .string("words/list.txt")])]
        for number in 0..<patterns {
            let pattern = "\(word(&dice))[0-9]{2,4}(?:\(word(&dice))|\(word(&dice)))"
            rules.append(rule("pattern-\(number)", ["pattern": .string(pattern)]))
        }
        if withClassifier {
            let spam = JSONObject([.init("spam", .object(JSONObject()))])
            rules.append(rule("classifier", ["classifier": .object(spam)]))
        }
        return try compiled(rules, list: list)
    }

    private static func compiled(_ rules: [JSONValue], list: String) throws -> RuleSet {
        let document = JSONObject([.init("version", .integer(1)), .init("rules", .array(rules))])
        do {
            return try RuleSet.compile(
                .object(document), lists: ["words/list.txt": Array(list.utf8)])
        } catch { throw BenchProblem("\(error)") }
    }

    private static func rule(
        _ name: String, _ when: KeyValuePairs<String, JSONValue>
    ) -> JSONValue {
        .object(
            JSONObject([
                .init("name", .string(name)),
                .init("when", .object(JSONObject(when.map { .init($0.key, $0.value) }))),
                .init("then", .string("flag")),
            ]))
    }

    private static func word(_ dice: inout SeededDice) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return String((0..<7).map { _ in letters[Int(dice.next() % 26)] }) + "q"
    }

    /// A classifier of 2,000 made-up decisions.
    private static func learned() throws(BenchProblem) -> ClassifierUse {
        var dice = SeededDice(seed: 9)
        var trainer = ClassifierTrainer(minimumExamples: 100)
        for number in 0..<2_000 {
            let text = (0..<30).map { _ in word(&dice) }.joined(separator: " ")
            let isSpam = number % 3 == 0
            let body = isSpam ? text + " cheap watches" : text + " the council"
            _ = trainer.add(
                TextFeatures(of: NormalizedText(body).bytes), isPositive: isSpam)
        }
        var classifiers = Classifiers()
        classifiers[.spam] = trainer.classifier(version: 1)
        if classifiers.isEmpty { throw BenchProblem("nothing was learned") }
        return ClassifierUse(classifiers: classifiers, minimum: [.spam: 0.9])
    }
}
