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
    /// What stands in it that changes how the rest is read, so that its cost could not be told.
    private(set) var problem: String?

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
        /// Where classes mean Unicode.
        var wide = 0
        /// Of what means Unicode in any case.
        var unicode = 0

        static func + (left: Cost, right: Cost) -> Cost {
            Cost(
                weight: min(left.weight + right.weight, 1 << 30),
                wideWeight: min(left.wideWeight + right.wideWeight, 1 << 30),
                narrow: min(left.narrow + right.narrow, 1 << 30),
                wide: min(left.wide + right.wide, 1 << 30),
                unicode: min(left.unicode + right.unicode, 1 << 30))
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
                wide: min(wide * copies * wides, 1 << 30),
                unicode: min(unicode * copies * wides, 1 << 30))
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
        var reader = Reader(bytes: Array(pattern.utf8))
        var groups = [Group()]
        func add(_ cost: Cost) { groups[groups.count - 1].add(cost) }
        while let byte = reader.next() {
            switch byte {
            case UInt8(ascii: "\\"):
                if reader.rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "b") {
                    hasWordBoundary = true
                }
                if reader.skip("Q") {
                    for _ in 0..<reader.skipQuoted() { add(Self.single) }
                } else {
                    add(Self.readEscape(&reader))
                }
            case UInt8(ascii: "["): add(Self.readClass(&reader))
            case UInt8(ascii: "("):
                if reader.skip("?#") {
                    reader.skip(behind: ")")
                    continue
                }
                if let sign = reader.strangeGroup { problem = "has \(sign)" }
                groups.append(Group())
            case UInt8(ascii: ")"):
                guard groups.count > 1, let group = groups.popLast() else { continue }
                add(group.all)
            case UInt8(ascii: "."): add(Cost(weight: 1, narrow: Self.broad))
            case UInt8(ascii: "+"), UInt8(ascii: "*"): groups[groups.count - 1].repeatLast(.endless)
            case UInt8(ascii: "{"):
                guard let (least, most) = reader.bounds() else {
                    add(Self.single)
                    continue
                }
                highestBound = max(highestBound, most)
                let copies = max(1, min(most, 1 << 10))
                groups[groups.count - 1].repeatLast(
                    least == most ? .exactly(copies) : .between(copies))
            default: add(Self.single)
            }
        }
        let all = groups.reduce(Cost()) { $0 + $1.all }
        (weight, wideWeight) = (all.weight, all.wideWeight)
        (cost, wideCost) = (all.narrow + all.unicode, all.wide)
    }

    private static let single = Cost(weight: 1, narrow: 1)
    /// What matches a few ranges.
    private static let narrow = 5
    /// What matches most of Unicode, in each of its lengths in UTF-8.
    private static let broad = 20
    /// What has hundreds of ranges all over Unicode.
    private static let scattered = 2000

    /// The cost of the escape that begins here; moves behind it.
    private static func readEscape(_ reader: inout Reader) -> Cost {
        guard let letter = reader.next() else { return single }
        let isNegated = letter & 0x20 == 0
        func wide(_ cost: Int) -> Cost {
            Cost(
                weight: 1, wideWeight: cost >= 50 ? 1 : 0, narrow: isNegated ? broad : narrow,
                wide: cost)
        }
        switch letter {
        case UInt8(ascii: "w"), UInt8(ascii: "W"): return wide(scattered)
        case UInt8(ascii: "d"), UInt8(ascii: "D"): return wide(50)
        case UInt8(ascii: "s"), UInt8(ascii: "S"): return wide(40)
        case UInt8(ascii: "p"), UInt8(ascii: "P"):
            // One letter, or a name in braces.
            if reader.skip("{") { reader.skip(behind: "}") } else { _ = reader.next() }
            return Cost(weight: 1, unicode: scattered)
        case UInt8(ascii: "H"), UInt8(ascii: "V"), UInt8(ascii: "N"), UInt8(ascii: "X"):
            return Cost(weight: 1, narrow: broad)
        case UInt8(ascii: "x"), UInt8(ascii: "o"):
            if reader.skip("{") { reader.skip(behind: "}") }
            return single
        case UInt8(ascii: "c"):
            _ = reader.next()
            return single
        default: return single
        }
    }

    /// The cost of the class that begins here; moves behind its `]`.
    private static func readClass(_ reader: inout Reader) -> Cost {
        var cost = Cost(weight: 1, narrow: reader.skip("^") ? broad : narrow)
        func take(_ other: Cost) {
            cost.wideWeight = max(cost.wideWeight, other.wideWeight)
            cost.narrow = max(cost.narrow, other.narrow)
            cost.wide = max(cost.wide, other.wide)
            cost.unicode = max(cost.unicode, other.unicode)
        }
        _ = reader.skip("]")
        while let byte = reader.next(), byte != UInt8(ascii: "]") {
            switch byte {
            case UInt8(ascii: "\\"):
                if reader.skip("Q") {
                    _ = reader.skipQuoted()
                } else if reader.rest.first == UInt8(ascii: "x") {
                    // The end of a range, for all that is known.
                    cost.narrow = max(cost.narrow, broad)
                    take(readEscape(&reader))
                } else {
                    take(readEscape(&reader))
                }
            case UInt8(ascii: "[") where reader.skipClassName():
                take(Cost(wideWeight: 1, wide: scattered))
            case 0x80...: cost.narrow = max(cost.narrow, broad)
            default: break
            }
        }
        return cost
    }
}

