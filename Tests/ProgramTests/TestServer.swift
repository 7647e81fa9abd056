import Configuration
import Daemon
import Discussion
import JSONValues
import Moderation
import Service
import Synchronization
import Testing
import Wire

/// A server in this process with one client, spoken to in lines. Every reply is held against the
/// published description of its method.
final class TestServer {
    let clock = TestClock()
    private let server: Server
    private let session: LocalSession
    private var pending: [UInt8] = []
    private var nextID = 0

    /// `rules` is the text of a `rules.json`, in strict JSON; `siteRules` are texts of sites' own
    /// by the sites' names. `reloaded` are the rules after a `rules.reload`.
    init(
        database: String = ":memory:", rules: String? = nil, settings: Settings = Settings(),
        allowsBackdating: Bool = false, siteRules: [String: String] = [:],
        reloaded: String? = nil, stopwatch: (@Sendable () -> UInt64)? = nil
    ) throws {
        var options = ServerOptions(database: database)
        options.settings = settings
        options.allowsBackdating = allowsBackdating
        options.clock = { [clock] in clock.now }
        if let stopwatch { options.stopwatch = stopwatch }
        if let rules {
            let loads = Mutex(0)
            options.rules = try RulesInForce {
                let isFirst = loads.withLock { loads in
                    loads += 1
                    return loads == 1
                }
                return try Self.loaded(isFirst ? rules : reloaded ?? rules, siteRules)
            }
        }
        server = try Server(options)
        session = server.connect()
    }

    deinit {
        session.end()
        while session.nextReplies() != nil {}
        server.stop()
    }

    private static func loaded(
        _ rules: String, _ siteRules: [String: String]
    ) throws -> RulesInForce.Loaded {
        let document = try StrictJSON.parse(Array(rules.utf8))
        var forms = CompiledForms()
        let sites = try siteRules.mapValues { own in
            try RuleSet.compile(
                site: StrictJSON.parse(Array(own.utf8)), before: document, lists: [:],
                forms: &forms)
        }
        let shared = try RuleSet.compile(document, lists: [:], forms: &forms)
        return .init(rules: shared, lists: [:], sites: sites)
    }

    /// Sends one line as it is and returns its reply line, read as JSON.
    func send(line: String) throws -> JSONValue {
        try send(bytes: Array(line.utf8) + [0x0A])
    }

    /// Sends bytes that end one line, and returns the reply.
    func send(bytes: [UInt8]) throws -> JSONValue {
        bytes.withUnsafeBytes { session.feed($0) }
        return try nextReply()
    }

    /// The next reply line, waited for.
    func nextReply() throws -> JSONValue {
        while !pending.contains(0x0A) {
            pending += try #require(session.nextReplies(), "the server has closed")
        }
        let line = Array(pending.prefix { $0 != 0x0A })
        pending.removeFirst(line.count + 1)
        return try StrictJSON.parse(line, maxDepth: 2048)
    }

    /// Carries a command out and returns its result; an error reply throws.
    @discardableResult
    func call(_ method: String, _ params: JSONValue = [:]) throws -> JSONValue {
        let reply = try reply(to: method, params)
        if let error = reply.object?["error"] { throw CallFailure(error: error) }
        return try #require(reply.object?["result"])
    }

    /// The error of a command that must be refused.
    func error(_ method: String, _ params: JSONValue = [:]) throws -> JSONValue {
        let reply = try reply(to: method, params)
        return try #require(reply.object?["error"], "\(method) was not refused: \(reply)")
    }

    private func reply(to method: String, _ params: JSONValue) throws -> JSONValue {
        nextID += 1
        var json = JSONWriter()
        json.object { json in
            json.member("id", nextID)
            json.member("method", method)
            json.name("params")
            json.value(params)
        }
        let reply = try send(bytes: json.bytes + [0x0A])
        #expect(reply["id"].integer == nextID)
        try Conformance.check(reply, of: method)
        return reply
    }
}

/// An error reply where a result was expected.
struct CallFailure: Error, CustomStringConvertible {
    let error: JSONValue
    var description: String { "\(error)" }
}

/// Holds replies against the method table.
enum Conformance {
    static func check(_ reply: JSONValue, of name: String) throws {
        let members = reply.object?.members.map(\.name) ?? []
        #expect(members == ["jsonrpc", "id", "result"] || members == ["jsonrpc", "id", "error"])
        if let error = reply.object?["error"] {
            try Schema.reference("Error").check(error, components: Components.schemas)
        } else if let result = reply.object?["result"], let method = Method(rawValue: name) {
            try method.spec.result.check(result, components: Components.schemas)
        }
    }
}

/// Time as a test wants it: it stands still until it is moved.
final class TestClock: Sendable {
    private let milliseconds = Mutex<Int64>(1_767_225_600_000)  // 2026-01-01

    var now: Moment { Moment(milliseconds: milliseconds.withLock { $0 }) }

    func advance(seconds: Int) { milliseconds.withLock { $0 += Int64(seconds) * 1000 } }
    func advance(milliseconds count: Int) { milliseconds.withLock { $0 += Int64(count) } }
}
