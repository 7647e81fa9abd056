import Discussion
import JSONValues

/// How a caller names a request, to find its reply.
package enum RequestID: Sendable, Equatable {
    case null
    case integer(Int)
    case string(String)

    /// The most bytes of a string that names a request.
    package static let maxBytes = 1024
}

/// One command: JSON-RPC 2.0 section 4.
package struct Request: Sendable {
    /// Nil for a notification: carried out, never answered.
    package let id: RequestID?
    package let method: Method
    package let params: JSONObject

    package init(id: RequestID?, method: Method, params: JSONObject) {
        self.id = id
        self.method = method
        self.params = params
    }
}

/// One element of a line: a command, or what is wrong with it.
package enum Call: Sendable {
    case request(Request)
    /// `id` nil: not even an error is answered.
    case refused(Refusal, id: RequestID?)
}

/// A line, read.
package enum Incoming: Sendable {
    case single(Call)
    case batch([Call])

    /// The most commands of one batch.
    package static let maxBatch = 1000

    /// Reads a line's bytes; whatever is wrong with them is in the result.
    package init(line: [UInt8]) {
        do throws(Refusal) {
            switch try Self.value(line) {
            case .array(let elements) where elements.isEmpty:
                throw Refusal(.invalidRequest, "a batch holds at least one command")
            case .array(let elements) where elements.count > Self.maxBatch:
                throw Refusal.tooLarge(
                    "a batch holds at most \(Self.maxBatch) commands", limit: Self.maxBatch)
            case .array(let elements): self = .batch(elements.map(Call.init))
            case let value: self = .single(Call(value))
            }
        } catch {
            self = .single(.refused(error, id: .null))
        }
    }

    /// Nearly all lines are plain; what is wrong with another, or with none, the parser says.
    private static func value(_ line: [UInt8]) throws(Refusal) -> JSONValue {
        if let value = line.withUnsafeBufferPointer(PlainJSON.parse) { return value }
        return try StrictJSON.parse(line)
    }

    /// The answer to a line past the limit.
    package static func tooLong(limit: Int) -> Incoming {
        .single(.refused(.tooLarge("the line has over \(limit) bytes", limit: limit), id: .null))
    }
}

extension Call {
    private static let members = ["jsonrpc", "id", "method", "params"]

    fileprivate init(_ value: JSONValue) {
        guard let object = value.object else {
            self = .refused(Refusal(.invalidRequest, "a command is a JSON object"), id: .null)
            return
        }
        do throws(Refusal) {
            let id = try Self.id(of: object)
            do throws(Refusal) {
                self = .request(try Self.request(object, id: id))
            } catch {
                // Without an id it might have been meant as a notification; but what is no request
                // is answered, so that its sender learns of it.
                self = .refused(error, id: error.kind == .invalidRequest ? id ?? .null : id)
            }
        } catch {
            self = .refused(error, id: .null)
        }
    }

    private static func id(of object: JSONObject) throws(Refusal) -> RequestID? {
        switch object["id"] {
        case nil: return nil
        case .null: return .null
        case .integer(let value): return .integer(value)
        case .string(let value) where value.utf8.count <= RequestID.maxBytes: return .string(value)
        default:
            throw Refusal(
                .invalidRequest,
                "id must be an integer, a string of at most \(RequestID.maxBytes) bytes, or null")
        }
    }

    private static func request(_ object: JSONObject, id: RequestID?) throws(Refusal) -> Request {
        if let version = object["jsonrpc"], version.text?.hasSameBytes(as: "2.0") != true {
            throw Refusal(.invalidRequest, "jsonrpc must be \"2.0\" where it is given")
        }
        for index in object.members.indices {
            let name = object.members[index].name
            if members.contains(where: { name.hasSameBytes(as: $0) }) { continue }
            var refusal = Refusal(.invalidRequest, "a command has no such member")
            refusal.field = String(name.unicodeScalars.prefix(64))
            refusal.didYouMean = nearestName(to: name, among: members)
            throw refusal
        }
        guard let name = object["method"]?.text else {
            throw Refusal(.invalidRequest, "method must be a string")
        }
        // Bounded first, for the same reason; no method has a name of half that length.
        guard name.utf8.count <= 64, let method = Method(rawValue: name) else {
            var refusal = Refusal(.unknownMethod, "there is no such method")
            refusal.didYouMean = nearestName(to: name, among: Method.allCases.map(\.rawValue))
            throw refusal
        }
        guard let params = object["params"] else {
            return Request(id: id, method: method, params: JSONObject())
        }
        guard let params = params.object else {
            throw .invalid("params", "expected an object: params are named, not positional")
        }
        return Request(id: id, method: method, params: params)
    }
}
