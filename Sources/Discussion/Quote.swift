/// An anchor's passage between its surroundings, as it is looked for.
struct Quote {
    /// So many points of what stands on either side are looked at, those next to the passage.
    static let maxSurrounding = 64

    /// The passage with its surroundings.
    let points: [UInt32]
    /// The passage in `points`; no space at its ends, empty where it is all white space.
    let range: Range<Int>
    /// Where the passage without the white space at its ends began in the page's text.
    let start: Int?
    /// White space that the passage had at its ends, in code points.
    let margins: (before: Int, behind: Int)
    /// The surroundings without spaces at their ends.
    let before: Range<Int>
    let behind: Range<Int>

    init(_ anchor: Anchor) {
        var text = PageText(anchor.prefix)
        let first = text.length
        text.append(anchor.exact)
        let end = text.length
        text.append(anchor.suffix)
        var (low, high) = (text.index(of: first), text.index(of: end))
        if low < high, text.points[low] == PageText.space { low += 1 }
        if low < high, text.points[high - 1] == PageText.space { high -= 1 }
        points = text.points
        range = low..<high
        guard low < high else {
            (start, margins, before, behind) = (nil, (0, 0), 0..<0, 0..<0)
            return
        }
        let place = text.range(of: range)
        margins = (max(0, place.lowerBound - first), max(0, end - place.upperBound))
        start = anchor.start.map { [margins] in $0 + margins.before }
        let isSpace = { [points] (index: Int) in points[index] == PageText.space }
        var (near, far) = (low, max(0, low - Self.maxSurrounding))
        if near > far, isSpace(near - 1) { near -= 1 }
        if far < near, isSpace(far) { far += 1 }
        before = far..<near
        (near, far) = (high, min(points.count, high + Self.maxSurrounding))
        if near < far, isSpace(near) { near += 1 }
        if near < far, isSpace(far - 1) { far -= 1 }
        behind = near..<far
    }

    /// How many bytes of UTF-8 the passage takes.
    var bytes: Int { PageText.bytes(points[range]) }

    /// The passage with the surroundings that are looked at.
    var whole: Range<Int> {
        min(before.lowerBound, range.lowerBound)..<max(behind.upperBound, range.upperBound)
    }

    /// Whether the passage stands in a text at an index.
    func stands(in text: [UInt32], at index: Int) -> Bool {
        guard index >= 0, index + range.count <= text.count else { return false }
        return text.withUnsafeBufferPointer { text in
            points.withUnsafeBufferPointer { points in
                for offset in 0..<range.count
                where text[index + offset] != points[range.lowerBound + offset] { return false }
                return true
            }
        }
    }
}
