@testable import Moderation

/// Texts of our own, and what a moderator would have said of them.
enum ClassifierExamples {
    private static let openings = ["Hey", "Guys", "Please", "Wow", "Friends", "Hello"]
    private static let spam = [
        "subscribe to my channel", "visit http://shop.example now", "win free gold here",
        "check out my new video", "earn money from home",
    ]
    private static let talk = [
        "the talks took four years", "I disagree with the minister", "thanks for the map",
        "this song reminds me of home", "the second chart is wrong",
    ]
    private static let ends = ["today", "again", "everyone", "please", "really", "at last", "!"]

    /// So many texts of each kind, no two equal.
    static func texts(_ count: Int) -> [(text: String, isSpam: Bool)] {
        (0..<count).flatMap { number in
            let frame = { (middle: [String]) in
                let opening = openings[number % openings.count]
                let end = ends[number / openings.count % ends.count]
                return "\(opening) \(middle[number % middle.count]) \(end) \(number)"
            }
            return [(frame(spam), true), (frame(talk), false)]
        }
    }

    static func features(_ text: String) -> TextFeatures {
        TextFeatures(of: NormalizedText(text).bytes)
    }

    /// A trainer that was told of these.
    static func trainer(
        _ texts: [(text: String, isSpam: Bool)], minimum: Int = 10
    ) -> ClassifierTrainer {
        var trainer = ClassifierTrainer(minimumExamples: minimum)
        for (text, isSpam) in texts { _ = trainer.add(features(text), isPositive: isSpam) }
        return trainer
    }
}
