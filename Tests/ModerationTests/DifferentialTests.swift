import Testing

@testable import Moderation

@Suite("Vectorscan against naive matching")
struct DifferentialTests {
    private static let shapes: [Shape] = [
        .sequence([.times(.text("a"), 1...(.max)), .text("b")]),
        .sequence([.times(.one(of: "ab"), 2...(.max)), .text("x")]),
        .sequence([.text("buy"), .times(.none(of: "\n"), 0...20), .text("é")]),
        .sequence([
            .times(.one(of: "0123456789"), 3...3), .text("-"),
            .times(.one(of: "0123456789"), 4...4),
        ]),
        .sequence([.text("한"), .times(.one(of: "가나"), 0...(.max)), .text("국")]),
        .sequence([.times(.text("a"), 5...40), .none(of: "ab")]),
        .either([.text("http://"), .sequence([.text("x"), .times(.text("é"), 1...3)])]),
        .times(.either([.text("ab"), .text("한")]), 3...6),
        .sequence([.none(of: " "), .text("b"), .times(.none(of: "x"), 2...9), .text("a")]),
    ]

    /// What bodies are made of: pieces of the shapes' matches, and what surrounds them.
    private static let pieces = [
        "a", "b", "ab", "aab", "x", "buy", "é", "한", "가", "나", "국", "12", "345-6789", "-", " ",
        "\n", "http://", "漢", "😀",
    ]

    /// A body of about this many bytes: of one piece in runs, or of any, with a match likely at
    /// the end, where a miss was found once.
    private func body(of bytes: Int, _ random: inout SplitMix64) -> String {
        let filler = Self.pieces.randomElement(using: &random) ?? ""
        let oneIn = Int.random(in: 1...40, using: &random)
        var body = ""
        while body.utf8.count < bytes {
            let isOther = Int.random(in: 0..<oneIn, using: &random) == 0
            body += isOther ? Self.pieces.randomElement(using: &random) ?? "" : filler
        }
        return body + (["aab", "345-6789", "한국", "xé", ""].randomElement(using: &random) ?? "")
    }

    private func found(_ database: Database, _ body: String) -> [Int: Int] {
        var ends: [Int: Int] = [:]
        Array(body.utf8).withUnsafeBufferPointer { bytes in
            _ = database.scan(bytes) { match in
                ends[match.end] = min(ends[match.end] ?? .max, match.start)
                return true
            }
        }
        return ends
    }

    private func compare(_ shape: Shape, _ bodies: [String]) throws {
        var forms = CompiledForms()
        let pattern = try Pattern(shape.pattern, &forms)
        let way = try pattern.workingWay()
        #expect(Pattern.knowsStart(way))
        let database = try Database.expressions([(pattern.source, way)])
        let first = try Database.expressions([(pattern.source, Pattern.firstOnly(way))])
        for body in bodies {
            let expected = shape.matches(in: body)
            #expect(found(database, body) == expected, "\(shape.pattern) in \(body.prefix(700))")
            #expect(Array(found(first, body).keys) == [expected.keys.min()].compactMap { $0 })
        }
    }

    @Test("A pattern's matches in bodies of all lengths up to 600 bytes", arguments: shapes.indices)
    func short(_ index: Int) throws {
        var random = SplitMix64(state: UInt64(index))
        try compare(Self.shapes[index], (0..<600).map { body(of: $0, &random) })
    }

    @Test("A pattern's matches in bodies of 10,000 bytes", arguments: shapes.indices)
    func long(_ index: Int) throws {
        var random = SplitMix64(state: UInt64(index))
        let body = body(of: 10_000, &random)
        let fillers = ["é", "한", "- "].map { String(repeating: $0, count: 10_000 / $0.utf8.count) }
        try compare(Self.shapes[index], [body] + fillers.map { $0 + "aabx345-6789xé 한국" })
    }

    @Test("Words' places in bodies of all lengths")
    func words() throws {
        var random = SplitMix64(state: 7)
        let words = Self.pieces + (1...40).map { body(of: $0 * 5, &random) }
        let distinct = Array(Set(words))
        let database = try Database.literals(distinct.map { Array($0.utf8) })
        for length in Array(0..<300) + [10_000] {
            let text = body(of: length, &random)
            let body = Array((text + (distinct.randomElement(using: &random) ?? "")).utf8)
            var found: Set<[Int]> = []
            body.withUnsafeBufferPointer { bytes in
                _ = database.scan(bytes) { match in
                    found.insert([match.id, match.end])
                    return true
                }
            }
            #expect(found == places(of: distinct.map { Array($0.utf8) }, in: body))
        }
    }

    private func places(of words: [[UInt8]], in body: [UInt8]) -> Set<[Int]> {
        var places: Set<[Int]> = []
        for start in body.indices {
            for (id, word) in words.enumerated() where body[start...].starts(with: word) {
                places.insert([id, start + word.count])
            }
        }
        return places
    }
}

/// Random numbers that are the same in every run (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
