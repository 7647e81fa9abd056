import Glibc
import JSONValues

/// Commands as lines in one block of memory, ready to be sent.
struct CommandLines: Sendable {
    /// The lines, each with its end.
    private(set) var bytes: [UInt8] = []
    /// Where each line ends, after a first 0.
    private var ends: [Int] = [0]
    private var areKeyed: [Bool] = []
    /// Whether a line that is sent again costs the server as much: a vote that is cast twice does
    /// not.
    var mayRepeat = false
    /// Whether each line has the id of `SentID` in its place.
    let areNumbered: Bool

    init(areNumbered: Bool) { self.areNumbered = areNumbered }

    var count: Int { areKeyed.count }

    /// Adds a line, which comes without its end. `isKeyed`: it ends with a key, see
    /// `IdempotencyKey`.
    mutating func append(_ line: [UInt8], isKeyed: Bool) {
        bytes += line
        bytes.append(0x0A)
        ends.append(bytes.count)
        areKeyed.append(isKeyed)
    }

    /// A line's place in the block.
    func range(_ index: Int) -> Range<Int> { ends[index]..<ends[index + 1] }

    func isKeyed(_ index: Int) -> Bool { areKeyed[index] }
}

extension CommandLines {
    /// Calls of one method, each with the params that `write` gives its number.
    static func calls(
        _ count: Int, _ method: String, mayRepeat: Bool = false,
        _ write: (Int, inout JSONWriter) -> Void
    ) -> CommandLines {
        var lines = CommandLines(areNumbered: false)
        lines.mayRepeat = mayRepeat
        for index in 0..<count {
            var json = JSONWriter()
            json.object { json in
                json.member("id", index)
                json.member("method", method)
                json.name("params")
                json.object { write(index, &$0) }
            }
            lines.append(json.bytes, isKeyed: false)
        }
        return lines
    }
}

/// Digits that count on, one step for each line that is sent.
struct DecimalCounter: Sendable {
    private(set) var digits: [UInt8]

    /// The first number, whose digits stay as many as they are.
    init(_ digits: String) { self.digits = Array(digits.utf8) }

    mutating func advance() {
        var place = digits.count - 1
        while place >= 0 {
            if digits[place] < 0x39 {
                digits[place] += 1
                return
            }
            digits[place] = 0x30
            place -= 1
        }
    }

    /// Puts the digits into a line.
    func write(to place: UnsafeMutableRawPointer) {
        digits.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { memcpy(place, base, bytes.count) }
        }
    }
}

/// The ids of requests, put into a prepared line when it is sent: no client sends the same line
/// again and again.
enum SentID {
    /// What stands in a prepared line.
    static let first = 1_000_000_000
    /// How many bytes of a line stand before it.
    static let offset = #"{"jsonrpc":"2.0","id":"#.utf8.count
}

/// The idempotency keys that writes carry, each used once: 16 digits that are put into a prepared
/// line when it is sent, since a key that came again would be answered from memory.
enum IdempotencyKey {
    static let digitCount = 16
    /// What stands in a prepared line.
    static let zeros = String(repeating: "0", count: digitCount)
    /// How many bytes of a line follow the key: `"}}` and the newline.
    static let tail = 4

    /// The first key of a series; series of different numbers share none, up to 10^10 keys each.
    static func first(ofSeries series: Int) -> String {
        let number = String(series % 1_000_000)
        return String(repeating: "0", count: 6 - number.utf8.count) + number
            + String(repeating: "0", count: 10)
    }
}
