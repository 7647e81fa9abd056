/// What all conditions need to know of one body, found once.
package struct Evidence: Sendable {
    /// The places of each word list's words.
    let words: [[Range<Int>]]
    /// The places of each pattern.
    let patterns: [[Range<Int>]]
    /// The links, and the code points of the body where each stands.
    let links: [(link: Link, span: Range<Int>)]
    /// Code points.
    let length: Int
    /// Letters that have a capital and a small form, and how many of them are capitals.
    let letters: (cased: Int, capitals: Int)
    /// What the site's classifiers say, where rules ask for it and there are some.
    let classification: Classification?
    /// By what copies of the body are found; nil where no rule looks for them.
    package let print: TextPrint?

    /// Of a body that no rule looks at.
    init() {
        (words, patterns, links) = ([], [], [])
        length = 0
        letters = (0, 0)
        (classification, print) = (nil, nil)
    }

    init(
        _ body: String, _ words: WordMatcher, _ patterns: PatternMatcher, _ needs: FactNeeds,
        _ use: ClassifierUse?
    ) {
        let text = NormalizedText(body)
        self.words = words.places(
            in: NormalizedText(decodingReferencesIn: body, otherwise: text))
        self.patterns = patterns.places(in: text)
        classification = use.map { Classification(of: text, by: $0) }
        links = Link.links(in: text).map { ($0, text.span(of: $0.place)) }
        (length, letters) = Self.count(body)
        print =
            needs.repeats.isEmpty ? nil : TextPrint(text, isExact: needs.isExact)
    }

    /// What classifiers said, to be kept.
    package var chances: [Chance] { classification?.chances ?? [] }

    /// Whether what a rule needs first was found.
    func opens(_ gate: Rule.Gate) -> Bool {
        switch gate {
        case .none: true
        case .words(let list): !words[list].isEmpty
        case .pattern(let index): !patterns[index].isEmpty
        }
    }

    private static func count(_ body: String) -> (length: Int, (cased: Int, capitals: Int)) {
        var body = body
        return body.withUTF8 { bytes in
            // Plain ASCII is the most of it: counted so that many bytes are looked at in one step.
            guard bytes.reduce(0, |) >= 0x80 else {
                let capitals = bytes.reduce(0) { $0 &+ ($1 &- 0x41 < 26 ? 1 : 0) }
                let small = bytes.reduce(0) { $0 &+ ($1 &- 0x61 < 26 ? 1 : 0) }
                return (bytes.count, (capitals + small, capitals))
            }
            return count(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        }
    }

    private static func count(
        _ scalars: String.UnicodeScalarView
    ) -> (length: Int, (cased: Int, capitals: Int)) {
        var length = 0
        var cased = 0
        var capitals = 0
        for scalar in scalars {
            length += 1
            let isCapital: Bool
            switch scalar.value {
            case 0x41...0x5A: isCapital = true
            case 0x61...0x7A: isCapital = false
            case 0..<0x80, 0x2E80...0xFEFF: continue
            default:
                guard scalar.properties.isCased else { continue }
                isCapital = scalar.properties.isUppercase
            }
            cased += 1
            if isCapital { capitals += 1 }
        }
        return (length, (cased, capitals))
    }
}

/// That a condition holds, and why.
struct Finding {
    /// For people; put into words only where a whole rule hits.
    let detail: @Sendable () -> String
    /// Where, in code points of the body; empty where it is not the text that was looked at.
    var places: [Range<Int>]
    /// A probability where a classifier spoke, or how alike two texts are: from 0 to 1.
    let score: Double?

    init(
        detail: @autoclosure @escaping @Sendable () -> String, places: [Range<Int>] = [],
        score: Double? = nil
    ) {
        self.detail = detail
        self.places = places
        self.score = score
    }
}
