import CText

/// What all conditions need to know of one body, found once.
package struct Evidence: Sendable {
    /// The places of each word list's words.
    let words: PlaceLists
    /// The places of each pattern.
    let patterns: PlaceLists
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
        (words, patterns, links) = (PlaceLists(), PlaceLists(), [])
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
            guard let start = bytes.baseAddress else { return (0, (0, 0)) }
            let ascii = ctext_count_letters(start, bytes.count)
            let letters = (cased: ascii.letters, capitals: ascii.capitals)
            return ascii.is_ascii ? (bytes.count, letters) : countBeyondASCII(bytes, letters)
        }
    }

    /// `letters`: those of ASCII.
    private static func countBeyondASCII(
        _ bytes: UnsafeBufferPointer<UInt8>, _ letters: (cased: Int, capitals: Int)
    ) -> (length: Int, (cased: Int, capitals: Int)) {
        var (length, cased, capitals) = (0, letters.cased, letters.capitals)
        CodePointTable.withTable { table in
            var at = 0
            while at < bytes.count {
                length += 1
                guard bytes[at] >= 0x80 else {
                    at += 1
                    continue
                }
                let (scalar, width) = UTF8Text.scalar(in: bytes, at: at)
                at += width
                // Han, kana, Hangul and what stands between them have no capitals.
                if (0x2E80...0xFEFF).contains(scalar) { continue }
                let entry = table.entry(of: scalar)
                if entry.isCased { cased += 1 }
                if entry.isCapital { capitals += 1 }
            }
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
