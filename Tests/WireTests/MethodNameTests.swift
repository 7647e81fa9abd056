import Discussion
import Testing

@testable import Wire

@Suite("Method names")
struct MethodNameTests {
    @Test(
        "A name close to a known one is answered with it",
        arguments: [
            ("comment.sumbit", "comment.submit"), ("comments.get", "comment.get"),
            ("vote.casts", "vote.cast"), ("Vote.Cast", "vote.cast"), ("flag_raise", "flag.raise"),
            ("moderation.que", "moderation.queue"), ("rpc.discovr", "rpc.discover"),
        ])
    func typo(_ name: String, _ meant: String) throws {
        let answer = try #require(Bench.refused("{\"id\":1,\"method\":\"\(name)\"}"))
        #expect(answer.refusal.kind == .unknownMethod)
        #expect(answer.refusal.didYouMean == meant)
        #expect(answer.id == .integer(1))
    }

    @Test(
        "A name close to none is answered alone and never repeated",
        arguments: [
            "", "hunter2", "moderation", "SELECT 1",
            "comment.submit\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9",
        ])
    func unknown(_ name: String) throws {
        let answer = try #require(Bench.refused("{\"id\":1,\"method\":\"\(name)\"}"))
        #expect(answer.refusal.kind == .unknownMethod)
        #expect(answer.refusal.didYouMean == nil)
        #expect(name.isEmpty || !Bench.told(answer.refusal).contains(name))
    }

    @Test("Every method's name is its own first guess", arguments: Method.allCases)
    func known(_ method: Method) throws {
        #expect(Bench.request("{\"method\":\"\(method.rawValue)\"}")?.method == method)
    }

    /// `String ==` takes time in the square of a run of combining marks: minutes for these.
    @Test("Names of many combining marks are refused at once", .timeLimit(.minutes(1)))
    func combiningMarks() throws {
        let name = "a" + String(repeating: "\u{301}\u{327}", count: 75_000)
        let method = try #require(Bench.refused("{\"id\":1,\"method\":\"\(name)\"}"))
        #expect(method.refusal.kind == .unknownMethod)
        let member = try #require(Bench.refused("{\"\(name)\":1}"))
        #expect(member.refusal.kind == .invalidRequest)
        let version = try #require(Bench.refused("{\"jsonrpc\":\"\(name)\"}"))
        #expect(version.refusal.kind == .invalidRequest)
    }
}
