import Configuration
import Daemon
import Discussion
import JSONValues
import Store
import Testing

@Suite("What becomes of the log of events")
struct EventUpkeepTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private static func rules(_ version: Int) -> String {
        """
        {"version": \(version), "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """
    }

    private func types(_ server: TestServer) throws -> [String] {
        (try server.call("event.list", ["limit": 1000])["events"].array ?? []).compactMap {
            $0["type"].text
        }
    }

    @Test("Other rules are told to each site that there is, once, also where they came unseen")
    func rules() throws {
        func server(_ version: Int, reloaded: Int? = nil) throws -> TestServer {
            try TestServer(
                database: folder.database, rules: Self.rules(version),
                reloaded: reloaded.map(Self.rules))
        }
        do {
            let server = try server(1, reloaded: 2)
            for site in ["default", "second"] {
                try TestPage(server, site: site).say("Hello", by: "ann")
            }
            try server.call("rules.reload")
            for site in ["default", "second"] {
                var events: [JSONValue] = []
                while events.count < 2 {
                    events =
                        try server.call("event.list", ["site": .string(site)])["events"].array ?? []
                }
                #expect(events.map { $0["type"] } == ["comment.submitted", "rules"])
                #expect(events[1]["version"] == 2)
                #expect(events[1]["thread"] == .null)
            }
            try server.call("rules.reload")
            try TestPage(server).finishLeftovers()
            #expect(try types(server) == ["comment.submitted", "rules"])
        }
        do {
            let server = try server(2)
            try TestPage(server).finishLeftovers()
            #expect(try types(server) == ["comment.submitted", "rules"])
        }
        let last = try server(3)
        try TestPage(last).finishLeftovers()
        #expect(try types(last) == ["comment.submitted", "rules", "rules"])
    }

    @Test(
        "The oldest events go where there are too many; who asks for them is told the oldest kept")
    func cuts() throws {
        var settings = Settings()
        settings.limits.maxEvents = 1000
        do {
            let server = try TestServer(database: folder.database, settings: settings)
            for batch in 0..<9 {
                let commands = (0..<500).map { number in
                    ProgramFolder.command(
                        "thread.configure", id: number,
                        ["thread": "page", "title": .string("\(batch) \(number)")])
                }
                _ = try server.send(line: "[" + commands.joined(separator: ",") + "]")
            }
            var refused = JSONValue.null
            while refused == .null {
                try TestPage(server).finishLeftovers()
                refused = try server.refusal("event.list", ["after": 0])
            }
            let oldest = try #require(
                try server.call("event.list", ["limit": 1])["events"][0]["seq"].integer)
            #expect(oldest > 1 && oldest <= 3501)
            for verb in ["list", "follow"] {
                let error = try server.error("event.\(verb)", ["after": 0])
                #expect(error["code"] == -32602)
                #expect(error["data"]["field"] == "after")
                #expect(
                    error["data"]["problem"].text?.hasSuffix("oldest event kept is \(oldest)")
                        == true)
            }
            var after = oldest - 1
            while after < 4500 {
                let list = try server.call("event.list", ["after": .integer(after), "limit": 1000])
                for event in list["events"].array ?? [] {
                    #expect(event["seq"].integer == after + 1)
                    after += 1
                }
            }
        }
        #expect(try LocalService.recount(folder.database) == [])
    }
}

extension TestServer {
    /// The error that a command is refused with; null where it is not.
    fileprivate func refusal(_ method: String, _ params: JSONValue) throws -> JSONValue {
        do {
            try call(method, params)
            return .null
        } catch let failure as CallFailure { return failure.error }
    }
}
