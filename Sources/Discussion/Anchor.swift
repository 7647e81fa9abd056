/// A passage of a page that a comment is about: a TextQuoteSelector with, where they are given, the
/// offsets of a TextPositionSelector (W3C Web Annotation Data Model, 4.2.4 and 4.2.5).
package struct Anchor: Sendable, Hashable {
    /// The passage as it stood in the page.
    package let exact: String
    /// What stood before it, empty where that is not known.
    package let prefix: String
    /// What stood behind it, empty where that is not known.
    package let suffix: String
    /// Where it began, in code points.
    package let start: Int?

    package init(exact: String, prefix: String = "", suffix: String = "", start: Int? = nil) {
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
        self.start = start
    }

    /// Two anchors are one passage where all four are the same, byte for byte: `String ==` is slow
    /// on runs of combining marks, and would take other spellings for the same.
    package static func == (left: Anchor, right: Anchor) -> Bool {
        left.start == right.start && left.exact.utf8.elementsEqual(right.exact.utf8)
            && left.prefix.utf8.elementsEqual(right.prefix.utf8)
            && left.suffix.utf8.elementsEqual(right.suffix.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        for text in [exact, prefix, suffix] {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// How a passage was found in a page's present text.
    package enum Match: String, Sendable, CaseIterable {
        /// At its old place, or, where none was given, in one place only.
        case exact
        /// Unchanged, in another place.
        case moved
        /// Changed.
        case fuzzy
        /// Not found.
        case lost
    }

    /// Where a passage is in a page's present text.
    package struct Place: Sendable, Equatable {
        /// In code points; nil where the passage is lost.
        package let range: Range<Int>?
        package let match: Match
        /// 1 − edit distance / length of the longer one; 0 where the passage is lost.
        package let similarity: Double

        static let lost = Place(range: nil, match: .lost, similarity: 0)
    }
}
