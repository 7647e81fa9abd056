import Discussion
import JSONValues
import Testing
import Wire

@Suite("What errors and the log never repeat")
struct SecretTests {
    /// Stands in every text that is sent, and in nothing else.
    private static let mark = "Zq7mark"

    /// Params of a method with the mark in every text.
    private func params(of schema: [Schema.Member], leavingOut: String? = nil) -> JSONValue {
        .object(
            JSONObject(
                schema.filter { $0.name != leavingOut && $0.name != "at" && $0.name != "cursor" }
                    .map { JSONObject.Member($0.name, value(of: $0.schema)) }))
    }

    private func value(of schema: Schema) -> JSONValue {
        switch schema {
        case .any: .string(Self.mark)
        case .boolean: .bool(true)
        case .integer(let range): .integer(range.lowerBound)
        case .number(let range): .number(range.lowerBound)
        case .string: .string(Self.mark)
        case .time: .string("2025-01-01T00:00:00.000Z")
        case .choice(let words): .string(words.last ?? "")
        case .array(let element, let count):
            .array(Array(repeating: value(of: element), count: max(1, count.lowerBound)))
        case .object(let members): params(of: members)
        case .map(let element): .object(JSONObject([.init("a", value(of: element))]))
        case .nullable(let inner): value(of: inner)
        case .either(let choices): choices.last.map(value) ?? .null
        case .typed(let variants): variants.last.map { params(of: $0.members) } ?? .null
        case .reference(let name): Components.schemas[name].map(value) ?? .null
        }
    }

    private static func text(_ value: JSONValue) -> String {
        var json = JSONWriter()
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Each method's params, whole and with each member broken in turn.
    private func attempts(of method: Method) -> [JSONValue] {
        let parameters = method.spec.parameters
        let whole = params(of: parameters)
        let broken: [JSONValue] = [
            .string(Self.mark), .object(JSONObject([.init(Self.mark.lowercased(), .null)])),
            .array([.string(Self.mark)]), .string(String(repeating: Self.mark, count: 200_000 / 7)),
        ]
        return [whole]
            + parameters.flatMap { member in
                broken.map {
                    params(of: parameters, leavingOut: member.name).with([member.name: $0])
                }
            }
    }

    @Test("No error repeats a value that was sent, whatever is wrong with it")
    func errors() throws {
        let folder = try ProgramFolder()
        let served = try folder.serve()
        let peer = try served.connect()
        var refused = 0
        for method in Method.allCases where method != .eventFollow {
            for params in attempts(of: method) {
                let reply = try peer.ask(method.rawValue, params)
                guard let error = reply.object?["error"] else { continue }
                refused += 1
                #expect(!Self.text(error).contains(Self.mark), "\(method): \(error)")
            }
        }
        #expect(refused > 300)
        try served.stop()
    }

    @Test("No answer to a stranger repeats the token or the line that was sent")
    func strangers() throws {
        let folder = try ProgramFolder()
        let served = try folder.serveTCP()
        for line in [
            "GET /\(Self.mark) HTTP/1.1\r\nHost: \(Self.mark)\r\n\r\n",
            "{\"id\":1,\"method\":\"session.open\",\"params\":{\"token\":\"\(Self.mark)\"}}\n",
            "{\"id\":1,\"method\":\"\(Self.mark)\"}\n", "\(Self.mark)\n",
        ] {
            let peer = try served.connect(from: "127.0.0.1")
            try peer.write(line)
            let replies = try peer.lastReplies()
            #expect(replies.count == 1)
            #expect(replies.first?["error"]["code"] == 401)
            #expect(!Self.text(.array(replies)).contains(Self.mark))
        }
        try served.stop()
    }

    @Test("Where the disk is full the log names the incident that the client was told, and no text")
    func log() throws {
        let folder = try ProgramFolder()
        _ = try folder.replies(to: [ProgramFolder.submission("0")])
        let program = try Spawned(["--config", "empty"], in: folder.path, maxFileBlocks: 1024)
        let body = String(repeating: Self.mark + " ", count: 1000)
        var incidents: [String] = []
        for index in 1...100 where incidents.count < 3 {
            let author = "\(Self.mark) \(index)"
            program.write(ProgramFolder.submission(body, id: index, author: author) + "\n")
            let reply = try program.reply()
            guard reply.object?["error"] != nil else { continue }
            #expect(reply["error"]["data"]["kind"] == "read_only")
            incidents.append(try #require(reply["error"]["data"]["incident"].text))
        }
        let end = try program.end()
        #expect(!end.complaints.contains(Self.mark))
        let lines = try end.complaints.split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        for line in lines {
            for name in ["time", "level", "event", "message"] {
                #expect(line[name].text != nil, "\(line)")
            }
        }
        #expect(incidents.count == 3)
        let told = lines.filter { $0["event"] == "read_only" }
        #expect(told.compactMap { $0["incident"].text } == incidents)
        #expect(told.allSatisfy { $0["method"] == "comment.submit" && $0["level"] == "error" })
    }
}
