import Discussion
import Testing

@Suite("Names of comments")
struct CommentIDTests {
    @Test(
        "Known ids",
        arguments: [
            (0, "0000000000000"), (1, "0000000000001"), (31, "000000000000Z"),
            (32, "0000000000010"),
            (.max, "7ZZZZZZZZZZZZ"), (1 << 20, "0000000010000"),
        ] as [(Int64, String)])
    func known(_ value: Int64, _ text: String) {
        #expect(CommentID(rawValue: value).text == text)
        #expect(CommentID(text: text) == CommentID(rawValue: value))
    }

    @Test("Ids read back as they were written, and sort as text the way they sort as time")
    func roundTrip() {
        var dice = Dice(1)
        for _ in 0..<5000 {
            let left = CommentID(rawValue: Int64.random(in: 0...(.max), using: &dice))
            let near = Int64.random(in: -40...40, using: &dice)
            let right = CommentID(rawValue: max(0, left.rawValue &+ near & .max))
            #expect(CommentID(text: left.text) == left)
            #expect(left.text.utf8.count == 13)
            #expect((left < right) == (left.text < right.text))
            #expect((left == right) == (left.text == right.text))
        }
    }

    @Test("An id holds its moment, and a millisecond has room for many")
    func moment() {
        let moment = Moment(milliseconds: 1_795_426_200_123)
        let first = CommentID(first: moment)
        #expect(first.createdAt == moment)
        let last = CommentID(rawValue: first.rawValue + CommentID.perMillisecond - 1)
        #expect(last.createdAt == moment)
        #expect(CommentID(rawValue: last.rawValue + 1).createdAt == moment.adding(milliseconds: 1))
        #expect(
            CommentID(rawValue: last.rawValue + 1)
                == CommentID(first: moment.adding(milliseconds: 1)))
        #expect(CommentID(first: .latest).createdAt == .latest)
    }

    @Test(
        "What is no id as it is written is refused",
        arguments: [
            "", "0", "000000000000", "00000000000000", "000000000000a", "000000000000I",
            "000000000000L", "000000000000O", "000000000000U", "8000000000000", "G000000000000",
            "ZZZZZZZZZZZZZ",
            "0000000-00000", " 000000000000", "00000000000é", "０００００００００００００",
            "000000000000\0",
        ])
    func malformed(_ text: String) {
        #expect(CommentID(text: text) == nil)
        #expect(CommentName(text: text) == .none)
    }

    @Test(
        "The host's own name is all that stands behind ref:",
        arguments: ["a", "", "ref:a", "\u{301}a", " a ", "é", "0000000000001", "a:b"])
    func refs(_ name: String) throws {
        guard case .ref(let read) = CommentName(text: "ref:" + name) else {
            Issue.record("it is no ref")
            return
        }
        #expect(Array(read.utf8) == Array(name.utf8))
    }

    @Test(
        "No other spelling of ref: is one", arguments: ["Ref:a", "ref", " ref:a", "ref\u{FF1A}a"])
    func noRefs(_ text: String) {
        #expect(CommentName(text: text) == .none)
    }
}
