import Configuration
import Discussion
import JSONValues
import Ranking
import Wire

/// Where a list goes on: opaque text on the wire, which belongs to one kind of list in one order.
struct Cursor {
    /// The list and its order; a cursor of another kind is refused.
    let kind: UInt8
    let words: [UInt64]

    init(kind: UInt8, words: [UInt64]) {
        self.kind = kind
        self.words = words
    }

    var text: String {
        String(unsafeUninitializedCapacity: length) { buffer in
            if let start = buffer.baseAddress { write(to: start) }
            return length
        }
    }

    /// How many characters `text` has, each one byte.
    fileprivate var length: Int { 2 + 16 * words.count }

    /// Writes `text` to memory that has room for it.
    fileprivate func write(to place: UnsafeMutablePointer<UInt8>) {
        func write(_ value: UInt64, _ digits: Range<Int>) {
            let letters = ("0123456789abcdef" as StaticString).utf8Start
            var rest = value
            for at in digits.reversed() {
                place[at] = letters[Int(rest & 15)]
                rest >>= 4
            }
        }
        write(UInt64(kind), 0..<2)
        for (index, word) in words.enumerated() {
            write(word, (2 + 16 * index)..<(18 + 16 * index))
        }
    }

    /// Reads the cursor of a list of this kind; nil where none is given.
    init?(_ arguments: Arguments, kind: UInt8, words count: Int) throws(Refusal) {
        guard let text = arguments.text("cursor") else { return nil }
        let digits = text.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x61...0x66: byte - 0x61 + 10
            default: nil
            }
        }
        guard digits.count == text.utf8.count, digits.count >= 2,
            (digits.count - 2) % 16 == 0
        else { throw .invalid("cursor", "expected `next` as an earlier reply gave it") }
        guard digits[0] << 4 | digits[1] == kind, (digits.count - 2) / 16 == count else {
            throw .invalid("cursor", "belongs to another list or another order")
        }
        self.kind = kind
        words = (0..<count).map { word in
            digits[(2 + word * 16)..<(18 + word * 16)].reduce(0) { $0 << 4 | UInt64($1) }
        }
    }
}

extension Cursor {
    /// The kinds of list that are read page by page. Comments have one for each sort.
    static let comments: UInt8 = 0x10
    /// Of common ground where a site has none.
    private static let fallback: UInt8 = 0x1F
    private static let fallbackPrefix = "1f"
    static let queue: UInt8 = 0x20
    static let history: UInt8 = 0x30
    static let latest: UInt8 = 0x40
    static let threads: UInt8 = 0x50
    static let notices: UInt8 = 0x60
    static let anchors: UInt8 = 0x70
    static let located: UInt8 = 0x71
    static let search: UInt8 = 0x80
    static let export: UInt8 = 0x90

    /// Past a comment's place in an order.
    init(_ place: Place, in order: Order) {
        self.init(
            kind: order.isFallback ? Self.fallback : Self.comments + order.sort.rawValue,
            words: [
                UInt64(bitPattern: place.pin), place.key.bitPattern,
                UInt64(bitPattern: place.down), UInt64(bitPattern: place.id),
            ])
    }

    /// The place that a cursor of this order stands for. Where the list was begun without common
    /// ground it goes on without.
    static func place(
        _ arguments: Arguments, in order: Order
    ) throws(Refusal) -> (order: Order, place: Place?) {
        var order = order
        if order.sort == .commonGround, arguments.text("cursor")?.hasPrefix(fallbackPrefix) == true
        {
            order = Order(.commonGround, order.formulas)
        }
        let kind = order.isFallback ? fallback : comments + order.sort.rawValue
        guard let cursor = try Cursor(arguments, kind: kind, words: 4) else { return (order, nil) }
        let place = Place(
            pin: Int64(bitPattern: cursor.words[0]), key: Double(bitPattern: cursor.words[1]),
            down: Int64(bitPattern: cursor.words[2]), id: Int64(bitPattern: cursor.words[3]))
        guard !place.key.isNaN, place.id != .min else {
            throw .invalid("cursor", "expected `next` as an earlier reply gave it")
        }
        return (order, place)
    }
}

extension JSONWriter {
    /// Writes `null` where the list ends.
    mutating func member(_ name: StaticString, orNull cursor: Cursor?) {
        self.name(name)
        guard let cursor else { return null() }
        openString()
        plain(most: cursor.length) { place in
            cursor.write(to: place)
            return cursor.length
        }
        closeString()
    }
}

extension Place {
    /// Before every comment of any list.
    static let start = Place(pin: -1, key: -.infinity, down: 0, id: -.max)
}

extension Arguments {
    /// `limit`: how many items a page of a list holds, 20 unless given.
    func pageSize(_ limits: Settings.Limits) throws(Refusal) -> Int {
        guard let limit = integer("limit") else { return min(20, limits.maxList) }
        if limit > limits.maxList {
            throw .invalid("limit", "expected an integer 1 to \(limits.maxList)")
        }
        return limit
    }
}
