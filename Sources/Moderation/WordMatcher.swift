/// Finds the words and phrases of any number of lists: in a text as it stands, and in what may be
/// hidden in it.
struct WordMatcher: Sendable {
    /// The words as they stand.
    private let plain: WordIndex
    /// The same words as `RevealedText` writes them.
    private let hidden: WordIndex
    /// How many words on either side of a hidden one a phrase can reach.
    private let neighbours: Int
    private let listCount: Int
    private let revealers = Revealers()

    /// A matcher of nothing.
    init() {
        plain = WordIndex()
        hidden = WordIndex()
        neighbours = 0
        listCount = 0
    }

    init(lists: [WordList], _ forms: inout CompiledForms) throws(CompileFailure) {
        var plain = WordIndex()
        var hidden = WordIndex()
        var neighbours = 0
        for (index, list) in lists.enumerated() {
            for word in list.words {
                plain.add(word, WordIndex.Use(list: index, match: list.match, counts: []))
                guard let listed = RevealedText.listed(word) else { continue }
                neighbours = max(neighbours, min(listed.words - 1, Self.maxNeighbours))
                hidden.add(
                    listed.bytes,
                    WordIndex.Use(list: index, match: list.match, counts: listed.counts))
            }
        }
        try plain.compile(&forms)
        try hidden.compile(&forms)
        self.plain = plain
        self.hidden = hidden
        self.neighbours = neighbours
        listCount = lists.count
    }

    /// A phrase of more words is found where it stands, and where those next to the hidden word
    /// are among so many.
    private static let maxNeighbours = 8

    /// For each list the places of its words, in code points of the body, in order and apart.
    func places(in text: NormalizedText) -> PlaceLists {
        guard !plain.isEmpty else { return PlaceLists() }
        let text = text.collapsingWhiteSpace()
        var found: [Places] = []
        func take(_ place: Range<Int>, _ list: Int) {
            // In most texts none is found.
            if found.isEmpty { found = Array(repeating: Places(), count: listCount) }
            found[list].take(place)
        }
        text.bytes.withUnsafeBufferPointer { bytes in
            plain.search(bytes) { use, range in
                take(text.span(of: range), use.list)
            }
        }
        if !hidden.isEmpty {
            revealers.reveal(text, neighbours: neighbours) { revealed in
                revealed.bytes.withElements { bytes in
                    hidden.search(bytes) { use, range in
                        guard
                            revealed.fits(use.counts, range, isInside: use.match == .anywhere)
                        else { return }
                        let span = revealed.span(of: range)
                        if !span.isEmpty { take(span, use.list) }
                    }
                }
            }
        }
        return PlaceLists(found) { $0.settled }
    }
}
