import Configuration
import JSONValues
import Testing

/// One page of a server under test, spoken to in few words.
struct TestPage {
    let server: TestServer
    let name: String
    let site: String

    init(_ server: TestServer, name: String = "page", site: String = "default") {
        self.server = server
        self.name = name
        self.site = site
    }

    /// A page of a server of its own.
    init(
        rules: String? = nil, settings: Settings = Settings(), allowsBackdating: Bool = false
    ) throws {
        self.init(
            try TestServer(rules: rules, settings: settings, allowsBackdating: allowsBackdating))
    }

    /// The params that submit a comment here.
    func submission(
        _ body: String, by author: JSONValue = "ann", under parent: String? = nil,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) -> JSONValue {
        var params: JSONValue = ["author": author, "body": .string(body)]
        if let parent { params = params.with(["parent": .string(parent)]) }
        return here(params).with(more)
    }

    /// Submits a comment; the whole answer.
    @discardableResult
    func submit(
        _ body: String, by author: JSONValue = "ann", under parent: String? = nil,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        try server.call(
            "comment.submit", submission(body, by: author, under: parent, with: more))
    }

    /// Submits a comment; its id.
    @discardableResult
    func say(
        _ body: String, by author: JSONValue = "ann", under parent: String? = nil,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> String {
        let answer = try submit(body, by: author, under: parent, with: more)
        return try #require(answer["comment"]["id"].text)
    }

    /// The params that give a comment another text.
    func editing(
        _ id: String, _ body: String, by person: JSONValue,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) -> JSONValue {
        let params: JSONValue = [
            "site": .string(site), "comment": .string(id), "by": person, "body": .string(body),
        ]
        return params.with(more)
    }

    /// Gives a comment another text; the whole answer.
    @discardableResult
    func edit(
        _ id: String, _ body: String, by person: JSONValue,
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        try server.call("comment.edit", editing(id, body, by: person, with: more))
    }

    /// A comment as the public sees it, or as `more` says.
    func comment(_ id: String, _ more: KeyValuePairs<String, JSONValue> = [:]) throws -> JSONValue {
        let params: JSONValue = ["site": .string(site), "comment": .string(id)]
        return try server.call("comment.get", params.with(more))["comment"]
    }

    /// A comment as moderators see it.
    func moderated(_ id: String) throws -> JSONValue {
        try comment(id, ["view": "moderator"])
    }

    func list(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> JSONValue {
        try server.call("comment.list", here([:]).with(more))
    }

    /// The bodies of a page of the roots; a tombstone's is its status in brackets.
    func bodies(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> [String] {
        (try list(more)["comments"].array ?? []).map {
            $0["body"].text ?? "[\($0["status"].text ?? "")]"
        }
    }

    func thread() throws -> JSONValue { try server.call("thread.get", here([:])) }

    @discardableResult
    func configure(_ settings: KeyValuePairs<String, JSONValue>) throws -> JSONValue {
        try server.call("thread.configure", here([:]).with(settings))
    }

    /// Casts a vote; the totals.
    @discardableResult
    func vote(_ value: Int, on id: String, by voter: JSONValue) throws -> JSONValue {
        try server.call(
            "vote.cast",
            [
                "site": .string(site), "comment": .string(id), "voter": voter,
                "value": .integer(value),
            ])["votes"]
    }

    /// Casts so many votes for and against a comment, by voters of their own.
    func votes(up: Int, down: Int, on id: String) throws {
        for index in 0..<up { try vote(1, on: id, by: "up\(index)") }
        for index in 0..<down { try vote(-1, on: id, by: "down\(index)") }
    }

    /// Raises a flag; how many are open now.
    @discardableResult
    func flag(_ id: String, by reporter: JSONValue, reason: String = "spam") throws -> Int {
        let result = try server.call(
            "flag.raise",
            [
                "site": .string(site), "comment": .string(id), "reporter": reporter,
                "reason": .string(reason),
            ])
        return try #require(result["flags"].integer)
    }

    /// Decides on comments; the results.
    @discardableResult
    func decide(
        _ action: String, _ ids: String..., by moderator: JSONValue = "mod",
        with more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        let params: JSONValue = [
            "site": .string(site), "comments": .array(ids.map { .string($0) }),
            "action": .string(action), "moderator": moderator,
        ]
        return try server.call("moderation.decide", params.with(more))["results"]
    }

    func queue(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> JSONValue {
        let params: JSONValue = ["site": .string(site)]
        return try server.call("moderation.queue", params.with(more))
    }

    /// The bodies of the comments in the queue, in its order.
    func queued(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> [String] {
        (try queue(more)["items"].array ?? []).compactMap { $0["comment"]["body"].text }
    }

    func history(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> [JSONValue] {
        let params: JSONValue = ["site": .string(site)]
        return try server.call("moderation.history", params.with(more))["entries"].array ?? []
    }

    private func here(_ params: JSONValue) -> JSONValue {
        params.with(["site": .string(site), "thread": .string(name)])
    }
}
