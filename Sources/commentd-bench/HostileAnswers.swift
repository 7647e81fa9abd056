import Discussion
import JSONValues
import Wire

/// What the answer to a line must be: one, or none where no answer is due, under its ids, in order.
struct HostileAnswers {
    /// The ids that the answer to a line has: nil where none is due.
    static func ids(for line: [UInt8], limit: Int) -> [RequestID]? {
        if line.count > limit { return [.null] }
        // As the daemon does: what is only blank is passed over.
        var splitter = LineSplitter(limit: limit)
        var bytes: [UInt8]?
        (line + [0x0A]).withUnsafeBytes { buffer in
            splitter.feed(buffer) { if case .bytes(let line) = $0 { bytes = line } }
        }
        guard let bytes else { return nil }
        func id(_ call: Call) -> RequestID? {
            switch call {
            case .request(let request): request.id
            case .refused(_, let id): id
            }
        }
        switch Incoming(line: bytes) {
        case .single(let call): return id(call).map { [$0] }
        case .batch(let calls):
            let ids = calls.compactMap(id)
            return ids.isEmpty ? nil : ids
        }
    }

    /// What is wrong with an answer; nil where nothing is.
    static func problem(of answer: [UInt8], to line: [UInt8], _ ids: [RequestID]) -> String? {
        let reply: JSONValue
        do { reply = try StrictJSON.parse(answer, maxDepth: 2048) } catch {
            return "an answer that is no JSON: \(error.message)"
        }
        let parts = reply.array ?? [reply]
        // A batch as a whole may be refused.
        if ids.count > 1, parts.count == 1, parts[0]["id"] == .null { return nil }
        guard parts.count == ids.count else { return "\(parts.count) answers for \(ids.count)" }
        for (part, id) in zip(parts, ids) {
            guard Self.id(of: part) == id else { return "another id: \(part["id"])" }
            let isError = part.object?["error"] != nil
            guard isError != (part.object?["result"] != nil) else { return "neither of both" }
            if part["error"]["code"].integer == -32603 { return "a fault: \(part["error"])" }
        }
        return nil
    }

    private static func id(of reply: JSONValue) -> RequestID? {
        var json = JSONWriter()
        json.object { json in
            json.name("id")
            json.value(reply["id"])
            json.member("method", "server.status")
        }
        guard case .single(.request(let request)) = Incoming(line: json.bytes) else { return nil }
        return request.id
    }
}
