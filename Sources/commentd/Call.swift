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
        switch Incoming(line: try command()) {
        case .single(.request(let request)):
            var line = line
            if Self.needNoDatabase.contains(request.method) { line.database = ":memory:" }
            // A read works beside a running server; so only a write needs the database alone.
            let isReading = !request.method.spec.isWrite && line.database != ":memory:"
            let call = try LocalCall(line, isReading: isReading)
            switch call.outcome(of: request) {
            case .result(let bytes):
                print(bytes)
                return 0
            case .refused(let refusal): return show(refusal)
            }
        case .single(.refused(let refusal, _)): return show(refusal)
        case .batch: throw UsageProblem("call takes one command")
        }
    }

    /// What the program tells of itself and of its rules.
    private static let needNoDatabase: Set<Method> = [.rpcDiscover, .rulesGet, .rulesCheck]

    private func show(_ refusal: Refusal) -> Int32 {
        var json = JSONWriter()
        Reply.write(refusal, to: &json)
        print(json.bytes)
        return 1
    }

    private func print(_ bytes: [UInt8]) {
        Terminal.print(String(decoding: prettyJSON(bytes), as: UTF8.self) + "\n")
    }

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
