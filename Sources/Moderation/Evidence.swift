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

    /// Of a body that no rule looks at.
    init() {
        (words, patterns, links) = ([], [], [])
        length = 0
        letters = (0, 0)
    }

    init(_ body: String, _ words: WordMatcher, _ patterns: PatternMatcher) {
        let text = NormalizedText(body)
        self.words = words.places(in: text)
        self.patterns = patterns.places(in: text)
        links = Link.links(in: text).map { ($0, text.span(of: $0.place)) }
        var length = 0
        var cased = 0
        var capitals = 0
        for scalar in body.unicodeScalars {
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
        self.length = length
        letters = (cased, capitals)
    }
}

/// That a condition holds, and why.
struct Finding {
    /// For people; put into words only where a whole rule hits.
    let detail: @Sendable () -> String
    /// Where, in code points of the body; empty where it is not the text that was looked at.
    var places: [Range<Int>]

    init(detail: @autoclosure @escaping @Sendable () -> String, places: [Range<Int>] = []) {
        self.detail = detail
        self.places = places
    }
}
