import JSONValues
import Testing

@Suite("Clients that change the same things at the same time")
struct SocketRaceTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("Two connections that vote for one voter on one comment: it stays one voter's vote")
    func racesForOneVote() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.call("comment.submit", ["thread": "p", "author": "a", "body": "b", "ref": "r"])
        try peer.call("vote.cast", ["comment": "ref:r", "voter": "else", "value": -1])
        let racers = try (0..<2).map {
            Racer(try served.connect(), window: 1 + 20 * $0, votes: 3000, seed: UInt64($0))
        }
        try Traffic.run(racers)
        #expect(racers.map(\.answered) == [3000, 3000])
        let seen = try peer.call("comment.get", ["comment": "ref:r", "viewer": "one"])["comment"]
        let stands = try #require(seen["viewer"]["vote"].integer)
        #expect(racers.contains { $0.last == stands })
        #expect(seen["votes"] == Racer.votes(stands))
        #expect(try peer.call("server.status")["counts"]["votes"] == 2)
        #expect(try folder.discrepancies() == "")
        try served.stop()
    }

    @Test(
        "Four clients at random: totals equal a recount, each voter stands as last acknowledged",
        arguments: [(1, 1), (2, 12), (3, 100)])
    func keepsTotals(seed: Int, window: Int) throws {
        let served = try folder.serve()
        let crowd = Crowd()
        let clients = try (0..<4).map {
            CrowdClient(
                "client \($0)", in: crowd, peer: try served.connect(), window: window, count: 500,
                seed: UInt64(seed * 10 + $0))
        }
        try Traffic.run(clients)
        #expect(clients.map(\.answered) == [500, 500, 500, 500])
        // Refused are: what is hidden, contradicts what another decided, is closed, or too deep.
        let codes = Set(clients.flatMap(\.codes.keys))
        #expect(codes.isSubset(of: [404, 409, 413, 423]), "\(clients.map(\.codes))")
        #expect(codes.contains(404))
        #expect(try folder.discrepancies() == "")
        let votes = clients.reduce(into: [CrowdClient.Ballot: Int]()) { all, client in
            all.merge(client.votes) { $1 }
        }
        let peer = try served.connect()
        try hold(crowd, to: votes, peer)
        try served.stop()
        // Nothing of it was in the process's memory alone.
        let again = try folder.serve()
        try hold(crowd, to: votes, try again.connect())
        try again.stop()
        #expect(try folder.discrepancies() == "")
    }

    /// Holds every comment's totals, and how voters stand, to the votes that were acknowledged.
    private func hold(
        _ crowd: Crowd, to votes: [CrowdClient.Ballot: Int], _ peer: SocketPeer
    ) throws {
        #expect(crowd.comments.count > 50)
        let byComment = Dictionary(grouping: votes, by: \.key.comment)
        for id in crowd.comments {
            let cast = byComment[id] ?? []
            let params: JSONValue = ["comment": .string(id), "view": "moderator"]
            let seen = try peer.call("comment.get", params)["comment"]
            #expect(seen["votes"]["up"].integer == cast.count { $0.value > 0 })
            #expect(seen["votes"]["down"].integer == cast.count { $0.value < 0 })
            guard let (ballot, value) = cast.first else { continue }
            let viewed = try peer.call(
                "comment.get", params.with(["viewer": .string(ballot.voter)]))
            #expect(viewed["comment"]["viewer"]["vote"].integer == value)
        }
    }
}

/// Votes for one voter again and again; somebody else has voted against already.
private final class Racer: Speaker {
    let peer: SocketPeer
    let window: Int
    private var rest: Int
    private var dice: Dice
    private var underway: [Int] = []
    private(set) var answered = 0
    private(set) var last = 0

    init(_ peer: SocketPeer, window: Int, votes: Int, seed: UInt64) {
        self.peer = peer
        self.window = window
        rest = votes
        dice = Dice(seed)
    }

    /// The totals where the voter stands at this.
    static func votes(_ value: Int) -> JSONValue {
        let (up, down) = (value > 0 ? 1 : 0, value < 0 ? 2 : 1)
        return ["up": .integer(up), "down": .integer(down), "score": .integer(up - down)]
    }

    func next() -> (text: String, isAnswered: Bool)? {
        guard rest > 0 else { return nil }
        rest -= 1
        let value = Int.random(in: -1...1, using: &dice)
        underway.append(value)
        return (
            ProgramFolder.command(
                "vote.cast", ["comment": "ref:r", "voter": "one", "value": .integer(value)]), true
        )
    }

    func take(_ reply: JSONValue) throws {
        last = underway.removeFirst()
        answered += 1
        try #require(reply["result"]["value"].integer == last, "\(reply)")
        try #require(reply["result"]["votes"] == Self.votes(last))
    }
}