extension PatternShape {
    /// Reads a pattern's bytes.
    private struct Reader {
        var rest: ArraySlice<UInt8>

        init(bytes: [UInt8]) { rest = bytes[...] }

        mutating func next() -> UInt8? { rest.popFirst() }

        /// Moves behind these characters where they come next.
        mutating func skip(_ text: StaticString) -> Bool {
            let isNext = text.withUTF8Buffer { rest.starts(with: $0) }
            if isNext { rest = rest.dropFirst(text.utf8CodeUnitCount) }
            return isNext
        }

        /// Moves behind the next such character, or to the end.
        mutating func skip(behind character: Unicode.Scalar) {
            while let byte = next(), UInt32(byte) != character.value {}
        }

        /// Moves behind what stands as it is, up to `\E` or the end; how many bytes that are.
        mutating func skipQuoted() -> Int {
            var count = 0
            while !rest.isEmpty, !skip("\\E") {
                rest = rest.dropFirst()
                count += 1
            }
            return count
        }

        /// Moves behind `:alpha:]`, within a class behind `[`.
        mutating func skipClassName() -> Bool {
            guard rest.first == UInt8(ascii: ":") else { return false }
            let name = rest.dropFirst().prefix { $0 | 0x20 > 0x60 && $0 < 0x80 || $0 == 0x5E }
            guard rest[name.endIndex...].starts(with: ":]".utf8) else { return false }
            rest = rest[name.endIndex...].dropFirst(2)
            return true
        }

        /// Behind `(`: what begins a group that changes how the rest is read.
        var strangeGroup: String? {
            if rest.first == UInt8(ascii: "*") { return "a control verb" }
            guard rest.first == UInt8(ascii: "?") else { return nil }
            let flags = rest.dropFirst().prefix { $0 | 0x20 > 0x60 && $0 < 0x80 || $0 == 0x2D }
            let end = rest[flags.endIndex...].first
            let areFlags = end == UInt8(ascii: ")") || end == UInt8(ascii: ":")
            return areFlags && flags.contains(UInt8(ascii: "x")) ? "the flag x" : nil
        }

        /// Reads `m}`, `m,}` or `m,n}`: the lower and the higher number, of which the latter is the
        /// former where there is none; nil, and nothing read, where it is none of these.
        mutating func bounds() -> (least: Int, most: Int)? {
            var least: Int?
            var number = 0
            var digits = 0
            var ahead = self
            while let byte = ahead.next() {
                switch byte {
                case 0x30...0x39:
                    number = min(number * 10 + Int(byte - 0x30), 1 << 20)
                    digits += 1
                case UInt8(ascii: ","): (least, number) = (max(least ?? 0, number), 0)
                case UInt8(ascii: "}"):
                    guard digits > 0 else { return nil }
                    self = ahead
                    return (least ?? number, max(least ?? 0, number))
                default: return nil
                }
            }
            return nil
        }
    }
}
