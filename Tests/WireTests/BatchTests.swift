import Discussion
import Testing

@testable import Wire

@Suite("A batch is read")
struct BatchTests {
    private func calls(_ line: String) throws -> [Call] {
        guard case .batch(let calls) = Bench.read(line) else {
            throw Refusal(.internalFault, "no batch")
        }
        return calls
    }

    @Test("Its commands keep their order, and one that is wrong does not spoil the others")
    func mixed() throws {
        let calls = try calls(
            #"[{"id":1,"method":"rpc.discover"},{"method":"rpc.discover"},7,[],"#
                + #"{"id":5,"method":"x"}]"#)
        let read = calls.map { call in
            switch call {
            case .request(let request): "\(request.id.map { "\($0)" } ?? "notification")"
            case .refused(let refusal, let id): "\(refusal.kind) \(id.map { "\($0)" } ?? "-")"
            }
        }
        #expect(
            read == [
                "integer(1)", "notification", "invalidRequest null", "invalidRequest null",
                "unknownMethod integer(5)",
            ])
    }

    @Test("An empty one is no request")
    func empty() throws {
        let answer = try #require(Bench.refused("[]"))
        #expect(answer.refusal.kind == .invalidRequest)
        #expect(answer.id == .null)
    }

    @Test("A thousand commands are a batch, one more are too many")
    func limit() throws {
        func line(_ count: Int) -> String {
            "["
                + Array(repeating: "{\"method\":\"rpc.discover\"}", count: count).joined(
                    separator: ",")
                + "]"
        }
        #expect(try calls(line(1000)).count == 1000)
        let answer = try #require(Bench.refused(line(1001)))
        #expect(answer.refusal.kind == .tooLarge)
        #expect(answer.refusal.limit == 1000)
        #expect(answer.id == .null)
    }

    @Test("A line past the limit is answered without an id and with the limit")
    func tooLong() throws {
        guard case .single(.refused(let refusal, let id)) = Incoming.tooLong(limit: 77) else {
            Issue.record("it is not refused")
            return
        }
        #expect(refusal.kind == .tooLarge)
        #expect(refusal.limit == 77)
        #expect(id == .null)
    }
}
