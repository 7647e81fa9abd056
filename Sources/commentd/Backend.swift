import Daemon
import Discussion
import JSONValues
import Service
import Wire

/// Who carries out the program's own commands: a database opened here, or a running server.
enum Backend {
    case local(LocalService)
    case remote(SocketClient)

    /// For commands that may write, and for those about rules.
    init(_ line: CommandLineOptions, isReading: Bool) throws {
        if let path = line.connection {
            self = .remote(try SocketClient(path: path))
        } else {
            self = .local(try LocalService(line.serverOptions(), isReading: isReading))
        }
    }

    /// For commands that read, and to which the rules are nothing. `takesOlder`: also a database of
    /// an earlier version, to copy it.
    init(reading line: CommandLineOptions, takesOlder: Bool = false) throws {
        if let path = line.connection {
            self = .remote(try SocketClient(path: path))
        } else {
            self = .local(
                try LocalService(
                    line.serverOptions(compilesRules: false),
                    isReading: line.database != ":memory:", takesOlder: takesOlder))
        }
    }

    /// Carries out one command and returns its reply line.
    func reply(to line: [UInt8]) throws -> [UInt8] {
        switch self {
        case .remote(let client): return try client.call(line)
        case .local(let service):
            switch Incoming(line: line) {
            case .single(.request(let request)):
                return Reply.to(request.id ?? .null, service.call(request))
            case .single(.refused(let refusal, let id)):
                return Reply.failure(id ?? .null, refusal)
            case .batch: throw UsageProblem("one command at a time")
            }
        }
    }

    /// Carries a command out; its result, which may be nested as deep as threads are.
    func result(of method: Method, _ params: JSONObject) throws -> JSONValue {
        var json = JSONWriter()
        json.object { json in
            json.member("id", 1)
            json.member("method", method.rawValue)
            json.name("params")
            json.value(.object(params))
        }
        let reply = try StrictJSON.parse(reply(to: json.bytes), maxDepth: 2048)
        if let result = reply.object?["result"] { return result }
        throw CallProblem(error: reply["error"])
    }
}

/// An error reply, for people.
struct CallProblem: Error, CustomStringConvertible {
    let error: JSONValue

    /// Whether a param was wrong.
    var isOfParams: Bool { error["data"]["kind"].text == Refusal.Kind.invalidParams.rawValue }

    var description: String {
        let near = error["data"]["did_you_mean"].text.map { ": did you mean \($0)?" } ?? ""
        return (error["message"].text ?? "the command was refused") + near
    }
}
