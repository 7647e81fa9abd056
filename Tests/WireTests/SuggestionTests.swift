import JSONValues
import Testing

@Suite("What was probably meant")
struct SuggestionTests {
    private let known = ["author", "body", "thread", "parent", "comment"]

    @Test(
        "A letter more, less, other or swapped is near",
        arguments: [
            ("autho", "author"), ("authors", "author"), ("outhor", "author"), ("auhtor", "author"),
            ("bdoy", "body"), ("Body", "body"), ("thread_", "thread"), ("coment", "comment"),
            ("comments", "comment"), ("comment", "comment"),
        ])
    func near(_ name: String, _ meant: String) {
        #expect(nearestName(to: name, among: known) == meant)
    }

    @Test(
        "What shares less than two thirds is not",
        arguments: ["", "b", "bo", "reader", "autsdhorxx", "x", "🎈", "commentcomment", "by"])
    func far(_ name: String) {
        #expect(nearestName(to: name, among: known) == nil)
    }

    @Test("The nearest wins, the first of equals")
    func nearest() {
        #expect(nearestName(to: "commend", among: ["commence", "comment"]) == "comment")
        #expect(nearestName(to: "abcx", among: ["abcd", "abce"]) == "abcd")
        #expect(nearestName(to: "abcdef", among: [String]()) == nil)
    }

    @Test("A hostile name costs no more than a short one", .timeLimit(.minutes(1)))
    func hostile() {
        let name = "a" + String(repeating: "\u{301}\u{327}", count: 500_000)
        #expect(nearestName(to: name, among: known) == nil)
        let long = String(repeating: "a", count: 10_000_000)
        #expect(nearestName(to: long, among: known) == nil)
    }
}
