import JSONValues
import Testing

@Suite("Voting")
struct VoteTests {
    private let page: TestPage
    private let id: String

    init() throws {
        page = try TestPage()
        id = try page.say("Hello", by: "ann")
    }

    private func votes(_ up: Int, _ down: Int) -> JSONValue {
        ["up": .integer(up), "down": .integer(down), "score": .integer(up - down)]
    }

    @Test("A vote is answered with the comment, its totals and the vote as it stands")
    func answers() throws {
        let result = try page.server.call(
            "vote.cast", ["comment": .string(id), "voter": "bob", "value": 1])
        #expect(result == ["id": .string(id), "votes": votes(1, 0), "value": 1])
        #expect(try page.comment(id)["votes"] == votes(1, 0))
        #expect(try page.list()["comments"][0]["votes"] == votes(1, 0))
    }

    @Test("Casting the same vote twice changes nothing")
    func isAbsolute() throws {
        for value in [1, 1, 1] { #expect(try page.vote(value, on: id, by: "bob") == votes(1, 0)) }
        for value in [-1, -1] { #expect(try page.vote(value, on: id, by: "bob") == votes(0, 1)) }
        #expect(try page.server.counts()["votes"] == 1)
    }

    @Test("A vote turns around, is withdrawn with 0, and comes back")
    func turns() throws {
        #expect(try page.vote(1, on: id, by: "bob") == votes(1, 0))
        #expect(try page.vote(-1, on: id, by: "bob") == votes(0, 1))
        #expect(try page.vote(0, on: id, by: "bob") == votes(0, 0))
        #expect(try page.vote(0, on: id, by: "bob") == votes(0, 0))
        #expect(try page.vote(-1, on: id, by: "bob") == votes(0, 1))
    }

    @Test("Each person has one vote on a comment, and every comment its own votes")
    func countsVoters() throws {
        let other = try page.say("Other", by: "eve")
        try page.vote(1, on: id, by: "bob")
        try page.vote(1, on: id, by: ["id": "cat", "name": "Cat"])
        try page.vote(-1, on: id, by: "dan")
        try page.vote(-1, on: other, by: "bob")
        #expect(try page.comment(id)["votes"] == votes(2, 1))
        #expect(try page.comment(other)["votes"] == votes(0, 1))
        #expect(try page.server.counts()["votes"] == 4)
    }

    @Test("Withdrawing a vote that was never cast changes nothing, and makes no person known")
    func withdrawsNothing() throws {
        let before = try page.server.counts()
        #expect(try page.vote(0, on: id, by: "stranger") == votes(0, 0))
        #expect(try page.server.counts() == before)
    }

    @Test("A voter known in one site is another person in the next")
    func separatesSites() throws {
        let other = TestPage(page.server, site: "other")
        let there = try other.say("There", by: "bob")
        try page.vote(1, on: id, by: "bob")
        #expect(try other.vote(1, on: there, by: "ann")["up"] == 1)
        try other.server.refusal(
            of: "vote.cast",
            ["site": "other", "comment": .string(id), "voter": "ann", "value": 1], code: 404)
    }

    @Test("Votes stay with a comment while it is hidden, and count again afterwards")
    func keepsVotes() throws {
        try page.vote(1, on: id, by: "bob")
        try page.decide("reject", id)
        #expect(try page.moderated(id)["votes"] == votes(1, 0))
        try page.decide("approve", id)
        #expect(try page.vote(1, on: id, by: "cat") == votes(2, 0))
    }
}
