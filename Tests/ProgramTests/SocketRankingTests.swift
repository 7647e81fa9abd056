import JSONValues
import Testing

@Suite("Common ground of a running server")
struct SocketRankingTests {
    private let folder: ProgramFolder
    private let camps = Camps()

    init() throws { folder = try ProgramFolder() }

    private var lines: [String] {
        let comments = (0..<camps.comments).map { index in
            ProgramFolder.command(
                "comment.submit",
                [
                    "thread": "page", "author": "ann", "body": .string("Comment \(index)"),
                    "ref": .string("c\(index)"),
                ])
        }
        return comments
            + camps.votes.map { vote in
                ProgramFolder.command(
                    "vote.cast",
                    [
                        "comment": .string("ref:c\(vote.comment)"), "voter": .string(vote.voter),
                        "value": .integer(vote.value),
                    ])
            }
    }

    private static let list: JSONValue = [
        "thread": "page", "sort": "common_ground", "explain": true, "limit": 100,
    ]

    @Test("A fit sees all that its connection sent before, and is in force once it is answered")
    func fitsInOrder() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        let others = try served.connect()
        for line in lines { try peer.send(line) }
        try peer.send(ProgramFolder.command("ranking.refit", [:]))
        try peer.send(ProgramFolder.command("comment.list", Self.list))
        for _ in lines { #expect(try peer.reply()["result"] != .null) }
        let fit = try peer.reply()["result"]
        #expect(fit["voters"] == 29)
        #expect(fit["votes"] == .integer(29 * 16))
        let comments = try peer.reply()["result"]["comments"]
        #expect(comments.array?.count == 16)
        #expect(comments.array?.allSatisfy { $0["rank"]["fitted_at"] == fit["fitted_at"] } == true)
        let seen = try others.call("comment.list", Self.list)["comments"]
        #expect(seen == comments)
        // A page that is kept is not the one after the next fit.
        let next = try others.call("ranking.refit")
        let after = try peer.call("comment.list", Self.list)["comments"]
        #expect(after[0]["rank"]["fitted_at"] == next["fitted_at"])
        try served.stop()
        let again = try folder.serve()
        let later = try again.connect()
        #expect(try later.call("comment.list", Self.list)["comments"] == after)
        #expect(
            try later.call("server.status")["ranking"]["fits"][0]["fitted_at"]
                == next["fitted_at"])
        try again.stop()
    }

    @Test("By hand a fit is made of a database that no server has")
    func fitsByHand() throws {
        _ = try folder.replies(to: lines)
        let called = try folder.run("call", "ranking.refit", "--db", "comments.db")
        #expect(called.status == 0)
        #expect(called.output.contains(#""voters": 29"#))
        let page = try folder.run("page", "page", "--db", "comments.db", "--sort", "common_ground")
        #expect(page.output.contains("sorted by common_ground"))
        let check = try folder.run("check", "--db", "comments.db")
        #expect(check.status == 0)
    }
}
