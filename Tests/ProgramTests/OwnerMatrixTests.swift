import Discussion
import JSONValues
import Testing
import Wire

@Suite("Whose a comment is, where it is, and whether one sees it")
struct OwnerMatrixTests {
    private let folder: ProgramFolder
    private let served: Served
    private let local: SocketPeer

    init() throws {
        folder = try ProgramFolder()
        served = try folder.serveTCP()
        local = try served.connect()
        for ref in ["own", "gone"] {
            try local.call(
                "comment.submit",
                ["thread": "page", "author": "ann", "body": "Hello", "ref": .string(ref)])
        }
        try local.call(
            "moderation.decide",
            ["comments": ["ref:gone"], "action": "reject", "moderator": "mod"])
    }

    /// Commands about one comment, by a person: what they give on one's own, and on another's.
    private static let acts:
        [(method: String, who: String, more: JSONValue, own: Int, other: Int)] =
            [
                ("vote.cast", "voter", ["value": 1], 403, 0),
                ("comment.edit", "by", ["body": "Hello again"], 0, 403),
                ("comment.delete", "by", [:], 0, 403),
            ]

    @Test("A person votes on others' comments, and edits and deletes their own alone")
    func owners() throws {
        let site = try served.connect(token: Tokens.site)
        let moderator = try served.connect(token: Tokens.moderator)
        let reader = try served.connect(token: Tokens.reader)
        for act in Self.acts {
            for (peer, isSite) in [(site, true), (local, true), (reader, false)] {
                let number = try local.call("server.status")["counts"]["comments"].integer ?? 0
                let ref = "ref:of \(number)"
                try local.call(
                    "comment.submit",
                    [
                        "thread": "page", "author": "ann", "body": "Hello",
                        "ref": .string(String(ref.dropFirst(4))),
                    ])
                func code(_ person: JSONValue) throws -> Int {
                    let params: JSONValue = ["comment": .string(ref)]
                    let given = params.with([act.who: person])
                    let all = JSONObject(
                        (given.object?.members ?? []) + (act.more.object?.members ?? []))
                    return try peer.code(act.method, .object(all)) ?? 0
                }
                #expect(try code("bob") == (isSite ? act.other : 403), "\(act.method)")
                #expect(try code("ann") == (isSite ? act.own : 403), "\(act.method)")
            }
        }
        let edit: JSONValue = ["comment": "ref:own", "by": "mod", "body": "Hello, edited"]
        #expect(try moderator.code("comment.edit", edit) == nil)
        #expect(
            try moderator.code("vote.cast", ["comment": "ref:own", "voter": "mod", "value": 1])
                == 403)
    }

    @Test("Every role is held to its token's sites, by every method", arguments: Role.allCases)
    func sites(_ role: Role) throws {
        let peer = try served.connect(token: Tokens.token(of: role))
        let before = try local.call("server.status")["counts"]
        for method in Method.allCases where method.spec.isOfSite {
            let params = JSONObject(
                SocketRoleTests.params(of: method).object?.members ?? [])
            let elsewhere = JSONValue.object(params).with(["site": "second"])
            #expect(try peer.code(method.rawValue, elsewhere) == 403, "\(role) \(method)")
        }
        #expect(try local.call("server.status")["counts"] == before)
    }

    @Test("What is hidden and what is not there are one answer, byte for byte")
    func hidden() throws {
        let peer = try served.connect(token: Tokens.site)
        let asked: [(String, JSONValue)] = [
            ("comment.get", [:]), ("comment.get", ["viewer": "bob"]),
            ("vote.cast", ["voter": "bob", "value": 1]),
            ("flag.raise", ["reporter": "bob", "reason": "other"]),
            ("comment.edit", ["by": "bob", "body": "Mine"]), ("comment.delete", ["by": "bob"]),
        ]
        for (method, params) in asked {
            let replies = try ["ref:gone", "ref:never"].map { name in
                try peer.send(
                    ProgramFolder.command(method, id: 7, params.with(["comment": .string(name)])))
                return try #require(try peer.line())
            }
            #expect(replies[0] == replies[1], "\(method)")
            #expect(
                String(decoding: replies[0], as: UTF8.self).contains("\"code\":404"), "\(method)")
        }
        for parent in ["ref:gone", "ref:never"] {
            let reply: JSONValue = [
                "thread": "page", "author": "bob", "body": "Reply", "parent": .string(parent),
            ]
            #expect(try peer.code("comment.submit", reply) == 404)
        }
    }
}
