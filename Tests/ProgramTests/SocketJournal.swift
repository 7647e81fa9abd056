import JSONValues
import Testing
import Wire

/// A client that writes on a page of its own, each command with a key, and keeps a journal of what
/// it has sent and of what was acknowledged: so it can go on behind a server that was killed.
final class JournalClient: Speaker {
    private struct Entry {
        let step: OwnPage.Step
        let line: String
        var result: JSONValue?
    }

    private(set) var peer: SocketPeer
    let window: Int
    private let name: String
    private let seed: UInt64
    private var page: OwnPage
    private var journal: [Entry] = []
    /// How many were acknowledged: the first ones, since replies come in order.
    private(set) var acknowledged = 0
    /// How many were sent when the server was lost.
    private var sent: Int { journal.count }

    init(_ name: String, peer: SocketPeer, window: Int, seed: UInt64) {
        self.name = name
        self.peer = peer
        self.window = window
        self.seed = seed
        page = OwnPage(name, seed: seed)
    }

    func next() -> (text: String, isAnswered: Bool)? {
        let id = journal.count
        let step = page.next(writes: true)
        let line = step.line(id: id, key: "\(name) \(id)")
        journal.append(Entry(step: step, line: line))
        return (line, true)
    }

    func take(_ reply: JSONValue) throws {
        try #require(reply["id"].integer == acknowledged, "\(reply)")
        let step = journal[acknowledged].step
        let seen = OwnPage.Step.seen(of: reply, to: step.method)
        #expect(seen == step.seen, "\(step.method) \(step.params)")
        journal[acknowledged].result = reply["result"]
        acknowledged += 1
    }

    /// Takes the replies that came before the server was gone.
    func takeLast() throws {
        while let line = try peer.line() { try take(try StrictJSON.parse(line)) }
    }

    /// Holds the page, as a new server shows it, to the journal: of what was sent a beginning
    /// stands, with all that was acknowledged in it, and no more where `isAllAnswered`.
    func examine(on new: SocketPeer, isAllAnswered: Bool = false) throws {
        let standing = try standing(on: new)
        let fitting = acknowledged...(isAllAnswered ? acknowledged : sent)
        #expect(
            standing.contains { fitting.contains($0) },
            "\(name): \(acknowledged) of \(sent) acknowledged, there may be \(standing)")
    }

    /// How many of the commands that were sent a new server may have, by what it shows: the first
    /// ones. More than one number where some changed nothing; none where it is no beginning.
    func standing(on new: SocketPeer) throws -> [Int] {
        peer = new
        let list = page.list()
        let seen = OwnPage.Step.seen(of: try peer.ask(list.method, list.params), to: list.method)
        var model = OwnPage(name, seed: seed)
        return (0...sent).filter { count in
            defer { if count < sent { _ = model.next(writes: true) } }
            return model.list().seen == seen
        }
    }

    /// Sends again some of what was acknowledged, which must be answered as it was, and all that
    /// was not; then holds the page to having had each of them once.
    func recover(_ dice: inout Dice) throws {
        for _ in 0..<min(5, acknowledged) {
            let entry = journal[Int.random(in: 0..<acknowledged, using: &dice)]
            try peer.send(entry.line)
            let reply = try peer.reply()
            #expect(reply["result"] == entry.result, "\(name): \(entry.line)")
        }
        while acknowledged < sent {
            try peer.send(journal[acknowledged].line)
            try take(try peer.reply())
        }
        try hold(peer)
    }

    /// Holds the page to having had every command once.
    func hold(_ peer: SocketPeer) throws {
        let list = page.list()
        let reply = try peer.ask(list.method, list.params)
        #expect(OwnPage.Step.seen(of: reply, to: list.method) == list.seen, "\(name)")
    }
}
