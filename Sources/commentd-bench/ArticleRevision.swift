import Discussion

/// An article that is being edited, each of whose code points knows where it stood at first: so
/// that it is known what has become of a passage.
struct ArticleRevision {
    /// A code point with its first offset; nil where it was put in later.
    private struct Letter {
        let scalar: Unicode.Scalar
        var origin: Int?
    }

    private var letters: [Letter]
    /// Lends the text that is put in.
    private let lender: [Unicode.Scalar]

    init(of article: Article) {
        letters = article.text.unicodeScalars.enumerated().map { Letter(scalar: $1, origin: $0) }
        self.lender = Array(article.other.unicodeScalars)
    }

    /// The present text.
    var text: String {
        var text = String.UnicodeScalarView()
        letters.forEach { text.append($0.scalar) }
        return String(text)
    }

    /// What an editor does to an article.
    enum Edit: CaseIterable {
        case insertSentence, deleteSentence, rewriteSentence, replaceWord, mistype, deleteWord,
            moveParagraph, deleteParagraph, insertParagraph, rewrap
    }

    /// Where most of what is left of a passage stands together now, and how much of the passage
    /// that is (0 to 1): parts of it may have been moved away.
    func remains(of passage: Range<Int>) -> (range: Range<Int>, share: Double) {
        var (best, bestCount): (Range<Int>, Int) = (0..<0, 0)
        var (first, last, count) = (0, 0, 0)
        for (index, letter) in letters.enumerated() {
            guard let origin = letter.origin, passage.contains(origin) else { continue }
            if count == 0 || index - last > max(Self.together, passage.count / 2) {
                (first, count) = (index, 0)
            }
            (last, count) = (index, count + 1)
            if count > bestCount { (best, bestCount) = (first..<last + 1, count) }
        }
        return (best, Double(bestCount) / Double(passage.count))
    }

    /// Letters so far apart are in one place.
    private static let together = 40

    /// Makes one change somewhere.
    mutating func apply(_ edit: Edit, _ dice: inout SeededDice) {
        switch edit {
        case .insertSentence: insert(sentence(&dice), at: part(endings, &dice).upperBound)
        case .deleteSentence: letters.removeSubrange(part(endings, &dice))
        case .rewriteSentence:
            let range = part(endings, &dice)
            let half = range.lowerBound + range.count / 2
            letters.replaceSubrange(half..<range.upperBound, with: new(sentence(&dice)))
        case .replaceWord: replace(word(&dice), by: Array(borrowed(4 + dice.below(5), &dice)))
        case .deleteWord: replace(word(&dice), by: [])
        case .mistype:
            let range = word(&dice)
            if range.count > 1 { letters.swapAt(range.lowerBound, range.lowerBound + 1) }
        case .moveParagraph:
            let range = part(["\n"], &dice)
            let moved = Array(letters[range])
            letters.removeSubrange(range)
            letters.insert(contentsOf: moved, at: part(["\n"], &dice).upperBound)
        case .deleteParagraph: letters.removeSubrange(part(["\n"], &dice))
        case .insertParagraph:
            let added = sentence(&dice) + sentence(&dice) + ["\n", "\n"]
            insert(added, at: part(["\n"], &dice).upperBound)
        case .rewrap:
            for index in letters.indices where letters[index].scalar == " " && dice.percent(10) {
                letters[index] = Letter(scalar: "\n", origin: letters[index].origin)
            }
        }
    }

    private let endings: Set<Unicode.Scalar> = [".", "。", "\n"]

    private mutating func insert(_ scalars: [Unicode.Scalar], at place: Int) {
        letters.insert(contentsOf: new(scalars), at: place)
    }

    private mutating func replace(_ range: Range<Int>, by scalars: [Unicode.Scalar]) {
        letters.replaceSubrange(range, with: new(scalars))
    }

    private func new(_ scalars: [Unicode.Scalar]) -> [Letter] {
        scalars.map { Letter(scalar: $0, origin: nil) }
    }

    /// A part of the text up to one of these marks and with it, around a random place.
    private func part(_ marks: Set<Unicode.Scalar>, _ dice: inout SeededDice) -> Range<Int> {
        guard !letters.isEmpty else { return 0..<0 }
        let place = dice.below(letters.count)
        let before = letters[..<place].lastIndex { marks.contains($0.scalar) }
        let end = letters[place...].firstIndex { marks.contains($0.scalar) }
        return (before.map { $0 + 1 } ?? 0)..<(end.map { $0 + 1 } ?? letters.count)
    }

    private func word(_ dice: inout SeededDice) -> Range<Int> {
        let range = part([" ", "\n", ".", ",", "。", "、"], &dice)
        return range
            .lowerBound..<min(range.lowerBound + 12, max(range.lowerBound, range.upperBound - 1))
    }

    private func sentence(_ dice: inout SeededDice) -> [Unicode.Scalar] {
        [" "] + Array(borrowed(30 + dice.below(60), &dice)) + ["."]
    }

    private func borrowed(_ count: Int, _ dice: inout SeededDice) -> ArraySlice<Unicode.Scalar> {
        let start = dice.below(max(1, lender.count - count))
        return lender[start..<min(lender.count, start + count)]
    }
}
