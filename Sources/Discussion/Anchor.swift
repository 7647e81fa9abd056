/// A passage of a page that a comment is about: a TextQuoteSelector with, where they are given, the
/// offsets of a TextPositionSelector (W3C Web Annotation Data Model, 4.2.4 and 4.2.5).
public struct Anchor: Sendable, Hashable {
    /// The passage as it stood in the page.
    public let exact: String
    /// What stood before it, empty where that is not known.
    public let prefix: String
    /// What stood behind it, empty where that is not known.
    public let suffix: String
    /// Where it began, in code points.
    public let start: Int?

    /// A passage, with as much of its surroundings and its place as is known.
    public init(exact: String, prefix: String = "", suffix: String = "", start: Int? = nil) {
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
        self.start = start
    }

    /// Two anchors are one passage where all four are the same, byte for byte: `String ==` is slow
    /// on runs of combining marks, and would take other spellings for the same.
    public static func == (left: Anchor, right: Anchor) -> Bool {
        left.start == right.start && left.exact.utf8.elementsEqual(right.exact.utf8)
            && left.prefix.utf8.elementsEqual(right.prefix.utf8)
            && left.suffix.utf8.elementsEqual(right.suffix.utf8)
    }

    /// Of the bytes, as `==` compares them.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        for text in [exact, prefix, suffix] {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// How a passage was found in a page's present text.
    public enum Match: String, Sendable, CaseIterable {
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
    public struct Place: Sendable, Equatable {
        /// In code points; nil where the passage is lost.
        public let range: Range<Int>?
        /// How the passage was found; `lost` only where there is no range.
        public let match: Match
        /// 1 − edit distance / length of the longer one; 0 where the passage is lost.
        public let similarity: Double

        static let lost = Place(range: nil, match: .lost, similarity: 0)
    }
}
