/// Text as passages are compared: code points, each run of white space as one space.
struct PageText {
    private(set) var points: [UInt32] = []
    /// For each point where it stands in the text itself, in code points.
    private(set) var places: [Int32] = []
    /// How many code points the text itself has.
    private(set) var length = 0

    static let space: UInt32 = 0x20

    init(_ text: String) {
        points.reserveCapacity(text.utf8.count)
        places.reserveCapacity(text.utf8.count)
        append(text)
    }

    /// Adds text, and gives its length in code points.
    @discardableResult
    mutating func append(_ text: String) -> Int {
        let start = length
        for scalar in text.unicodeScalars {
            if !Self.isSpace(scalar.value) {
                points.append(scalar.value)
                places.append(Int32(length))
            } else if points.last != Self.space {
                points.append(Self.space)
                places.append(Int32(length))
            }
            length += 1
        }
        return length - start
    }

    /// White_Space of the Unicode Character Database, `PropList.txt`.
    private static func isSpace(_ value: UInt32) -> Bool {
        switch value {
        case 0x21...0x7E: false
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000:
            true
        default: false
        }
    }

    /// The first point that stands at an offset in the text itself, or behind it.
    func index(of place: Int) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(places[middle]) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where in the text itself points stand that neither begin nor end with a space.
    func range(of points: Range<Int>) -> Range<Int> {
        Int(places[points.lowerBound])..<Int(places[points.upperBound - 1]) + 1
    }

    /// How long the white space is, in the text itself, that stands next to points.
    func blanks(around range: Range<Int>) -> (before: Int, behind: Int) {
        let (low, high) = (range.lowerBound, range.upperBound)
        let isBlank = { (index: Int) in
            points.indices.contains(index) && points[index] == Self.space
        }
        let end = high + 1 < points.count ? Int(places[high + 1]) : length
        return (
            isBlank(low - 1) ? Int(places[low] - places[low - 1]) : 0,
            isBlank(high) ? end - Int(places[high]) : 0
        )
    }

    /// How many bytes of UTF-8 points take: by that, a Chinese character says as much as three
    /// Latin letters.
    static func bytes(_ points: ArraySlice<UInt32>) -> Int {
        points.reduce(0) { $0 + width($1) }
    }

    /// How many bytes of UTF-8 a point takes.
    @inline(__always)
    static func width(_ point: UInt32) -> Int {
        point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    }
}
