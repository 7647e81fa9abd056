import Configuration
import JSONValues
import Testing

@Suite("Long lines")
struct LongLineTests {
    private let server: TestServer
    private static let limit = 2048

    init() throws {
        var settings = Settings()
        settings.limits.maxLineBytes = Self.limit
        server = try TestServer(settings: settings)
    }

    /// A command of exactly so many bytes.
    private func line(bytes: Int) -> [UInt8] {
        let start = "{\"id\":1,\"method\":\"server.status\"", end = "}"
        let space = bytes - start.utf8.count - end.utf8.count
        return Array((start + String(repeating: " ", count: space) + end).utf8)
    }

    @Test("A line of exactly the limit is carried out, its end not counted")
    func takesTheLimit() throws {
        #expect(try server.send(bytes: line(bytes: Self.limit) + [0x0A])["result"] != .null)
        #expect(try server.send(bytes: line(bytes: Self.limit) + [0x0D, 0x0A])["result"] != .null)
    }

    @Test("A longer line is answered once, without an id, with the limit in bytes")
    func refusesLonger() throws {
        for extra in [1, 2, 10 * Self.limit] {
            let reply = try server.send(bytes: line(bytes: Self.limit + extra) + [0x0A])
            #expect(reply["id"] == .null)
            #expect(reply["error"]["code"] == 413)
            #expect(reply["error"]["data"]["kind"] == "too_large")
            #expect(reply["error"]["data"]["limit"] == .integer(Self.limit))
        }
    }

    @Test("It is drained to its end as it comes; what follows is a line of its own")
    func drains() throws {
        let long = line(bytes: 5 * Self.limit)
        let half = long.count / 2
        let next = Array("{\"id\":2,\"method\":\"server.status\"}\n".utf8)
        let first = try server.send(bytes: Array(long[..<half]) + long[half...] + [0x0A] + next)
        #expect(first["error"]["code"] == 413)
        let second = try server.nextReply()
        #expect(second["id"] == 2)
        #expect(second["result"] != .null)
    }

    @Test("The limit holds for a batch as a whole")
    func boundsBatches() throws {
        let command = "{\"id\":1,\"method\":\"server.status\"}"
        let count = Self.limit / command.utf8.count
        let batch = "[\(Array(repeating: command, count: count + 1).joined(separator: ","))]"
        #expect(try server.send(line: batch)["error"]["code"] == 413)
    }

    @Test("Nothing of a line that is too long is carried out")
    func storesNothing() throws {
        let page = TestPage(server)
        var json = JSONWriter()
        json.object { json in
            json.member("method", "comment.submit")
            json.name("params")
            json.value(page.submission(String(repeating: "a", count: Self.limit)))
        }
        #expect(try server.send(bytes: json.bytes + [0x0A])["error"]["code"] == 413)
        #expect(try server.counts()["comments"] == 0)
    }
}
