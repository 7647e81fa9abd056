import Discussion
import JSONValues
import Testing
import Wire

@Suite("What each role may do over TCP")
struct SocketRoleTests {
    private let folder: ProgramFolder
    private let served: Served
    private let local: SocketPeer

    init() throws {
        folder = try ProgramFolder()
        served = try folder.serveTCP()
        local = try served.connect()
        try local.call(
            "comment.submit",
            [
                "thread": "page", "body": "Hello", "ref": "r",
                "author": ["id": "ann", "email": "ann@example.org"],
            ])
    }

    /// What the contract lets a role do.
    private static func isAllowed(_ method: Method, to role: Role) -> Bool {
        switch method {
        case .threadGet, .threadCounts, .threadList, .commentGet, .commentList, .commentLatest,
            .commentSearch, .anchorList, .anchorLocate, .rpcDiscover, .sessionOpen:
            true
        case .moderationQueue, .moderationClaim, .moderationDecide, .moderationHistory,
            .moderationReport, .moderationExplain, .rulesBacktest, .rulesGet, .rulesCheck,
            .rulesTest, .commentEdit, .commentDelete, .serverStatus, .personGet, .personSanction,
            .personExport, .eventFollow, .eventList:
            role != .reader
        case .commentSubmit, .voteCast, .flagRaise, .threadConfigure, .threadMove, .siteGet,
            .siteConfigure, .subscriptionAdd, .subscriptionConfirm, .subscriptionCancel,
            .subscriptionList, .notificationList, .notificationAck, .personErase:
            role == .site
        case .rulesReload, .rankingRefit, .serverBackup: false
        }
    }

    /// Params that a method takes.
    static func params(of method: Method) -> JSONValue {
        switch method {
        case .commentSubmit: ["thread": "page", "author": "bob", "body": "Hello"]
        case .commentGet, .moderationExplain: ["comment": "ref:r"]
        case .commentList, .threadGet, .threadConfigure, .anchorList: ["thread": "page"]
        case .anchorLocate: ["thread": "page", "text": "What it says."]
        case .commentEdit: ["comment": "ref:r", "by": "ann", "body": "Hello again"]
        case .commentDelete: ["comment": "ref:r", "by": "mod"]
        case .voteCast: ["comment": "ref:r", "voter": "bob", "value": 1]
        case .flagRaise: ["comment": "ref:r", "reporter": "bob", "reason": "other"]
        case .threadCounts: ["threads": ["page"]]
        case .moderationClaim: ["moderator": "mod"]
        case .moderationDecide: ["comments": ["ref:r"], "action": "pin", "moderator": "mod"]
        case .personGet, .personExport: ["person": "ann"]
        case .personErase: ["person": "eve", "moderator": "mod"]
        case .personSanction:
            ["person": "eve", "kind": "mute", "reason": "Rude", "moderator": "mod"]
        case .rulesCheck, .rulesBacktest: ["rules": []]
        case .rulesTest: ["body": "Hello"]
        case .commentSearch: ["query": "hello"]
        case .sessionOpen: ["token": "whatever"]
        case .subscriptionAdd: ["thread": "page", "person": "bob", "scope": "thread"]
        case .subscriptionConfirm, .subscriptionCancel: ["token": "whatever"]
        case .subscriptionList: ["person": "bob"]
        case .notificationAck: ["ids": []]
        case .threadMove: ["thread": "page", "to": "page"]
        case .siteConfigure: ["slow_mode_s": 0]
        case .serverBackup: ["path": "copy.db"]
        case .siteGet, .threadList, .commentLatest, .moderationQueue, .moderationHistory,
            .moderationReport, .rulesGet, .rulesReload, .rankingRefit, .serverStatus, .rpcDiscover,
            .notificationList, .eventFollow, .eventList:
            [:]
        }
    }

    @Test("Every method and every role: what the role may do it can, all else is 403")
    func matrix() throws {
        for role in Role.allCases {
            let peer = try served.connect(token: Tokens.token(of: role))
            for method in Method.allCases
            where method != .commentDelete && method != .sessionOpen {
                let before = try local.call("server.status")["counts"]
                let reply = try peer.ask(method.rawValue, Self.params(of: method))
                let isAllowed = Self.isAllowed(method, to: role)
                #expect(method.spec.roles.contains(role) == isAllowed, "\(role) \(method)")
                #expect((reply["result"] != .null) == isAllowed, "\(role) \(method): \(reply)")
                guard !isAllowed else { continue }
                #expect(reply["error"]["code"] == 403, "\(role) \(method): \(reply)")
                #expect(try local.call("server.status")["counts"] == before)
            }
        }
    }

