import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("Fingerprints of params")
struct FingerprintTests {
    private func print(_ object: JSONObject) -> Digest { Fingerprint.of(object) }

    private func hex(_ digest: Digest) -> String {
        digest.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("The order of members does not matter, at any depth")
    func order() {
        var dice = Dice(2)
        for _ in 0..<500 {
            let object = RandomJSON.object(&dice, depth: 4)
            #expect(print(object) == print(RandomJSON.shuffled(object, &dice)))
        }
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

    /// They are kept in the database, so no build may compute others: SipHash-2-4 of the form,
    /// worked out apart from this code.
    @Test("They are the same in every build")
    func golden() throws {
        #expect(hex(print(JSONObject())) == "00000000000000000000000000000000")
        let object = try #require(
            Bench.parse(
                #"{"thread":"a","author":{"id":"u1","guest":false},"body":"é\n","#
                    + #""list":[1,-2.5,null,true]}"#
            ).object)
        #expect(hex(print(object)) == "64223152d1b0169c681e0a92a22a0360")
        #expect(
            hex(Fingerprint.of(["default", "vote.cast", "k1"]))
                == "1815452c1d7c247e233911eb374b1eaf")
    }

    @Test("Of params the key does not count, nor how somebody is named or where they come from")
    func params() throws {
        func print(_ text: String) throws -> Digest {
            try Arguments(#require(Bench.parse(text).object), of: .voteCast).fingerprint
        }
        let plain = try print(#"{"comment":"c","voter":"u1","value":1}"#)
        let same = [
            #"{"comment":"c","voter":"u1","value":1,"key":"k"}"#,
            #"{"site":"default","value":1,"voter":{"id":"u1"},"comment":"c"}"#,
            #"{"comment":"c","voter":{"ip":"192.0.2.7","id":"u1","user_agent":"A"},"value":1}"#,
        ]
        for text in same { #expect(try print(text) == plain, "\(text)") }
        let others = [
            #"{"comment":"c","voter":"u2","value":1}"#, #"{"comment":"c","voter":"u1","value":0}"#,
            #"{"comment":"c","voter":"u1","value":1,"site":"other"}"#,
            #"{"comment":"c","voter":{"id":"u1","name":"A"},"value":1}"#,
        ]
        for text in others { #expect(try print(text) != plain, "\(text)") }
    }

    @Test("A digest is read back from its bytes, and from no other number of them")
    func bytes() {
        let digest = Digest(high: 0x0102_0304_0506_0708, low: .max - 5)
        #expect(digest.bytes.prefix(3) == [1, 2, 3])
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(bytes: digest.bytes.dropLast()) == nil)
    }
}
