import JSONValues
import Testing

@Suite("Votes that are voided")
struct VoidTests {
    private let page: TestPage
    private let ids: [String]

    /// A page whose order depends on mal's votes.
    init() throws {
        page = try TestPage()
        var ids: [String] = []
        for index in 0..<40 {
            let parent = index >= 20 ? ids[index % 7] : nil
            ids.append(try page.say("Comment \(index)", by: "ann", under: parent))
            page.server.clock.advance(seconds: 1)
        }
        self.ids = ids
        for (index, id) in ids.enumerated() {
            for voter in 0..<index % 5 {
                try page.vote((index + voter) % 3 == 0 ? -1 : 1, on: id, by: .string("v\(voter)"))
            }
        }
    }

    private func voteAll(by voter: JSONValue) throws {
        for (index, id) in ids.enumerated() where index % 4 != 0 {
            try page.vote(index % 3 == 0 ? -1 : 1, on: id, by: voter)
        }
    }

    @Test(
        "They count nowhere, in every order; lifting the sanction brings the very same bytes back")
    func voidsAndRestores() throws {
        let without = try page.everyList()
        try voteAll(by: "mal")
        let with = try page.everyList()
        #expect(with != without)
        let answer = try page.sanction("mal", "ban", with: ["void_votes": true])
        #expect(answer["void"] == ["votes": true, "pending": 0])
        #expect(try page.everyList() == without)
        #expect(try page.server.counts()["votes"].integer == 80 + 30)
        let lifted = try page.sanction("mal", "none")
        #expect(lifted["void"] == ["votes": false, "pending": 0])
        #expect(try page.everyList() == with)
    }

    @Test("The voter sees them as they were cast, and what is cast meanwhile does not count")
    func keepsRows() throws {
        try page.vote(1, on: ids[0], by: "mal")
        try page.sanction("mal", "mute", with: ["void_votes": true])
        #expect(try page.comment(ids[0], ["viewer": "mal"])["viewer"]["vote"] == 1)
        #expect(try page.comment(ids[0])["votes"]["up"] == 0)
        #expect(try page.vote(-1, on: ids[0], by: "mal")["down"] == 0)
        #expect(try page.vote(1, on: ids[5], by: "mal")["up"] == 0)
        #expect(try page.vote(0, on: ids[5], by: "mal")["up"] == 0)
        #expect(try page.vote(1, on: ids[10], by: "mal")["up"] == 0)
        #expect(try page.comment(ids[0], ["viewer": "mal"])["viewer"]["vote"] == -1)
        try page.sanction("mal", "mute", with: ["void_votes": false])
        #expect(try page.comment(ids[0])["votes"] == ["up": 0, "down": 1, "score": -1])
        #expect(try page.comment(ids[5])["votes"]["up"] == 0)
        #expect(try page.comment(ids[10])["votes"]["up"] == 1)
        #expect(try page.refusalOfComment(by: "mal") == "mute")
    }

    @Test("A sanction that says nothing of votes leaves them as they are")
    func staysAsItWas() throws {
        try page.vote(1, on: ids[0], by: "mal")
        try page.sanction("mal", "mute", with: ["void_votes": true])
        try page.sanction("mal", "ban")
        #expect(try page.comment(ids[0])["votes"]["up"] == 0)
        try page.sanction("mal", "warn")
        #expect(try page.comment(ids[0])["votes"]["up"] == 0)
        try page.sanction("mal", "none")
        #expect(try page.comment(ids[0])["votes"]["up"] == 1)
    }

    @Test("A new sanction after the end of the old one does not take over what went with that")
    func doesNotInherit() throws {
        try page.vote(1, on: ids[0], by: "mal")
        let end = page.server.clock.now.adding(milliseconds: 1000).text
        try page.sanction("mal", "ban", with: ["void_votes": true, "until": .string(end)])
        page.server.clock.advance(seconds: 1)
        try page.sanction("mal", "mute")
        #expect(try page.comment(ids[0])["votes"]["up"] == 1)
    }

    @Test("With the end of the sanction they count again")
    func ends() throws {
        try page.vote(1, on: ids[0], by: "mal")
        let end = page.server.clock.now.adding(milliseconds: 1000).text
        try page.sanction("mal", "ban", with: ["void_votes": true, "until": .string(end)])
        #expect(try page.comment(ids[0])["votes"]["up"] == 0)
        page.server.clock.advance(seconds: 1)
        _ = try page.thread()
        try page.finishLeftovers()
        #expect(try page.comment(ids[0])["votes"]["up"] == 1)
        #expect(try page.person("mal")["void"] == ["votes": false, "pending": 0])
    }

    @Test(
        "More than one part holds are recounted between other commands, also turned round halfway")
    func goesInParts() throws {
        let many = try TestPage()
        var ids: [String] = []
        for index in 0..<700 { ids.append(try many.say("Comment \(index)", by: "ann")) }
        for id in ids { try many.vote(1, on: id, by: "mal") }
        let with = try many.everyList()
        let answer = try many.sanction("mal", "ban", with: ["void_votes": true])
        #expect(answer["void"] == ["votes": true, "pending": 572])
        try many.finishLeftovers()
        #expect(
            try many.list(["limit": 1000])["comments"].array?.allSatisfy {
                $0["votes"]["up"] == 0
            } == true)
        try many.sanction("mal", "none")
        try many.sanction("mal", "mute", with: ["void_votes": true])
        try many.sanction("mal", "none")
        try many.finishLeftovers()
        #expect(try many.everyList() == with)
    }
}

extension TestPage {
    /// The sanction because of which a comment is refused.
    fileprivate func refusalOfComment(by author: JSONValue) throws -> JSONValue {
        try refusal(ofComment: "Again", by: author, code: 403)["data"]["sanction"]
    }
}
