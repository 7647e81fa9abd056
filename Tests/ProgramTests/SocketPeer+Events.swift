import JSONValues
import Testing
import Wire

/// A connection that follows sites.
extension SocketPeer {
    /// The next line, which must tell an event: the event, held against its description.
    func event() throws -> JSONValue {
        let line = try reply()
        #expect(line.object?.members.map(\.name) == ["jsonrpc", "method", "params"])
        try #require(line["method"] == "event", "\(line)")
        try Schema.reference("Event").check(line["params"], components: Components.schemas)
        return line["params"]
    }

    /// So many events from here, without a gap; their types, and the number of the last.
    func events(_ count: Int, after: Int, site: String = "default") throws -> [String] {
        try (0..<count).map { index in
            let event = try event()
            #expect(event["seq"].integer == after + index + 1)
            #expect(event["site"].text == site)
            return event["type"].text ?? ""
        }
    }

    /// Writes a comment on a site; its id.
    @discardableResult
    func say(_ body: String, on site: String = "default", by author: String = "ann") throws
        -> String
    {
        let answer = try call(
            "comment.submit",
            [
                "site": .string(site), "thread": "page", "author": .string(author),
                "body": .string(body),
            ])
        return answer["comment"]["id"].text ?? ""
    }

    /// Fills a site's log: settings change, each time with an event.
    func change(_ count: Int, on site: String = "default", from first: Int = 0) throws {
        for start in stride(from: first, to: first + count, by: 500) {
            let commands = (start..<min(start + 500, first + count)).map { number in
                ProgramFolder.command(
                    "thread.configure", id: number + 1,
                    [
                        "site": .string(site), "thread": "page",
                        "title": .string("\(number) " + String(repeating: "x", count: 900)),
                    ])
            }
            try send("[" + commands.joined(separator: ",") + "]")
            let replies = try reply().array ?? []
            #expect(replies.allSatisfy { $0["result"] != .null })
        }
    }
}
