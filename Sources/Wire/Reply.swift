import Discussion
import JSONValues

/// Replies as bytes: JSON-RPC 2.0 section 5, one line each, the newline not included.
package enum Reply {
    /// The reply to a command that was carried out; `result` is one JSON value.
    package static func success(_ id: RequestID, result: [UInt8]) -> [UInt8] {
        let head = head(id)
        // Results are large: copied once, with room for the newline.
        var reply: [UInt8] = []
        reply.reserveCapacity(head.count + result.count + 2)
        reply += head
        reply += result
        reply.append(0x7D)
        return reply
    }

    /// What stands before the result in the reply to a command that was carried out; a brace stands
    /// behind it.
    package static func head(_ id: RequestID) -> [UInt8] {
        var json = JSONWriter(capacity: 64)
        open(&json, id)
        json.name("result")
        return json.bytes
    }

    /// The reply to a command that was refused.
    package static func failure(_ id: RequestID, _ refusal: Refusal) -> [UInt8] {
        var json = JSONWriter()
        open(&json, id)
        json.name("error")
        write(refusal, to: &json)
        json.closeObject()
        return json.bytes
    }

    /// The replies to a batch, in one array.
    package static func batch(_ replies: [[UInt8]]) -> [UInt8] {
        var json = JSONWriter(capacity: replies.reduce(2) { $0 + $1.count + 1 })
        json.openArray()
        for reply in replies { json.raw(reply) }
        json.closeArray()
        return json.bytes
    }

    /// Writes the error object alone, as it also stands in the results of `moderation.decide`.
    package static func write(_ refusal: Refusal, to json: inout JSONWriter) {
        json.openObject()
        json.member("code", refusal.kind.code)
        json.member("message", refusal.message)
        json.name("data")
        json.openObject()
        json.member("kind", refusal.kind.rawValue)
        json.member("field", ifAny: refusal.field)
        json.member("problem", ifAny: refusal.problem)
        json.member("did_you_mean", ifAny: refusal.didYouMean)
        json.member("limit", ifAny: refusal.limit)
        json.member("retry_after_ms", ifAny: refusal.retryAfterMs)
        json.member("revision", ifAny: refusal.revision)
        json.member("incident", ifAny: refusal.incident)
        if let sanction = refusal.sanction {
            json.member("sanction", sanction.name)
            json.member("until", orNull: refusal.until?.text)
        }
        json.closeObject()
        json.closeObject()
    }

    private static func open(_ json: inout JSONWriter, _ id: RequestID) {
        json.openObject()
        json.member("jsonrpc", "2.0")
        json.name("id")
        switch id {
        case .null: json.null()
        case .integer(let value): json.integer(value)
        case .string(let value): json.string(value)
        }
    }
}
