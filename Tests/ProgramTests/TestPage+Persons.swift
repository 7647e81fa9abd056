import Discussion
import JSONValues
import Testing

extension TestPage {
    /// Imposes something on a person, or lifts it; the answer.
    @discardableResult
    func sanction(
        _ person: JSONValue?, _ kind: String,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        try server.call("person.sanction", sanctioning(person, kind, with: more))
    }

    /// The params that impose something.
    func sanctioning(
        _ person: JSONValue?, _ kind: String,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) -> JSONValue {
        var params: JSONValue = [
            "site": .string(site), "kind": .string(kind), "reason": "A reason",
            "moderator": "mod",
        ]
        if let person { params = params.with(["person": person]) }
        return params.with(more)
    }

    func person(_ id: JSONValue) throws -> JSONValue {
        try server.call("person.get", ["site": .string(site), "person": id])
    }

    /// Waits until no work that commands have left remains: each command is followed by a part.
    func finishLeftovers() throws {
        while try server.call("server.status")["queues"]["recounts"] != 0 {}
    }

    /// The page in every order, deep and explained, as lines: equal only where every byte is.
    func everyList() throws -> [String] {
        try Sort.allCases.map(\.name).map { sort in
            let list = try list([
                "sort": .string(sort), "limit": 1000, "depth": 3, "children": 1000,
                "explain": true,
            ])
            var json = JSONWriter()
            json.value(list)
            return String(decoding: json.bytes, as: UTF8.self)
        }
    }
}
