import Discussion
import Testing

@Suite("Finding a passage again")
struct AnchorLocatorTests {
    private static let text = """
        The old bridge stays open for three years. The sea wall comes first, and the bridge after \
        it. Nobody in the gallery thought that the report would be on time.
        """

    /// The anchor of the passage that stands in `text` for the `occurrence`-th time.
    private func anchor(
        _ passage: String, in text: String = text, occurrence: Int = 0, withPlace: Bool = true
    ) -> Anchor {
        let found = text.ranges(of: passage)[occurrence]
        let start = text.unicodeScalars.distance(
            from: text.startIndex, to: found.lowerBound)
        return Anchor(
            exact: passage, prefix: String(text[..<found.lowerBound].suffix(32)),
            suffix: String(text[found.upperBound...].prefix(32)), start: withPlace ? start : nil)
    }

    /// What stands at the place in a text.
    private func words(_ place: Anchor.Place, in text: String) -> String? {
        place.range.map { range in
            let scalars = Array(text.unicodeScalars)[range]
            return String(String.UnicodeScalarView(scalars))
        }
    }

    private func find(_ anchor: Anchor, in text: String) -> (match: Anchor.Match, words: String?) {
        var locator = AnchorLocator(text)
        let place = locator.place(of: anchor)
        return (place.match, words(place, in: text))
    }

    @Test("In the same text it is exact, whatever it is", arguments: ["sea wall", "it", "T", "."])
    func same(_ passage: String) {
        let found = find(anchor(passage), in: Self.text)
        #expect(found == (.exact, passage))
    }

    @Test("Text before it moves it, and offsets count code points")
    func moved() {
        let text = "한국어 🌉 e\u{301}. " + Self.text
        var locator = AnchorLocator(text)
        let anchor = anchor("sea wall")
        let place = locator.place(of: anchor)
        #expect(place.match == .moved && place.similarity == 1)
        #expect(place.range == ((anchor.start ?? 0) + 10)..<((anchor.start ?? 0) + 18))
    }

    @Test("Without an old place it is exact where it stands once, else its surroundings decide")
    func withoutPlace() {
        #expect(find(Anchor(exact: "sea wall"), in: "A new sea wall.") == (.exact, "sea wall"))
        let anchor = anchor("bridge", occurrence: 1, withPlace: false)
        var locator = AnchorLocator(Self.text)
        let place = locator.place(of: anchor)
        #expect(place.match == .moved)
        #expect(place.range?.lowerBound == self.anchor("bridge", occurrence: 1).start)
    }

    @Test("White space in it and around it may be another")
    func whiteSpace() {
        let text = Self.text.replacing("sea wall comes", with: "sea\n\t wall\u{3000}comes")
        #expect(find(anchor("sea wall comes first"), in: text).match == .exact)
        #expect(
            find(anchor("sea wall comes first"), in: text).words
                == "sea\n\t wall\u{3000}comes first")
        #expect(find(anchor(" sea wall "), in: Self.text) == (.exact, " sea wall "))
        let joined = Self.text.replacing("The sea wall", with: "\"sea wall\"")
        #expect(find(anchor(" sea wall "), in: joined).words == "sea wall\"".dropLast().description)
    }

    @Test("A passage that was changed is found with how like it is")
    func fuzzy() {
        let text = Self.text.replacing("sea wall comes first", with: "sea walls come last")
        var locator = AnchorLocator(text)
        let place = locator.place(of: anchor("sea wall comes first"))
        #expect(place.match == .fuzzy)
        #expect(words(place, in: text) == "sea walls come last")
        #expect(place.similarity > 0.6 && place.similarity < 1)
        let short = Self.text.replacing("wall", with: "walls")
        #expect(find(anchor("sea wall comes"), in: short).words == "sea walls comes")
    }

    @Test("A passage that was taken out is lost, even where its words stand elsewhere")
    func lost() {
        let gone = Self.text.replacing(
            " The sea wall comes first, and the bridge after it.", with: "")
        #expect(find(anchor("bridge", occurrence: 1), in: gone) == (.lost, nil))
        #expect(find(anchor("The sea wall comes first"), in: gone) == (.lost, nil))
        #expect(find(anchor("first"), in: "") == (.lost, nil))
        #expect(find(Anchor(exact: " \n"), in: Self.text) == (.lost, nil))
    }

    @Test("Of equal passages the one with the right surroundings is taken, then the nearest")
    func equal() {
        let row = "| yes | no |\n"
        let table = "Ann\n" + row + "Ben\n" + row + "Cleo\n" + row
        let second = anchor("| yes", in: table, occurrence: 1)
        let added = "Abe\n" + row + table
        let start = anchor("| yes", in: added, occurrence: 2).start
        var locator = AnchorLocator(added)
        #expect(locator.place(of: second).range?.lowerBound == start)
        // Nothing tells them apart but how far they are.
        let alike = String(repeating: "the same again and ", count: 50)
        let anchor = Anchor(exact: "the same", start: 19 * 7 + 3)
        locator = AnchorLocator(alike)
        #expect(locator.place(of: anchor).range?.lowerBound == 19 * 7)
    }

    @Test("A whole paragraph that went elsewhere is found there")
    func paragraph() {
        let paragraph = "The council will count the people on the bridge, two hundred at most."
        let text = Self.text + "\n\n" + paragraph
        let moved = paragraph + "\n\n" + Self.text
        #expect(find(anchor(paragraph, in: text), in: moved) == (.moved, paragraph))
    }

    @Test(
        "What one passage costs is bounded, whatever the text holds",
        arguments: ["a", "ab", "the same again ", "a ", "가", "aaaaaaab"])
    func bounded(_ piece: String) {
        let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
        var locator = AnchorLocator(text)
        for length in [1, 7, 60, 1900] {
            let exact = String(repeating: piece, count: max(1, length / piece.utf8.count))
            let around = String(repeating: piece, count: 20)
            for start in [0, 50_000, 1_000_000_000] {
                let before = locator.work
                _ = locator.place(
                    of: Anchor(
                        exact: exact + "x", prefix: around + "y", suffix: "z" + around, start: start
                    ))
                _ = locator.place(
                    of: Anchor(exact: exact, prefix: "y" + around, suffix: around, start: start))
                #expect(locator.work - before < 2_500_000, "\(length) \(start)")
            }
        }
    }
}
