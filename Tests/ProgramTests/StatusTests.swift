import Configuration
import JSONValues
import Testing
import Wire

@Suite("What a server tells of itself")
struct StatusTests {
    @Test("It counts what it holds, over all sites")
    func counts() throws {
        let page = try TestPage(
            rules: """
                {"version": 5, "rules": [
                  {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
                """)
        #expect(
            try page.server.counts() == [
                "sites": 0, "threads": 0, "persons": 0, "comments": 0, "votes": 0, "pending": 0,
                "flagged": 0,
            ])
        let id = try page.say("Hello", by: "ann")
        try page.say("I am waiting", by: "ann")
        try TestPage(page.server, name: "other").say("Elsewhere", by: "ann")
        try TestPage(page.server, site: "other").say("In another site", by: "ann")
        try page.vote(1, on: id, by: "bob")
        try page.flag(id, by: "cat")
        #expect(
            try page.server.counts() == [
                "sites": 2, "threads": 3, "persons": 4, "comments": 4, "votes": 1, "pending": 1,
                "flagged": 1,
            ])
        #expect(try page.server.call("server.status")["rules"] == 5)
    }

    @Test("It tells its version, how long it has run, and how it keeps data")
    func tellsItself() throws {
        let server = try TestServer()
        server.clock.advance(milliseconds: 61_999)
        let status = try server.call("server.status")
        #expect(status["uptime_s"] == 61)
        #expect(status["version"].text?.isEmpty == false)
        #expect(status["pid"].integer ?? 0 > 0)
        #expect(status["database"] == ":memory:")
        #expect(status["durability"] == "full")
        #expect(status["queues"]["writer"].integer != nil)
    }

    @Test("It tells the limits and windows it holds its clients to")
    func tellsLimits() throws {
        var settings = Settings()
        settings.limits.maxBodyBytes = 123
        settings.windows.keySeconds = 456
        let status = try TestServer(settings: settings).call("server.status")
        #expect(status["limits"]["max_body_bytes"] == 123)
        #expect(status["limits"]["max_line_bytes"] == 1_048_576)
        #expect(status["limits"]["max_depth"] == 50)
        #expect(status["limits"]["max_list"] == 1000)
        #expect(status["limits"]["max_batch"] == 1000)
        #expect(status["limits"]["max_nesting"] == 16)
        #expect(status["limits"]["max_comments_in_reply"] == 5000)
        #expect(
            status["windows"] == [
                "edit_s": 900, "delete_s": 900, "lease_s": 300, "key_s": 456,
                "notice_s": 2_592_000, "follow_stall_s": 30,
            ])
    }

    @Test("Its OpenRPC document describes every method that it carries out, and no other")
    func describesMethods() throws {
        let server = try TestServer()
        let document = try server.call("rpc.discover")
        #expect(document["openrpc"].text?.hasPrefix("1.3.") == true)
        #expect(document["info"]["version"] == (try server.call("server.status"))["version"])
        let methods = document["methods"].array ?? []
        #expect(methods.compactMap { $0["name"].text } == Method.allCases.map(\.rawValue))
        for method in methods {
            let name = try #require(method["name"].text)
            let spec = try #require(Method(rawValue: name)).spec
            let params = method["params"].array ?? []
            #expect(params.compactMap { $0["name"].text } == spec.parameters.map(\.name))
            #expect(
                params.map { $0["required"].bool } == spec.parameters.map { $0.isRequired })
            #expect(
                method["x-roles"].array?.compactMap(\.text) == spec.roles.map(\.rawValue))
            #expect(method["paramStructure"] == "by-name")
            #expect(method["result"]["schema"] != .null)
        }
    }

    @Test("Every shape that the document refers to is in it")
    func resolvesReferences() throws {
        let document = try TestServer().call("rpc.discover")
        let known = Set((document["components"]["schemas"].object?.members ?? []).map(\.name))
        func references(_ value: JSONValue) -> [String] {
            switch value {
            case .array(let elements): elements.flatMap(references)
            case .object(let object):
                object.members.flatMap { member in
                    member.name == "$ref"
                        ? [member.value.text ?? ""] : references(member.value)
                }
            default: []
            }
        }
        let used = Set(references(document))
        #expect(used.isEmpty == false)
        for reference in used {
            let prefix = "#/components/schemas/"
            #expect(reference.hasPrefix(prefix))
            #expect(known.contains(String(reference.dropFirst(prefix.count))))
        }
    }

    @Test("Every kind of error is in the document with its code")
    func listsErrors() throws {
        let errors = try TestServer().call("rpc.discover")["components"]["errors"]
        let codes: [(kind: String, code: Int)] = [
            ("parse_error", -32700), ("invalid_request", -32600), ("unknown_method", -32601),
            ("invalid_params", -32602), ("internal", -32603), ("unauthenticated", 401),
            ("forbidden", 403), ("not_found", 404), ("conflict", 409), ("too_large", 413),
            ("unacceptable", 422), ("locked", 423), ("rate_limited", 429), ("overloaded", 503),
            ("read_only", 503),
        ]
        #expect(errors.object?.members.count == codes.count)
        for (kind, code) in codes { #expect(errors[kind]["code"].integer == code) }
    }
}
