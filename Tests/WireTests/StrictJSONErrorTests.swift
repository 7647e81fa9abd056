import Discussion
import Testing

@testable import Wire

@Suite("What a parse error says")
struct StrictJSONErrorTests {
    @Test(
        "It never repeats what the caller sent",
        arguments: [
            "hunter2", "{hunter2", "[\"hunter2\" hunter2]", "{\"hunter2\":1,\"hunter2\":2}",
            "'hunter2'",
            "\"hunter2", "\"hunter2\\x\"", "\"hunter2\\ud800\"", "\"hunter2\\u0000\"", "[1]hunter2",
            "{\"hunter2\" 1}", "{\"hunter2\\u0000\":1}", "[\"hunter2\"", "[1hunter2]",
            "\"hunter2\u{1}\"",
        ])
    func silent(_ text: String) throws {
        let refusal = try #require(throws: Refusal.self) { try Bench.parse(text) }
        #expect(!Bench.told(refusal).contains("hunter"))
        #expect(!Bench.told(refusal).lowercased().contains("d800"))
    }

    @Test(
        "It says what is wrong, and near which byte",
        arguments: [
            ("[1}", "']' expected near byte 3"), ("{\"a\":1]", "'}' expected near byte 7"),
            ("{\"a\" 1}", "':' expected near byte 6"),
            ("{a:1}", "string or '}' expected near byte 2"),
            ("{\"a\":1,\"a\":2}", "duplicate object key near byte 10"),
            ("1 2", "end of file expected near byte 3"),
            ("\"\\ud800\"", "invalid Unicode near byte 8"),
            ("\"a\\u0000\"", "a string holds NUL near byte 9"),
        ])
    func telling(_ text: String, _ ending: String) throws {
        let refusal = try #require(throws: Refusal.self) { try Bench.parse(text) }
        #expect(refusal.message == "the line is not JSON: \(ending)")
    }
}