    @Test("The description of the methods publishes who may do what")
    func published() throws {
        let peer = try served.connect(token: Tokens.reader)
        let document = try peer.call("rpc.discover")
        let methods = document["methods"].array ?? []
        #expect(methods.count == Method.allCases.count)
        for described in methods {
            let method = try #require(described["name"].text.flatMap { Method(rawValue: $0) })
            let roles = described["x-roles"].array?.compactMap(\.text) ?? []
            for role in Role.allCases {
                #expect(
                    roles.contains(role.rawValue) == Self.isAllowed(method, to: role),
                    "\(role) \(method)")
            }
        }
    }

    @Test("A moderator deletes as a moderator, sees what readers do not, and does not submit")
    func moderates() throws {
        let peer = try served.connect(token: Tokens.moderator)
        let seen = try peer.call("comment.get", ["comment": "ref:r", "view": "moderator"])
        #expect(seen["comment"]["author"]["email"] == "ann@example.org")
        let mine = try peer.call("comment.get", ["comment": "ref:r", "viewer": "bob"])
        #expect(mine["comment"]["viewer"]["vote"] == 0)
        #expect(
            try peer.code(
                "comment.submit",
                [
                    "thread": "page", "body": "Hello",
                    "author": ["id": "mod", "roles": ["moderator"]],
                ]) == 403)
        let deleted = try peer.call("comment.delete", ["comment": "ref:r", "by": "mod"])
        #expect(deleted["comment"]["status"] == "deleted")
        #expect(deleted["comment"]["body"] == "Hello")
        #expect(try local.call("thread.get", ["thread": "page"])["count"] == 0)
    }

    @Test("The site's token speaks for any person, and deletes as that person does")
    func speaks() throws {
        let peer = try served.connect(token: Tokens.site)
        let submitted = try peer.call(
            "comment.submit",
            ["thread": "page", "body": "Hi", "author": ["id": "eve", "roles": ["author"]]])
        #expect(submitted["comment"]["author"]["badges"] == ["author"])
        #expect(try peer.code("comment.delete", ["comment": "ref:r", "by": "eve"]) == 403)
        try peer.call("comment.delete", ["comment": "ref:r", "by": "ann"])
    }

    @Test("A reader sees what everyone sees: no moderators' view, no viewer, no pending count")
    func reads() throws {
        let peer = try served.connect(token: Tokens.reader)
        for method in ["comment.get", "comment.list"] {
            let params: JSONValue =
                method == "comment.get" ? ["comment": "ref:r"] : ["thread": "page"]
            for more: KeyValuePairs<String, JSONValue> in [
                ["view": "moderator"], ["viewer": "ann"], ["viewer": ["id": "ann"]],
                ["view": "public", "viewer": "ann"],
            ] {
                #expect(try peer.code(method, params.with(more)) == 403, "\(method) \(more)")
            }
            let seen = try peer.call(method, params.with(["view": "public"]))
            #expect(seen == (try local.call(method, params)))
        }
        let thread = try peer.call("thread.get", ["thread": "page"])
        #expect(thread["count"] == 1)
        #expect(thread.object?["pending"] == nil)
        let moderator = try served.connect(token: Tokens.moderator)
        #expect(try moderator.call("thread.get", ["thread": "page"])["pending"] == 0)
    }

    @Test("A token is for its sites alone")
    func keepsToSites() throws {
        let site = try served.connect(token: Tokens.site)
        let other = try served.connect(token: Tokens.other)
        let before = try local.call("server.status")["counts"]
        for method in Method.allCases where method.spec.isOfSite {
            let params = Self.params(of: method)
            if Self.isAllowed(method, to: .site) {
                let elsewhere = params.with(["site": "second"])
                #expect(try site.code(method.rawValue, elsewhere) == 403, "\(method)")
            }
            #expect(try other.code(method.rawValue, params) == 403, "\(method)")
        }
        #expect(try local.call("server.status")["counts"] == before)
        for name: JSONValue in ["second", "third"] {
            let params: JSONValue = ["thread": "page", "site": name]
            #expect(try other.call("thread.get", params)["count"] == 0)
        }
        #expect(try other.code("thread.get", ["thread": "page", "site": "fourth"]) == 403)
    }

    @Test("A connection that is open stays what it is: no other token changes it")
    func staysOpen() throws {
        let peer = try served.connect(token: Tokens.reader)
        for token in [Tokens.site, Tokens.reader, "wrong"] {
            #expect(try peer.code("session.open", ["token": .string(token)]) == 403)
        }
        #expect(try peer.code("vote.cast", Self.params(of: .voteCast)) == 403)
        #expect(try peer.call("thread.get", ["thread": "page"])["count"] == 1)
    }

    @Test("Batches and notifications are held to the role too")
    func holdsBatches() throws {
        let peer = try served.connect(token: Tokens.reader)
        let submit = ProgramFolder.submission("Hello", id: 1)
        try peer.send("[\(submit),\(ProgramFolder.count(id: 2))]")
        try peer.send(submit.replacing("\"id\":1,", with: ""))
        let replies = try peer.reply()
        #expect(replies[0]["error"]["code"] == 403)
        #expect(replies[1]["result"]["count"] == 1)
        #expect(try peer.call("thread.get", ["thread": "page"])["count"] == 1)
    }
}
