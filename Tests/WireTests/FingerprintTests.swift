import JSONValues
import Testing

@testable import Wire

@Suite("Fingerprints of params")
struct FingerprintTests {
    private func print(_ object: JSONObject) -> [UInt8] {
        Fingerprint.of(object, excluding: ["key"])
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("The order of members does not matter, at any depth")
    func order() {
        var dice = Dice(2)
        for _ in 0..<500 {
            let object = RandomJSON.object(&dice, depth: 4)
            #expect(print(object) == print(RandomJSON.shuffled(object, &dice)))
        }
    }

    @Test("The key at the top is left out, any other member counts")
    func excluded() {
        let plain = Bench.object(["a": .integer(1)])
        #expect(print(Bench.object(["key": .string("k"), "a": .integer(1)])) == print(plain))
        #expect(print(Bench.object(["Key": .string("k"), "a": .integer(1)])) != print(plain))
        let inside = Bench.object(["a": .object(Bench.object(["key": .string("k")]))])
        let other = Bench.object(["a": .object(Bench.object(["key": .string("l")]))])
        #expect(print(inside) != print(other))
    }

    @Test("What differs in anything else has another fingerprint")
    func differences() throws {
        let texts = [
            "{}", #"{"a":null}"#, #"{"a":true}"#, #"{"a":false}"#, #"{"a":0}"#, #"{"a":1}"#,
            #"{"a":-1}"#, #"{"a":10}"#, #"{"a":1.5}"#, #"{"a":1e1}"#, #"{"a":""}"#, #"{"a":"1"}"#,
            #"{"a":"null"}"#, #"{"a":"A"}"#, #"{"a":"\u00e9"}"#, #"{"a":"e\u0301"}"#, #"{"a":[]}"#,
            #"{"a":{}}"#, #"{"a":[1]}"#, #"{"a":[[1]]}"#, #"{"a":[1,2]}"#, #"{"a":[2,1]}"#,
            #"{"a":["1","2"]}"#, #"{"a":["12",""]}"#, #"{"a":["","12"]}"#, #"{"a":{"b":1}}"#,
            #"{"a":{"b":1},"c":1}"#, #"{"a":{"b":1,"c":1}}"#, #"{"b":1}"#, #"{"A":1}"#, #"{"":1}"#,
            #"{"a":1,"b":null}"#, #"{"a":"","b":""}"#, #"{"a":[{"b":1},{"c":2}]}"#,
            #"{"a":[{"b":1,"c":2}]}"#, #"{"a":[{"b":1},{"c":2},{}]}"#, #"{"a":"b","c":"d"}"#,
            #"{"a":[[1],2]}"#, #"{"a":[[1,2]]}"#, #"{"a":["b","c\u0005d"]}"#,
            #"{"a":["b\u0005c","d"]}"#, #"{"a":"bcd"}"#, #"{"a":"d","c":"b"}"#,
            #"{"c":"b","d":"a"}"#, #"{"a":" "}"#,
        ]
        let prints = try texts.map { try print(#require(Bench.parse($0).object)) }
        for (index, one) in prints.enumerated() {
            #expect(prints[(index + 1)...].firstIndex(of: one) == nil, "\(texts[index])")
        }
    }

    /// They are kept in the database, so no build may compute others: FNV-1a of the canonical form,
    /// worked out apart from this code.
    @Test("They are the same in every build")
    func golden() throws {
        #expect(hex(print(JSONObject())) == "66ad387c16757277b806e89d2e80f03d")
        let object = try #require(
            Bench.parse(
                #"{"thread":"a","author":{"id":"u1","guest":false},"body":"é\n","#
                    + #""list":[1,-2.5,null,true]}"#
            ).object)
        #expect(hex(print(object)) == "5139b7e1b87c26b8f2af0f81ddbd4ec9")
    }
}
