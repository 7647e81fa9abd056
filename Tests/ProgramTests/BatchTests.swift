import JSONValues
import Testing

@Suite("Batches and notifications")
struct BatchTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    private func submission(_ body: String, id: String? = nil) -> String {
        let name = id.map { "\"id\":\($0)," } ?? ""
        return "{\(name)\"method\":\"comment.submit\",\"params\":"
            + "{\"thread\":\"page\",\"author\":\"ann\",\"body\":\"\(body)\"}}"
    }

    private func count(id: Int) -> String {
        "{\"id\":\(id),\"method\":\"thread.get\",\"params\":{\"thread\":\"page\"}}"
    }

    @Test("The replies to a batch stand in one array, in the order of its commands")
    func ordersReplies() throws {
        let line = [
            submission("One", id: "1"), count(id: 2), "{\"id\":3,\"method\":\"no.such\"}",
            submission("", id: "4"), "7", submission("Two", id: "\"five\""), count(id: 6),
        ].joined(separator: ",")
        let replies = try page.server.send(line: "[\(line)]")
        #expect(
            (replies.array ?? []).map { $0["id"] } == [1, 2, 3, 4, .null, "five", 6])
        #expect(
            (replies.array ?? []).map { $0["error"]["code"] }
                == [.null, .null, -32601, 422, -32600, .null, .null])
        #expect(replies[1]["result"]["count"] == 1)
        #expect(replies[6]["result"]["count"] == 2)
        for reply in replies.array ?? [] { #expect(reply["jsonrpc"] == "2.0") }
    }

    @Test("A batch of one is answered with an array of one")
    func answersOne() throws {
        #expect(try page.server.send(line: "[\(count(id: 1))]").array?.count == 1)
    }

    @Test("Notifications are carried out and not answered, errors of theirs neither")
    func answersNoNotifications() throws {
        let reply = try page.server.send(
            bytes: Array(
                [
                    submission("One"), submission(""), "{\"method\":\"no.such\"}",
                    "{\"method\":\"thread.get\",\"params\":[]}", count(id: 9), "",
                ].joined(separator: "\n").utf8))
        #expect(reply["id"] == 9)
        #expect(reply["result"]["count"] == 1)
    }

    @Test("A batch of notifications alone has no reply at all")
    func answersNoSilentBatch() throws {
        let line = "[\(submission("One")),\(submission("Two"))]\n\(count(id: 9))"
        let reply = try page.server.send(line: line)
        #expect(reply["id"] == 9)
        #expect(reply["result"]["count"] == 2)
    }

    @Test("In a mixed batch the notifications have no place among the replies")
    func mixes() throws {
        let line = [submission("One"), count(id: 1), submission("Two"), count(id: 2)]
        let replies = try page.server.send(line: "[\(line.joined(separator: ","))]")
        #expect((replies.array ?? []).map { $0["id"] } == [1, 2])
        #expect((replies.array ?? []).map { $0["result"]["count"] } == [1, 2])
    }

    @Test("An id of null is a command that is answered, and no notification")
    func answersNullID() throws {
        let reply = try page.server.send(line: submission("One", id: "null"))
        #expect(reply["id"] == .null)
        #expect(reply["result"]["comment"]["body"] == "One")
    }

    @Test("Commands with the same id, or the same text, are each carried out and answered")
    func carriesOutDuplicates() throws {
        let command = submission("Again", id: "1")
        let replies = try page.server.send(line: "[\(command),\(command)]")
        let ids = (replies.array ?? []).compactMap { $0["result"]["comment"]["id"].text }
        #expect(ids.count == 2)
        #expect(Set(ids).count == 2)
        #expect((replies.array ?? []).map { $0["id"] } == [1, 1])
    }

    @Test("A batch within a batch is no command")
    func refusesNestedBatches() throws {
        let replies = try page.server.send(line: "[[\(count(id: 1))],\(count(id: 2))]")
        #expect(replies[0]["error"]["code"] == -32600)
        #expect(replies[0]["id"] == .null)
        #expect(replies[1]["id"] == 2)
    }

    @Test("A command that is refused late takes no other of its batch with it")
    func isolatesLateRefusals() throws {
        let gone = try page.say("Gone", by: "ann")
        try page.decide("delete", gone)
        let persons = try page.server.counts()["persons"]
        let delete =
            "{\"id\":2,\"method\":\"comment.delete\",\"params\":{\"comment\":\"\(gone)\","
            + "\"by\":{\"id\":\"new\",\"roles\":[\"moderator\"]}}}"
        let line = [submission("One", id: "1"), delete, submission("Two", id: "3"), count(id: 4)]
        let replies = try page.server.send(line: "[\(line.joined(separator: ","))]")
        #expect((replies.array ?? []).map { $0["id"] } == [1, 2, 3, 4])
        #expect(replies[0]["result"]["comment"]["body"] == "One")
        #expect(replies[1]["error"]["code"] == 409)
        #expect(replies[2]["result"]["comment"]["body"] == "Two")
        #expect(replies[3]["result"]["count"] == 2)
        #expect(try page.bodies(["sort": "oldest"]) == ["One", "Two"])
        #expect(try page.server.counts()["persons"] == persons)
    }

    @Test("1,000 commands are a batch; one more is refused as a whole, with the limit")
    func boundsBatches() throws {
        let most = Array(repeating: submission("x"), count: 999) + [count(id: 1)]
        let replies = try page.server.send(line: "[\(most.joined(separator: ","))]")
        #expect((replies.array ?? []).map { $0["result"]["count"] } == [999])
        let reply = try page.server.send(
            line: "[\((most + [count(id: 2)]).joined(separator: ","))]")
        #expect(reply["id"] == .null)
        #expect(reply["error"]["code"] == 413)
        #expect(reply["error"]["data"]["limit"] == 1000)
        #expect(try page.thread()["count"] == 999)
    }

    @Test("Replies come in the order of the commands, reads and refusals among them")
    func keepsOrder() throws {
        var lines: [String] = []
        for index in 0..<40 {
            switch index % 4 {
            case 0: lines.append(submission("Number \(index)", id: "\(index)"))
            case 1: lines.append(count(id: index))
            case 2: lines.append("{\"id\":\(index),\"method\":\"rpc.discover\"}")
            default: lines.append(submission("", id: "\(index)"))
            }
        }
        var replies = [
            try page.server.send(bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
        ]
        while replies.count < 40 { replies.append(try page.server.nextReply()) }
        #expect(replies.map { $0["id"] } == (0..<40).map { .integer($0) })
        for (index, reply) in replies.enumerated() where index % 4 == 1 {
            #expect(reply["result"]["count"] == .integer(index / 4 + 1))
        }
    }
}
