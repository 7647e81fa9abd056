/// What a pattern would cost to compile, read off its text before the library sees it.
///
/// Only the cost is judged here; whether the pattern is well formed is Vectorscan's to say. Costs
/// are in units of 50 µs of a processor, as measured on one of 2024 with Vectorscan 5.4: single
/// characters and classes of ASCII cost next to nothing; what matches most of Unicode some; and
/// Unicode's own classes, of hundreds of ranges in UTF-8, up to two thousand times as much.
struct PatternShape {
    /// The highest bound of a repeat, `{m,n}`.
    private(set) var highestBound = 0
    /// How many single characters and classes stand in it once repeats are written out.
    private(set) var weight = 0
    /// How many of them are `\w`, `\d` and their like.
    private(set) var wideWeight = 0
    /// What it costs where `\w`, `\d` and their like mean ASCII.
    private(set) var cost = 0
    /// What it costs besides where they mean Unicode.
    private(set) var wideCost = 0
    /// Whether it asks for word boundaries.
    private(set) var hasWordBoundary = false

    /// How often the last atom may stand.
    private enum Times {
        case exactly(Int)
        /// A loop: the atom stands there once, with more ways on.
        case endless
        /// Each copy leads to all later ones.
        case between(Int)
    }

    /// The costs of an atom or of a group, which a repeat multiplies.
    private struct Cost {
        var weight = 0
        var wideWeight = 0
        var narrow = 0
        var wide = 0

        static func + (left: Cost, right: Cost) -> Cost {
            Cost(
                weight: min(left.weight + right.weight, 1 << 30),
                wideWeight: min(left.wideWeight + right.wideWeight, 1 << 30),
                narrow: min(left.narrow + right.narrow, 1 << 30),
                wide: min(left.wide + right.wide, 1 << 30))
        }

        func repeated(_ times: Times) -> Cost {
            let (copies, narrowHalves, wides) =
                switch times {
                case .exactly(let count): (count, 2, 1)
                case .endless: (1, 2, 2)
                case .between(let count): (count, 3, 4)
                }
            return Cost(
                weight: min(weight * copies, 1 << 30),
                wideWeight: min(wideWeight * copies, 1 << 30),
                narrow: min(narrow * copies * narrowHalves / 2, 1 << 30),
                wide: min(wide * copies * wides, 1 << 30))
        }
    }

    /// What stands in a group up to now.
    private struct Group {
        private var before = Cost()
        private var last = Cost()

        var all: Cost { before + last }

        mutating func add(_ cost: Cost) {
            before = all
            last = cost
        }

        mutating func repeatLast(_ times: Times) { last = last.repeated(times) }
    }

    init(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        var groups = [Group()]
        var at = 0
        func add(_ cost: Cost) { groups[groups.count - 1].add(cost) }
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\\"):
                let escaped = at < bytes.count ? bytes[at] : 0
                at += 1
                if escaped | 0x20 == UInt8(ascii: "b") { hasWordBoundary = true }
                add(Self.cost(escaped: escaped))
            case UInt8(ascii: "["): add(Self.readClass(bytes, &at))
            case UInt8(ascii: "("): groups.append(Group())
            case UInt8(ascii: ")"):
                guard groups.count > 1, let group = groups.popLast() else { continue }
                add(group.all)
            case UInt8(ascii: "."): add(Cost(weight: 1, narrow: Self.broad))
            case UInt8(ascii: "+"), UInt8(ascii: "*"): groups[groups.count - 1].repeatLast(.endless)
            case UInt8(ascii: "{"):
                guard let (least, most) = Self.bounds(bytes, &at) else {
                    add(Cost(weight: 1, narrow: 1))
                    continue
                }
                highestBound = max(highestBound, most)
                let copies = max(1, min(most, 1 << 10))
                groups[groups.count - 1].repeatLast(
                    least == most ? .exactly(copies) : .between(copies))
            default: add(Cost(weight: 1, narrow: 1))
            }
        }
        let all = groups.reduce(Cost()) { $0 + $1.all }
        (weight, wideWeight) = (all.weight, all.wideWeight)
        (cost, wideCost) = (all.narrow, all.wide)
    }

    /// What matches a few ranges.
    private static let narrow = 5
    /// What matches most of Unicode, in each of its lengths in UTF-8.
    private static let broad = 20

    private static func cost(escaped: UInt8) -> Cost {
        let wide =
            switch escaped {
            case UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "p"), UInt8(ascii: "P"),
                UInt8(ascii: "X"):
                2000
            case UInt8(ascii: "d"), UInt8(ascii: "D"): 50
            case UInt8(ascii: "s"), UInt8(ascii: "S"): 40
            default: 0
            }
        let isNegated = wide > 0 && escaped & 0x20 == 0
        return Cost(
            weight: 1, wideWeight: wide >= 50 ? 1 : 0,
            narrow: isNegated ? broad : wide > 0 ? narrow : 1, wide: wide)
    }

    /// The cost of the class that begins here; moves behind its `]`.
    private static func readClass(_ bytes: [UInt8], _ at: inout Int) -> Cost {
        var cost = Cost(weight: 1, narrow: narrow)
        if at < bytes.count, bytes[at] == UInt8(ascii: "^") {
            cost.narrow = broad
            at += 1
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "]") { at += 1 }
        while at < bytes.count, bytes[at] != UInt8(ascii: "]") {
            if bytes[at] >= 0x80 { cost.narrow = broad }
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count {
                at += 1
                let escaped = Self.cost(escaped: bytes[at])
                cost.wideWeight = max(cost.wideWeight, escaped.wideWeight)
                cost.narrow = max(cost.narrow, escaped.narrow)
                cost.wide = max(cost.wide, escaped.wide)
            }
            at += 1
        }
        at += 1
        return cost
    }

    /// Reads `m}`, `m,}` or `m,n}`: the lower and the higher number, of which the latter is the
    /// former where there is none; nil, and nothing read, where it is none of these.
    private static func bounds(_ bytes: [UInt8], _ at: inout Int) -> (least: Int, most: Int)? {
        var least: Int?
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
            case UInt8(ascii: ","): (least, number) = (max(least ?? 0, number), 0)
            case UInt8(ascii: "}"):
                guard digits > 0 else { return nil }
                at = index
                return (least ?? number, max(least ?? 0, number))
            default: return nil
            }
        }
        return nil
    }
}
