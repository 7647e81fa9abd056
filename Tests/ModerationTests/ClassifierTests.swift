import Testing

@testable import Moderation

@Suite("A classifier that learns from decisions")
struct ClassifierTests {
    private let texts = ClassifierExamples.texts(60)

    private func classifier(
        _ texts: [(text: String, isSpam: Bool)]
    ) -> Classifier? {
        ClassifierExamples.trainer(texts).classifier(version: 7)
    }

    private func probability(_ classifier: Classifier?, _ text: String) -> Double {
        classifier?.probability(of: ClassifierExamples.features(text)) ?? .nan
    }

    @Test("It tells what it learned from what it did not, as probabilities")
    func learns() throws {
        let learned = try #require(classifier(texts))
        #expect(learned.version == 7)
        #expect(learned.examples == .init(positive: 60, negative: 60))
        #expect(probability(learned, "Subscribe to my channel, it is free") > 0.9)
        #expect(probability(learned, "The minister took four years with the chart") < 0.1)
        let unknown = probability(learned, "ξψω")
        #expect(unknown > 0.1 && unknown < 0.9)
        #expect(probability(learned, "").isFinite)
    }

    @Test("It is silent until it has seen enough of both labels")
    func silent() {
        let nine = texts.filter { !$0.isSpam } + texts.filter(\.isSpam).prefix(9)
        #expect(classifier(nine) == nil)
        let ten = texts.filter { !$0.isSpam } + texts.filter(\.isSpam).prefix(10)
        #expect(classifier(ten) != nil)
        #expect(ClassifierExamples.trainer([], minimum: 0).classifier(version: 1) == nil)
        let alike = (0..<20).map { ("same", $0 % 2 == 0) }
        #expect(abs(probability(classifier(alike), "same") - 0.5) < 0.1)
    }

    @Test("Equal examples make an equal classifier, in whatever order they come")
    func deterministic() throws {
        let one = try #require(classifier(texts)).serialized
        #expect(classifier(texts)?.serialized == one)
        #expect(classifier(texts.reversed())?.serialized == one)
        let shuffled = texts.indices.sorted { ($0 * 37 % 120) < ($1 * 37 % 120) }.map { texts[$0] }
        #expect(classifier(shuffled)?.serialized == one)
    }

    @Test("An example taken back leaves no trace, and a changed label is the label")
    func undo() throws {
        let before = try #require(classifier(texts))
        let extra = (text: "The talks took four years, subscribe", isSpam: true)
        let with = try #require(classifier(texts + [extra]))
        #expect(with.serialized != before.serialized)
        #expect(classifier(texts)?.serialized == before.serialized)
        let otherwise = try #require(classifier(texts + [(extra.text, false)]))
        #expect(probability(otherwise, extra.text) < probability(with, extra.text))
    }

    @Test("More examples than it takes are refused, and learning ends when told to")
    func bounds() {
        var trainer = ClassifierTrainer(minimumExamples: 1)
        let features = ClassifierExamples.features("a")
        var taken = 0
        for _ in 0...ClassifierTrainer.mostExamples {
            if trainer.add(features, isPositive: true) { taken += 1 }
        }
        #expect(taken == ClassifierTrainer.mostExamples)
        #expect(trainer.examples.positive == ClassifierTrainer.mostExamples)
        var asked = 0
        let stopped = ClassifierExamples.trainer(texts).classifier(version: 1) {
            asked += 1
            return asked > 3
        }
        #expect(stopped == nil && asked == 4)
    }

    @Test("Probabilities keep what they promise on texts that were not learned")
    func calibrated() throws {
        // One in four of these labels is the other way, and nobody can know which.
        let noisy = ClassifierExamples.texts(200).enumerated().map { at, example in
            (text: example.text, isSpam: (at / 2) % 4 == 3 ? !example.isSpam : example.isSpam)
        }
        let learned = try #require(classifier(noisy))
        let high = probability(learned, "Subscribe to my channel")
        let low = probability(learned, "I disagree with the minister")
        #expect(high > 0.6 && high < 0.9)
        #expect(low > 0.1 && low < 0.4)
    }

    @Test("The explanation names the words that weigh, and its parts make up the whole")
    func explains() throws {
        let learned = try #require(classifier(texts))
        let body = "The talks, friends: subscribe to my channel"
        let bytes = NormalizedText(body).bytes
        let pieces = learned.strongest(in: bytes, limit: 100)
        let words = pieces.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        let named = Dictionary(uniqueKeysWithValues: zip(words, pieces.map(\.weight)))
        #expect(try #require(named["subscribe"]) > 0.1)
        #expect(try #require(named["channel"]) > 0.1)
        #expect(try #require(named["talks,"]) < 0)
        #expect(zip(pieces, pieces.dropFirst()).allSatisfy { abs($0.weight) >= abs($1.weight) })
        #expect(learned.strongest(in: bytes, limit: 2) == Array(pieces.prefix(2)))
        #expect(learned.strongest(in: bytes, limit: 0).isEmpty)
        let whole = learned.logit(of: TextFeatures(of: bytes))
        let sum = learned.shares(of: bytes).reduce(0, +)
        #expect(abs(sum + learned.logit(of: TextFeatures(of: [])) - whole) < 1e-6)
    }

    @Test("Of a long run without spaces the part that weighs is named")
    func explainsLong() throws {
        let talk = ["今日は良い天気ですね", "明日は雨が降るそうです", "この曲は本当に懐かしい"]
        let japanese = (0..<30).flatMap { number in
            [
                (text: "\(talk[number % 3])無料配布\(number)", isSpam: true),
                (text: "\(talk[number % 3])ありがとう\(number)", isSpam: false),
            ]
        }
        let learned = try #require(classifier(japanese))
        let bytes = Array("そうですか今日は良い天気ですね無料配布はこちらから".utf8)
        let first = try #require(learned.strongest(in: bytes, limit: 1).first)
        let piece = String(decoding: bytes[first.range], as: UTF8.self)
        #expect(piece.contains("無料配布") && piece.count < 12 && first.weight > 0, "\(piece)")
    }
}
