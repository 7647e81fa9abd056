import JSONValues
import Testing

/// A command of a replay.
struct ReplayCommand {
    let method: String
    let params: JSONValue

    init(_ method: String, _ params: JSONValue) {
        self.method = method
        self.params = params
    }
}

extension TestServer {
    /// Sends commands as one batch, and returns their replies in order.
    func replies(to commands: [ReplayCommand]) throws -> [JSONValue] {
        var json = JSONWriter(capacity: 1 << 16)
        json.array { json in
            for (index, command) in commands.enumerated() {
                json.object { json in
                    json.member("id", index)
                    json.member("method", command.method)
                    json.name("params")
                    json.value(command.params)
                }
            }
        }
        let replies = try #require(try send(bytes: json.bytes + [0x0A]).array)
        try #require(replies.count == commands.count)
        #expect(replies.map { $0["id"].integer } == Array(replies.indices))
        return replies
    }

    /// Sends commands as one batch, and returns their results in order; an error reply throws.
    func results(of commands: [ReplayCommand]) throws -> [JSONValue] {
        try replies(to: commands).map { reply in
            if let error = reply.object?["error"] { throw CallFailure(error: error) }
            return reply["result"]
        }
    }

    /// Sends a history batch by batch. On the way earlier commands come again: those that had a key
    /// must be answered as the first time, and change nothing.
    func replay(_ commands: [ReplayCommand], seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        var keyed: [(command: ReplayCommand, result: JSONValue)] = []
        var rest = commands[...]
        while !rest.isEmpty {
            let batch = rest.prefix(100).map { command in
                random.chance(70)
                    ? command
                    : ReplayCommand(
                        command.method,
                        command.params.with([
                            "key": "\(command.method) \(rest.count) \(random.next())"
                        ]))
            }
            rest = rest.dropFirst(batch.count)
            let results = try results(of: batch)
            keyed += zip(batch, results).filter { $0.0.params["key"] != .null }
                .map { (command: $0.0, result: $0.1) }
            let retried = (0..<8).compactMap { _ in random.pick(keyed) }
            let again = try self.results(of: retried.map(\.command))
            #expect(again == retried.map(\.result))
            // The last vote is still the voter's vote: to cast it again changes nothing.
            if let last = batch.last, last.method == "vote.cast", last.params["key"] == .null {
                #expect(try self.results(of: [last]) == [results[batch.count - 1]])
            }
        }
    }
}
