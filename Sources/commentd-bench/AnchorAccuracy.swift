import Discussion

/// How well passages are found again in articles that were edited at random: of each it is known
/// what became of it.
struct AnchorAccuracy {
    /// How often passages were found in one way, rightly and wrongly.
    struct Count: Equatable {
        var right = 0
        var wrong = 0
    }

    private(set) var counts: [Anchor.Match: Count] = [:]
    /// Of those that were wrongly lost or found, the first few, for people.
    private(set) var examples: [String] = []

    /// Less than so much of a passage is no passage any more.
    private static let gone = 0.35
    /// From so much on it must be found.
    private static let there = 0.65
    private static let surrounding = 32

    var total: Count {
        counts.values.reduce(into: Count()) { sum, count in
            sum.right += count.right
            sum.wrong += count.wrong
        }
    }

    /// Edits an article so many times anew, each time with 1 to 8 changes, and looks for so many
    /// passages of it.
    mutating func measure(
        _ article: Article, revisions: Int, passages: Int, seed: UInt64
    ) {
        var dice = SeededDice(seed: seed)
        let scalars = Array(article.text.unicodeScalars)
        for _ in 0..<revisions {
            var revision = ArticleRevision(of: article)
            for _ in 0...dice.below(8) {
                let edits = ArticleRevision.Edit.allCases
                revision.apply(edits[dice.below(edits.count)], &dice)
            }
            let text = revision.text
            var locator = AnchorLocator(text)
            for _ in 0..<passages {
                let range = Self.passage(in: scalars, &dice)
                let anchor = Self.anchor(range, in: scalars)
                note(locator.place(of: anchor), of: anchor, range, revision)
            }
        }
    }

    /// A word, some words, a sentence or more.
    private static func passage(
        in scalars: [Unicode.Scalar], _ dice: inout SeededDice
    ) -> Range<Int> {
        let length = [6, 12, 25, 60, 140, 300][dice.below(6)]
        while true {
            let count = min(scalars.count / 2, length / 2 + dice.below(length) + 1)
            let start = dice.below(scalars.count - count)
            let range = start..<start + count
            if scalars[range].contains(where: { !$0.properties.isWhitespace }) { return range }
        }
    }

    /// The anchor of a passage, with 32 code points on either side.
    static func anchor(_ range: Range<Int>, in scalars: [Unicode.Scalar]) -> Anchor {
        func text(_ range: Range<Int>) -> String {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[range])
            return String(text)
        }
        let (start, end) = (range.lowerBound, range.upperBound)
        return Anchor(
            exact: text(range), prefix: text(max(0, start - surrounding)..<start),
            suffix: text(end..<min(scalars.count, end + surrounding)), start: start)
    }

    private mutating func note(
        _ place: Anchor.Place, of anchor: Anchor, _ passage: Range<Int>,
        _ revision: ArticleRevision
    ) {
        let (rest, share) = revision.remains(of: passage)
        let isRight: Bool
        if let found = place.range {
            isRight = share >= Self.gone && Self.overlap(rest, found) >= 0.5
        } else {
            isRight = share < Self.there
        }
        counts[place.match, default: Count()].right += isRight ? 1 : 0
        counts[place.match, default: Count()].wrong += isRight ? 0 : 1
        if !isRight, examples.count < 2000 {
            let left = Int(share * 100)
            let found = place.range.map { "\($0)" } ?? "nowhere"
            examples.append(
                "\(place.match.rawValue) at \(found), \(left) % left at \(rest), "
                    + "similarity \(Text.fixed(place.similarity, 2)): "
                    + anchor.exact.debugDescription
            )
        }
    }

    /// What two ranges share of what either has.
    private static func overlap(_ left: Range<Int>, _ right: Range<Int>) -> Double {
        let shared = left.clamped(to: right).count
        return Double(shared) / Double(left.count + right.count - shared)
    }
}
