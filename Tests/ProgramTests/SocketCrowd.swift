import JSONValues
import Testing

/// Comments that several clients know and change.
final class Crowd {
    private(set) var comments: [String] = []
    let site: JSONValue

    init(site: JSONValue = "default") { self.site = site }

    func add(_ id: String) { comments.append(id) }
}

/// One of several clients that change the same comments at the same time, each with voters of its
/// own, so that each knows how its own voters stand.
final class CrowdClient: Speaker {
    /// A comment and a voter.
    struct Ballot: Hashable {
        let comment: String
        let voter: String
    }

    let peer: SocketPeer
    let window: Int
    private let name: String
    private let crowd: Crowd
    private var rest: Int
    private var dice: Dice
    /// What is under way, in order: the vote, where it is one.
    private var underway: [(id: Int, ballot: Ballot?, value: Int)] = []
    private var nextID = 0
    /// How each voter stands, by what was acknowledged.
    private(set) var votes: [Ballot: Int] = [:]
    private(set) var codes: [Int: Int] = [:]
    private(set) var answered = 0

    init(_ name: String, in crowd: Crowd, peer: SocketPeer, window: Int, count: Int, seed: UInt64) {
        self.name = name
        self.crowd = crowd
        self.peer = peer
        self.window = window
        rest = count
        dice = Dice(seed)
    }

    func next() -> (text: String, isAnswered: Bool)? {
        guard rest > 0 else { return nil }
        rest -= 1
        nextID += 1
        var ballot: Ballot?
        let (method, params) = command(&ballot)
        underway.append((nextID, ballot, params["value"].integer ?? 0))
        let line = ProgramFolder.command(
            method, id: nextID, params.with(["site": crowd.site]))
        return (line, true)
    }

    private func command(_ ballot: inout Ballot?) -> (String, JSONValue) {
        let kind = Int.random(in: 0..<100, using: &dice)
        guard let id = crowd.comments.randomElement(using: &dice), kind >= 20 else {
            return ("comment.submit", submission())
        }
        let comment = JSONValue.string(id)
        let person = "\(name) \(Int.random(in: 0..<6, using: &dice))"
        switch kind {
        case 20..<65:
            ballot = Ballot(comment: id, voter: person)
            let value = Int.random(in: -1...1, using: &dice)
            return (
                "vote.cast",
                ["comment": comment, "voter": .string(person), "value": .integer(value)]
            )
        case 65..<75:
            return (
                "flag.raise",
                ["comment": comment, "reporter": .string(person), "reason": "abuse"]
            )
        case 75..<90: return ("moderation.decide", decision(on: comment))
        case 90..<92:
            let isClosed = Int.random(in: 0..<4, using: &dice) == 0
            return ("thread.configure", ["thread": "page 0", "closed": .bool(isClosed)])
        default:
            return ("comment.list", ["thread": "page 1", "sort": "hot", "limit": 5])
        }
    }

    private func submission() -> JSONValue {
        let params: JSONValue = [
            "thread": .string("page \(Int.random(in: 0..<2, using: &dice))"),
            "author": .string("\(name) author"), "body": "Something to say",
        ]
        guard let parent = crowd.comments.randomElement(using: &dice),
            Int.random(in: 0..<3, using: &dice) > 0
        else { return params }
        return params.with(["parent": .string(parent)])
    }

    private func decision(on comment: JSONValue) -> JSONValue {
        // More often brought back than taken away, so that there is something to decide on.
        let actions = [
            "approve", "approve", "restore", "restore", "reject", "spam", "delete", "undo", "pin",
            "unpin", "close", "reopen", "feature", "dismiss_flags",
        ]
        let action = actions.randomElement(using: &dice) ?? "approve"
        return [
            "comments": [comment], "action": .string(action), "moderator": .string("\(name) mod"),
        ]
    }

    func take(_ reply: JSONValue) throws {
        let command = underway.removeFirst()
        answered += 1
        try #require(reply["id"].integer == command.id)
        if let code = reply["error"]["code"].integer {
            codes[code, default: 0] += 1
            return
        }
        if let id = reply["result"]["comment"]["id"].text { crowd.add(id) }
        if let ballot = command.ballot { votes[ballot] = command.value }
    }
}
