import Configuration
import Discussion
import JSONValues

/// A server and the model of its sites, driven by the same random commands.
struct ModelRun {
    /// What the model makes of a command that the server answered with this result, or refused: for
    /// each comment that it is about the code of the error that is due, or 0.
    typealias Effect = (inout ModelSite, JSONValue?) -> [Int]

    let server: TestServer
    var random: SeededGenerator
    var sites: [String: ModelSite] = ["default": ModelSite(), "other": ModelSite()]
    /// Told of each command that has been answered by itself.
    var onAnswer: ((Sent, JSONValue) throws -> Void)?
    private let label: String
    private(set) var commands = 0
    /// Commands that go to the server together; nil while each goes by itself.
    private(set) var gathered: [Sent]?

    struct Sent {
        let site: String
        let method: String
        let params: JSONValue
        /// Whether it comes again, which must change nothing and be answered alike.
        var isRepeated: Bool
        let effect: Effect
    }

    static let persons = (0..<9).map { "p\($0)" }
    static let moderators = ["mod", "p0"]

    init(seed: Int, database: String = ":memory:") throws {
        var settings = Settings()
        settings.limits.maxDepth = ModelSite.maxDepth
        server = try TestServer(
            database: database, rules: ModelSite.rulesText, settings: settings,
            allowsBackdating: true)
        random = SeededGenerator(seed: seed)
        label = "seed \(seed)"
    }

    var now: Int { Int(server.clock.now.milliseconds) }

    /// What a command calls a comment: its id, or now and then the host's name of it.
    mutating func name(_ id: String, in site: String) -> JSONValue {
        if let ref = sites[site]?.comments[id]?.ref, random.chance(50) { return "ref:\(ref)" }
        return .string(id)
    }

    func text(_ milliseconds: Int) -> JSONValue {
        .string(Moment(milliseconds: Int64(milliseconds)).text)
    }

    func mismatch(_ what: String) -> ModelMismatch {
        ModelMismatch(description: "\(label), after \(commands) commands: \(what)")
    }

    /// Sends a command, now or with those that are being gathered.
    mutating func send(
        _ method: String, _ params: JSONValue, to site: String, _ effect: @escaping Effect
    ) throws {
        commands += 1
        var params = params.with(["site": .string(site)])
        let isAbsolute = params["ref"] != .null || ["vote.cast", "flag.raise"].contains(method)
        let isRepeated = random.chance(8)
        let needsKey = gathered != nil || !isAbsolute || random.chance(50)
        if isRepeated, needsKey { params = params.with(["key": "k\(commands)"]) }
        let sent = Sent(
            site: site, method: method, params: params, isRepeated: isRepeated, effect: effect)
        if gathered == nil {
            try settle(sent, outcome(of: sent))
        } else {
            gathered?.append(sent)
        }
    }

    /// Carries out what `body` sends as one batch, in which each command is accepted at the same
    /// moment and one's failure is none of the others' business.
    mutating func together(_ body: (inout ModelRun) throws -> Void) throws {
        gathered = []
        try body(&self)
        let all = gathered ?? []
        gathered = nil
        let replies = try server.replies(to: all.map { ReplayCommand($0.method, $0.params) })
        for (var sent, reply) in zip(all, replies) {
            try Conformance.check(reply, of: sent.method)
            let outcome = Outcome(reply.object?["result"], error: reply["error"])
            // What was refused may be taken now that the commands behind it have been carried out.
            if outcome.result == nil { sent.isRepeated = false }
            try settle(sent, outcome)
        }
    }

    private mutating func settle(_ sent: Sent, _ outcome: Outcome) throws {
        let due = sent.effect(&sites[sent.site, default: ModelSite()], outcome.result)
        if outcome.codes != due {
            throw mismatch(
                "\(sent.method) \(sent.params.json): \(outcome.codes), expected \(due)")
        }
        if sent.isRepeated, try self.outcome(of: sent) != outcome {
            throw mismatch("\(sent.method) \(sent.params.json): the retry was answered otherwise")
        }
    }

    private struct Outcome: Equatable {
        let result: JSONValue?
        let codes: [Int]

        init(_ result: JSONValue?, error: JSONValue) {
            self.result = result
            let codes = result?["results"].array?.map { $0["error"]["code"].integer ?? 0 }
            self.codes = codes ?? [error["code"].integer ?? 0]
        }
    }

    private func outcome(of sent: Sent) throws -> Outcome {
        do {
            let result = try server.call(sent.method, sent.params)
            try onAnswer?(sent, result)
            return Outcome(result, error: .null)
        } catch let failure as CallFailure {
            try onAnswer?(sent, failure.error)
            return Outcome(nil, error: failure.error)
        }
    }
}

/// Where server and model differ.
struct ModelMismatch: Error, CustomStringConvertible {
    let description: String
}

extension JSONValue {
    /// As it is written on the wire, for people.
    var json: String {
        var json = JSONWriter()
        json.value(self)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
