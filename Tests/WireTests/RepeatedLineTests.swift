import Testing
import Wire

@Suite("Lines known again")
struct RepeatedLineTests {
    private func cut(_ line: String) -> RepeatedLine? { RepeatedLine(Array(line.utf8)) }

    @Test("Lines that differ in their ids alone have the same rest")
    func sameRest() throws {
        let first = try #require(cut(#"{"id":7,"method":"comment.list","params":{"thread":"t"}}"#))
        let second = try #require(
            cut(#"{"id":123456,"method":"comment.list","params":{"thread":"t"}}"#))
        #expect(first.id == 7)
        #expect(second.id == 123_456)
        #expect(first.rest == second.rest)
    }

    @Test("Any other difference is one of the rest")
    func otherRest() throws {
        let lines = [
            #"{"id":7,"method":"comment.list"}"#, #"{"id":7,"method":"comment.list" }"#,
            #"{"jsonrpc":"2.0","id":7,"method":"comment.list"}"#,
            #"{"id":7,"method":"comment.get"}"#,
        ]
        let rests = lines.compactMap { cut($0)?.rest }
        #expect(Set(rests).count == lines.count)
    }

    @Test(
        "What is not surely a number in its place is not cut",
        arguments: [
            "", "{", #"{"id":"#, #"{"id":7"#, #"{"id":7}"#, #"{"id":07,"method":"x"}"#,
            #"{"id":-7,"method":"x"}"#, #"{"id":7.0,"method":"x"}"#, #"{"id":"7","method":"x"}"#,
            #"{"id": 7,"method":"x"}"#, #"{"id":1234567890123456789,"method":"x"}"#,
            #"{"method":"x","id":7}"#, #"[{"id":7,"method":"x"}]"#,
        ])
    func uncut(line: String) { #expect(cut(line) == nil) }
}
