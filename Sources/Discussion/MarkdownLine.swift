/// The emphasis, code and links of one line, found in one pass: no delimiter is looked at twice.
///
/// A subset of CommonMark 0.31. What may open is the last of its kind before what closes it, and
/// what stands open between the two stays text; so at most four are open at a time, and nothing is
/// searched back for.
struct MarkdownLine {
    /// Something that is not text as it stands.
    struct Mark {
        enum Kind {
            case opening(isStrong: Bool)
            case closing(isStrong: Bool)
            /// Not shown: the backslash before a sign.
            case escape
            case code(Range<Int>)
            case link(text: Range<Int>, address: Range<Int>)
        }

        let range: Range<Int>
        let kind: Kind
        /// False for what might have been closed and was not.
        var isUsed = true
    }

    private let body: UnsafeBufferPointer<UInt8>
    private let end: Int
    private let start: Int
    /// Whether a star means anything: not where rules have put stars over words.
    private let takesStars: Bool
    private(set) var marks: [Mark] = []
    /// Of each kind of emphasis where in `marks` it was opened, see `kind`.
    private var open: InlineArray<4, Int?> = [nil, nil, nil, nil]
    /// Lengths of runs of backticks, as bits, that come no more in this line.
    private var missingTicks: UInt = 0
    /// An address begins no sooner than this.
    private var floor: Int

    /// Longer runs of backticks enclose no code.
    private static let maxTicks = 8

    init(_ body: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, takesStars: Bool) {
        self.body = body
        self.takesStars = takesStars
        (start, end, floor) = (range.lowerBound, range.upperBound, range.lowerBound)
        var at = start
        while at < end { at = step(at) }
    }

    /// Looks at one sign, and gives where it goes on.
    private mutating func step(_ at: Int) -> Int {
        switch body[at] {
        case 0x5C: escape(at)
        case 0x60: code(at)
        case 0x5B: link(at) ?? at + 1
        case 0x3A: address(at) ?? at + 1
        case 0x2A where takesStars: emphasis(at)
        case 0x5F: emphasis(at)
        default: at + 1
        }
    }

    private mutating func add(_ range: Range<Int>, _ kind: Mark.Kind) -> Int {
        marks.append(Mark(range: range, kind: kind))
        floor = range.upperBound
        return range.upperBound
    }

    private mutating func escape(_ at: Int) -> Int {
        guard at + 1 < end else { return at + 1 }
        switch body[at + 1] {
        case 0x2A, 0x5B, 0x5F, 0x60: return add(at..<at + 1, .escape) + 1
        default: return at + 1
        }
    }

    /// Where a run of one byte ends.
    private func runEnd(_ at: Int) -> Int {
        var next = at
        while next < end, body[next] == body[at] { next += 1 }
        return next
    }

    private mutating func code(_ at: Int) -> Int {
        let first = runEnd(at)
        let count = first - at
        guard count <= Self.maxTicks, missingTicks & 1 << UInt(count) == 0 else { return first }
        var next = first
        while next < end {
            guard body[next] == 0x60 else {
                next += 1
                continue
            }
            let runEnd = runEnd(next)
            if runEnd - next == count {
                return add(at..<runEnd, .code(withoutPadding(first..<next)))
            }
            next = runEnd
        }
        missingTicks |= 1 << UInt(count)
        return first
    }

    /// One space on either side keeps a backtick apart from those around the code.
    private func withoutPadding(_ range: Range<Int>) -> Range<Int> {
        let isPadded =
            range.count > 2 && body[range.lowerBound] == 0x20 && body[range.upperBound - 1] == 0x20
        return isPadded ? range.lowerBound + 1..<range.upperBound - 1 : range
    }

    /// `[text](address)`. Neither part holds a bracket, so that no byte is looked at for two links.
    private mutating func link(_ at: Int) -> Int? {
        var close = at + 1
        while close < end, body[close] != 0x5B, body[close] != 0x5D { close += 1 }
        guard close + 1 < end, body[close] == 0x5D, body[close + 1] == 0x28, close > at + 1
        else { return nil }
        let first = close + 2
        var (next, depth) = (first, 0)
        scan: while next < end {
            switch body[next] {
            case ...0x20, 0x22, 0x27, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D, 0x60: return nil
            case 0x28: depth += 1
            case 0x29:
                if depth == 0 { break scan }
                depth -= 1
            default: break
            }
            next += 1
        }
        guard next < end, SafeHTML.isAllowedAddress(body, first..<next) else { return nil }
        return add(at..<next + 1, .link(text: at + 1..<close, address: first..<next))
    }

    /// An address as it stands; signs at its end are no part of it.
    private mutating func address(_ at: Int) -> Int? {
        guard let range = SafeHTML.link(body, aroundColon: at, after: floor) else { return nil }
        var last = min(range.upperBound, end)
        while last > at + 3, body[last - 1] == 0x2A || body[last - 1] == 0x5F { last -= 1 }
        guard last > at + 3 else { return nil }
        let address = range.lowerBound..<last
        return add(address, .link(text: address, address: address))
    }
}

/// Emphasis: one star or underscore, strong with two, both with three.
extension MarkdownLine {
    private func kind(_ sign: UInt8, _ count: Int) -> Int {
        (sign == 0x2A ? 0 : 2) + count - 1
    }

    private mutating func emphasis(_ at: Int) -> Int {
        let next = runEnd(at)
        let (sign, count) = (body[at], next - at)
        guard count <= 3 else { return next }
        let before = at > start ? body[at - 1] : 0x20
        let after = next < end ? body[next] : 0x20
        // Underscores are parts of names; stars may stand between letters that need no spaces.
        let isWord = { (byte: UInt8) in
            0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte >= 0x80 && sign == 0x5F
        }
        // Three are two and one, the two outside.
        let isOpen =
            (count == 2 || open[kind(sign, 1)] != nil) && (count == 1 || open[kind(sign, 2)] != nil)
        if before > 0x20, !isWord(after), isOpen {
            if count != 2 { close(sign, 1, at) }
            if count != 1 { close(sign, 2, next - 2) }
        } else if after > 0x20, !isWord(before) {
            if count != 1 { begin(sign, 2, at) }
            if count != 2 { begin(sign, 1, next - 1) }
        }
        return next
    }

    private mutating func begin(_ sign: UInt8, _ count: Int, _ place: Int) {
        open[kind(sign, count)] = marks.count
        marks.append(
            Mark(
                range: place..<place + count, kind: .opening(isStrong: count == 2), isUsed: false))
    }

    private mutating func close(_ sign: UInt8, _ count: Int, _ place: Int) {
        guard let opening = open[kind(sign, count)] else { return }
        marks[opening].isUsed = true
        marks.append(
            Mark(range: place..<place + count, kind: .closing(isStrong: count == 2)))
        // What was opened in between would reach over the end.
        for other in 0..<4 {
            if let place = open[other], place >= opening { open[other] = nil }
        }
    }
}
