import Discussion
import JSONValues

@testable import Wire

/// Short ways to say what a test means.
enum Bench {
    /// An object with these members.
    static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONObject {
        JSONObject(members.map { JSONObject.Member($0.key, $0.value) })
    }

    static func parse(_ text: String) throws(Refusal) -> JSONValue {
        try StrictJSON.parse(Array(text.utf8))
    }

    /// What a line's text is read as.
    static func read(_ line: String) -> Incoming { Incoming(line: Array(line.utf8)) }

    /// The only command of a line; nil where it is a batch or was refused.
    static func request(_ line: String) -> Request? {
        if case .single(.request(let request)) = read(line) { request } else { nil }
    }

    /// Why a line's only command was refused, and the id of the answer.
    static func refused(_ line: String) -> (refusal: Refusal, id: RequestID?)? {
        if case .single(.refused(let refusal, let id)) = read(line) { (refusal, id) } else { nil }
    }

    /// All that a refusal tells its caller.
    static func told(_ refusal: Refusal) -> String {
        String(decoding: Reply.failure(.null, refusal), as: UTF8.self)
    }

    static func nested(_ depth: Int, open: String = "[", close: String = "]") -> String {
        String(repeating: open, count: depth) + String(repeating: close, count: depth)
    }
}

/// Random numbers that are the same in every run (SplitMix64: Steele, Lea and Flood, 2014).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
