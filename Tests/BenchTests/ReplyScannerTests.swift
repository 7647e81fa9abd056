import Testing

@testable import commentd_bench

@Suite("Replies are counted, and errors among them")
struct ReplyScannerTests {
    private static let stream =
        #"{"id":1,"result":{"body":"no \"error\": here"}}"# + "\n"
        + #"{"id":2,"error":{"code":404}}"# + "\n\n" + String(repeating: "x", count: 500)
        + #""error":"# + "\n" + #"{"id":3,"error":{"code":1}}"# + "\n"

    @Test("However the bytes are cut", arguments: [1, 2, 3, 7, 20, 64, 10_000])
    func cuts(_ length: Int) {
        var scanner = ReplyScanner(errorMark: Dialect.jsonRPC.errorMark)
        var all = ReplyScanner.Found()
        var rest = Array(Self.stream.utf8)[...]
        while !rest.isEmpty {
            let found = Array(rest.prefix(length)).withUnsafeBytes { scanner.scan($0) }
            all.replies += found.replies
            all.errors += found.errors
            rest = rest.dropFirst(length)
        }
        #expect(all == ReplyScanner.Found(replies: 5, errors: 2))
        #expect(scanner.firstError == #"{"id":2,"error":{"code":404}}"#)
    }

    @Test("A reply that has not ended is none yet")
    func unfinished() {
        var scanner = ReplyScanner(errorMark: Dialect.flat.errorMark)
        #expect(Array(#"{"ok":false}"#.utf8).withUnsafeBytes { scanner.scan($0) }.replies == 0)
        #expect(Array("\n".utf8).withUnsafeBytes { scanner.scan($0) }.errors == 1)
    }
}
