import Daemon
import Discussion
import JSONValues
import Wire

/// `commentd call`: one command by hand, its reply printed for a person.
struct Call {
    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    /// 1 where the reply is an error.
    func run() throws -> Int32 {
        let reply = try StrictJSON.parse(try reply(to: try command()), maxDepth: 2048)
        var json = JSONWriter()
        json.value(reply.object?["result"] ?? reply["error"])
        try Terminal.print(String(decoding: prettyJSON(json.bytes), as: UTF8.self) + "\n")
        return reply.object?["error"] == nil ? 0 : 1
    }

    private func reply(to command: [UInt8]) throws -> [UInt8] {
        switch Incoming(line: command) {
        case .single(.refused(let refusal, let id)):
            // What is no command is told before a database is looked for.
            return Reply.failure(id ?? .null, refusal)
        case .single(.request(let request)):
            var line = line
            if request.method == .rulesReload, line.connection == nil {
                throw UsageProblem("rules.reload needs --connect: it is a running server's rules")
            }
            if Self.needNoDatabase.contains(request.method) { line.database = ":memory:" }
            // A read works beside a running server; so only a write needs the database alone.
            let isReading =
                !request.method.spec.isWrite && request.method != .rankingRefit
                && line.database != ":memory:"
            return try Backend(line, isReading: isReading).reply(to: command)
        case .batch: throw UsageProblem("call takes one command")
        }
    }

    /// What the program tells of itself and of its rules.
    private static let needNoDatabase: Set<Method> = [.rpcDiscover, .rulesGet, .rulesCheck]

    /// The command as a line of the protocol.
    private func command() throws -> [UInt8] {
        var json = JSONWriter()
        try json.object { json in
            json.member("id", 1)
            json.member("method", line.operands[0])
            json.name("params")
            try json.object { json in
                for operand in line.operands.dropFirst() {
                    let (name, value) = try parameter(operand)
                    json.name(dynamic: name)
                    json.value(value)
                }
            }
        }
        return json.bytes
    }

    /// `name=text` or `name:=json`.
    private func parameter(_ operand: String) throws -> (String, JSONValue) {
        guard let equals = operand.firstIndex(of: "=") else {
            throw UsageProblem("\(operand) is no param: write name=text or name:=json")
        }
        let name = operand[..<equals]
        let text = String(operand[operand.index(after: equals)...])
        guard name.hasSuffix(":") else { return (String(name), .string(text)) }
        do {
            return (String(name.dropLast()), try StrictJSON.parse(Array(text.utf8)))
        } catch {
            throw UsageProblem("\(name.dropLast()): \(error.message)")
        }
    }
}
