import Daemon
import JSONValues
import Testing
import Wire

/// Holds all that the server shows of a site against the model.
struct ModelComparison {
    static let sorts = ["best", "top", "hot", "controversial", "discussed", "newest", "oldest"]

    let run: ModelRun
    /// A connection beside the server's that everything is read through; nil: the server itself.
    var onlooker: LocalService?
    let name: String
    let site: ModelSite
    var random: SeededGenerator

    init(_ run: ModelRun, _ name: String, seed: Int) {
        self.run = run
        self.name = name
        site = run.sites[name] ?? ModelSite()
        random = SeededGenerator(seed: seed)
    }

    func read(_ method: String, _ params: JSONValue) throws -> JSONValue {
        let params = params.with(["site": .string(name)])
        guard let onlooker else { return try run.server.call(method, params) }
        switch onlooker.call(try request(method, params)) {
        case .result(let bytes): return try StrictJSON.parse(bytes, maxDepth: 64)
        case .refused(let refusal): throw refusal
        }
    }

    /// The code of the error that a command must be refused with.
    func readError(_ method: String, _ params: JSONValue) throws -> JSONValue {
        let params = params.with(["site": .string(name)])
        guard let onlooker else { return try run.server.error(method, params)["code"] }
        guard case .refused(let refusal) = onlooker.call(try request(method, params)) else {
            throw run.mismatch("\(method) \(params.json) was not refused")
        }
        return .integer(refusal.kind.code)
    }

    private func request(_ method: String, _ params: JSONValue) throws -> Request {
        Request(
            id: .null, method: try #require(Method(rawValue: method)),
            params: params.object ?? JSONObject())
    }

    func expect(_ actual: JSONValue, _ expected: JSONValue, _ what: String) throws {
        if actual != expected {
            throw run.mismatch("\(name), \(what): \(actual.json), expected \(expected.json)")
        }
    }

    func expect(_ actual: [String], _ expected: [String], _ what: String) throws {
        if actual != expected {
            throw run.mismatch("\(name), \(what):\n\(actual), expected\n\(expected)")
        }
    }

    /// Some readers and sorts at random, everything else whole.
    mutating func compareSome() throws {
        try compareThreads()
        try compareQueue()
        for thread in site.threads.keys.sorted() {
            let tree = ModelTree(site, thread: thread)
            let reader = random.pick(readers) ?? .anyone
            try compare(tree, [random.pick(Self.sorts) ?? "best"], reader)
            for id in tree.comments.map(\.id).sorted() where random.chance(20) {
                try compareComment(id, in: tree, for: random.pick(readers) ?? .anyone)
            }
        }
    }

    /// Every sort for every kind of reader, and all comments, entries and counts.
    mutating func compareAll() throws {
        try compareThreads()
        try compareQueue()
        try compareHistory()
        for thread in site.threads.keys.sorted() {
            let tree = ModelTree(site, thread: thread)
            for reader in readers {
                try compare(tree, Self.sorts, reader)
                for id in tree.comments.map(\.id).sorted() {
                    try compareComment(id, in: tree, for: reader)
                }
            }
        }
    }

    private var readers: [ModelReader] { [.anyone, .person("p1"), .moderators] }

    private func compareThreads() throws {
        var counts: [(String, JSONValue)] = []
        for thread in ModelRun.threads + ModelRun.destinations + ["unheard of"] {
            let tree = ModelTree(site, thread: thread)
            let shown = try read("thread.get", ["thread": .string(thread)])
            let newest = tree.comments.filter { $0.status == "approved" }.map(\.created).max()
            let expected: KeyValuePairs<String, JSONValue> = [
                "count": .integer(tree.count), "roots": .integer(tree.replies(to: nil)),
                "pending": .integer(tree.comments.count { $0.status == "pending" }),
                "closed": .bool(site.threads[thread]?.isClosed ?? false),
                "last_comment_at": newest.map { run.text($0) } ?? .null,
            ]
            for (member, value) in expected {
                try expect(shown[member], value, "thread.get \(thread) \(member)")
            }
            counts.append((thread, .integer(tree.count)))
        }
        let names = counts.map { JSONValue.string($0.0) }
        let shown = try read("thread.counts", ["threads": .array(names)])
        for (thread, count) in counts {
            try expect(shown["counts"][thread], count, "thread.counts \(thread)")
        }
    }

    /// The history of every comment, of every person, and of the site.
    private mutating func compareHistory() throws {
        for id in site.comments.keys.sorted() {
            let shown = try read("moderation.history", ["comment": .string(id), "limit": 1000])
            let entries = (shown["entries"].array ?? []).reversed().map { entry in
                ["action", "actor", "from", "to"].map { entry[$0].text ?? "-" }
            }
            let expected = site.entries.filter { $0.comment == id }
                .map { [$0.action, $0.actor, $0.from ?? "-", $0.to] }
            try expect(
                entries.map { "\($0)" }, expected.map { "\($0)" }, "history of \(id)")
        }
        for person in ModelRun.persons + ["mod"] {
            let expected = site.entries.count { $0.author == person || $0.actor == person }
            try expect(
                .integer(try countHistory(["person": .string(person)])), .integer(expected),
                "history of \(person)")
        }
        try expect(
            .integer(try countHistory([:])), .integer(site.entries.count), "history of the site")
    }

    private mutating func countHistory(_ params: JSONValue) throws -> Int {
        var count = 0
        var params = params.with(["limit": .integer(random.number(20...90))])
        while true {
            let page = try read("moderation.history", params)
            count += page["entries"].array?.count ?? 0
            if page["next"] == .null || count > site.entries.count { return count }
            params = params.with(["cursor": page["next"]])
        }
    }
}
