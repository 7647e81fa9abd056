import Discussion
import Testing

@testable import Imports

@Suite("Lines of an export, read back")
struct ArchiveLineTests {
    private func problem(_ text: String) -> String {
        do throws(ImportProblem) {
            _ = try ArchiveLine(Array(text.utf8)[...])
            return "none"
        } catch {
            return error.message
        }
    }

    @Test("A wrong member is named, with what was expected")
    func wrongMembers() {
        #expect(problem(#"{"type":"nothing"}"#).hasPrefix("type: expected one of"))
        #expect(
            problem(#"{"type":"vote","value":1,"comment_id":"x"}"#).hasPrefix(
                "comment_id: expected"))
        #expect(
            problem(
                #"""
                {"type":"vote","comment_id":"ref:a","voter":"u","value":2,\#
                "at":"2026-01-01T00:00:00Z"}
                """#
            ) == "value: expected 1, 0 or -1")
        #expect(
            problem(#"{"type":"comment","thread":"t","ref":"a","created_at":"yesterday"}"#)
                == "created_at: expected a time as RFC 3339 has it")
        #expect(problem("[]") == "expected an object")
        // Those of one person's that are made again are no mistake.
        for type in ["notice", "fit"] { #expect(problem(#"{"type":"\#(type)"}"#) == "none") }
        #expect(problem("{").hasPrefix("the line is not JSON"))
    }
}
