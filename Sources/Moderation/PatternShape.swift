/// What a pattern would cost to compile, read off its text before the library sees it.
///
/// Only the weight is judged here; whether the pattern is well formed is Vectorscan's to say.
struct PatternShape {
    /// The highest bound of a repeat, `{m,n}`.
    private(set) var highestBound = 0
    /// How many single characters and classes stand in it once repeats are written out.
    private(set) var weight = 0
    /// How many of them are `\w`, `\d` and their like, which have hundreds of ranges in Unicode.
    private(set) var wideWeight = 0
    /// Whether it asks for word boundaries.
    private(set) var hasWordBoundary = false

    /// The weights of one group, so that a repeat behind it can multiply them.
    private struct Group {
        var weight = 0
        var wide = 0
        /// The last atom's share, which a repeat multiplies.
        var lastWeight = 0
        var lastWide = 0

        mutating func add(weight: Int, wide: Int) {
            self.weight = min(self.weight + weight, 1 << 30)
            self.wide = min(self.wide + wide, 1 << 30)
            lastWeight = weight
            lastWide = wide
        }

        mutating func repeatLast(_ times: Int) {
            add(weight: lastWeight * (times - 1), wide: lastWide * (times - 1))
            lastWeight = min(lastWeight * (times - 1) + lastWeight, 1 << 30)
        }
    }

    init(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        var groups = [Group()]
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\\"):
                let escaped = at < bytes.count ? bytes[at] : 0
                at += 1
                if escaped | 0x20 == UInt8(ascii: "b") { hasWordBoundary = true }
                groups[groups.count - 1].add(weight: 1, wide: Self.isWide(escaped) ? 1 : 0)
            case UInt8(ascii: "["):
                let isWide = Self.skipClass(bytes, &at)
                groups[groups.count - 1].add(weight: 1, wide: isWide ? 1 : 0)
            case UInt8(ascii: "("): groups.append(Group())
            case UInt8(ascii: ")"):
                guard groups.count > 1, let group = groups.popLast() else { continue }
                groups[groups.count - 1].add(weight: group.weight, wide: group.wide)
            case UInt8(ascii: "{"):
                guard let bound = Self.bound(bytes, &at) else {
                    groups[groups.count - 1].add(weight: 1, wide: 0)
                    continue
                }
                highestBound = max(highestBound, bound)
                groups[groups.count - 1].repeatLast(max(1, min(bound, 1 << 10)))
            default: groups[groups.count - 1].add(weight: 1, wide: 0)
            }
        }
        weight = min(groups.reduce(0) { $0 + $1.weight }, 1 << 30)
        wideWeight = min(groups.reduce(0) { $0 + $1.wide }, 1 << 30)
    }

    private static func isWide(_ escaped: UInt8) -> Bool {
        "wWdDpPX".utf8.contains(escaped)
    }

    /// Moves behind the class's `]`; whether a wide class stands in it.
    private static func skipClass(_ bytes: [UInt8], _ at: inout Int) -> Bool {
        var isWide = false
        if at < bytes.count, bytes[at] == UInt8(ascii: "^") { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "]") { at += 1 }
        while at < bytes.count, bytes[at] != UInt8(ascii: "]") {
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count {
                at += 1
                if Self.isWide(bytes[at]) { isWide = true }
            }
            at += 1
        }
        at += 1
        return isWide
    }

    /// Reads `m}`, `m,}` or `m,n}` and gives the higher number; nil, and nothing read, where it is
    /// none of these.
    private static func bound(_ bytes: [UInt8], _ at: inout Int) -> Int? {
        var highest = 0
        var number = 0
        var digits = 0
        var index = at
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x30...0x39:
                number = min(number * 10 + Int(byte - 0x30), 1 << 20)
                digits += 1
            case UInt8(ascii: ","): (highest, number) = (max(highest, number), 0)
            case UInt8(ascii: "}"):
                guard digits > 0 else { return nil }
                at = index
                return max(highest, number)
            default: return nil
            }
        }
        return nil
    }
}
