import JSONValues
import Testing

extension TestPage {
    /// Has somebody follow this page, or replies to their own comments here; the subscription.
    @discardableResult
    func follow(
        by person: JSONValue, _ scope: String = "thread",
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        try server.call("subscription.add", following(by: person, scope, with: more))[
            "subscription"]
    }

    /// The params of that.
    func following(
        by person: JSONValue, _ scope: String = "thread",
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) -> JSONValue {
        let params: JSONValue = [
            "site": .string(site), "thread": .string(name), "person": person,
            "scope": .string(scope),
        ]
        return params.with(more)
    }

    /// Has somebody follow the replies to one comment; the subscription.
    @discardableResult
    func follow(repliesTo id: String, by person: JSONValue) throws -> JSONValue {
        try server.call(
            "subscription.add",
            [
                "site": .string(site), "comment": .string(id), "person": person,
                "scope": "replies",
            ])["subscription"]
    }

    func subscriptions(of person: JSONValue) throws -> [JSONValue] {
        try server.call(
            "subscription.list", ["site": .string(site), "person": person])["subscriptions"].array
            ?? []
    }

    /// The notices that are due, once all that became visible has been announced.
    func notices(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> [JSONValue] {
        while try server.call("server.status")["queues"]["announcements"] != 0 {}
        let params: JSONValue = ["site": .string(site), "limit": 1000]
        return try server.call("notification.list", params.with(more))["notifications"].array ?? []
    }

    /// Who is told of what: `person: body`, sorted.
    func told() throws -> [String] {
        try notices().map {
            let about = $0["comment"]["body"].text ?? $0["kind"].text ?? ""
            return "\($0["person"]["id"].text ?? ""): \(about)"
        }.sorted()
    }

    /// Acknowledges notices; how many were due.
    @discardableResult
    func acknowledge(
        _ notices: [JSONValue], with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> Int {
        let params: JSONValue = ["site": .string(site), "ids": .array(notices.map { $0["id"] })]
        return try server.call("notification.ack", params.with(more))["acknowledged"].integer ?? -1
    }
}
