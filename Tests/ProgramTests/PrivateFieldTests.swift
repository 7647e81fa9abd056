import Discussion
import JSONValues
import Testing
import Wire

@Suite("Who is shown addresses")
struct PrivateFieldTests {
    private static let traces = ["ann@example.org", "203.0.113.7", "Browser-of-ann"]

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
                "thread": "page", "body": "Hello", "ref": "r", "author": Self.ann,
                "anchor": ["exact": "It"],
            ])
        for ref in ["r2", "r3"] {
            try local.call(
                "comment.submit",
                [
                    "thread": "page", "parent": "ref:r", "body": "Hello", "ref": .string(ref),
                    "author": Self.ann,
                ])
        }
    }

    private static let ann: JSONValue = [
        "id": "ann", "name": "Ann", "email": "ann@example.org", "ip": "203.0.113.7",
        "user_agent": "Browser-of-ann",
    ]

    /// What is for moderators, or for who sends mail; nil: params that show all that there is.
    private static func params(of method: Method) -> JSONValue? {
        switch method {
        case .moderationQueue, .moderationClaim, .moderationDecide, .moderationHistory,
            .moderationReport, .moderationExplain, .personGet, .personSanction, .personExport,
            .personErase, .subscriptionAdd, .subscriptionConfirm, .subscriptionCancel,
            .subscriptionList, .notificationList, .notificationAck, .sessionOpen,
            .serverBackup:
            nil
        case .commentSubmit: ["thread": "page", "author": ann, "body": "Hello again"]
        case .commentGet: ["comment": "ref:r"]
        case .commentList: ["thread": "page", "depth": 9, "explain": true]
        case .commentLatest: ["author": "ann"]
        case .commentSearch: ["query": "hello"]
        case .commentEdit: ["comment": "ref:r3", "by": ann, "body": "Hello again"]
        case .commentDelete: ["comment": "ref:r2", "by": ann]
        case .anchorList, .threadGet, .threadConfigure: ["thread": "page"]
        case .anchorLocate: ["thread": "page", "text": "It says"]
        case .voteCast: ["comment": "ref:r", "voter": "bob", "value": 1]
        case .flagRaise: ["comment": "ref:r", "reporter": "bob", "reason": "other"]
        case .threadCounts: ["threads": ["page"]]
        case .threadMove: ["thread": "page", "to": "page"]
        case .rulesCheck, .rulesBacktest: ["rules": []]
        case .rulesTest: ["body": "Hello", "author": ann]
        case .threadList, .siteGet, .siteConfigure, .rulesGet, .rulesReload, .rankingRefit,
            .eventFollow,
            .eventList, .serverStatus, .rpcDiscover:
            [:]
        }
    }

    private func found(in reply: JSONValue) -> [String] {
        var json = JSONWriter()
        json.value(reply)
        let text = String(decoding: json.bytes, as: UTF8.self)
        return Self.traces.filter { text.contains($0) }
    }

    @Test("A reader's and the site's replies never show them", arguments: Role.allCases)
    func hides(_ role: Role) throws {
        let peer = try served.connect(token: Tokens.token(of: role))
        for method in Method.allCases where role != .moderator || !Self.answersModerators(method) {
            guard let params = Self.params(of: method) else { continue }
            #expect(found(in: try peer.ask(method.rawValue, params)) == [], "\(method)")
        }
    }

    /// Whether a moderator is answered in the moderators' view.
    private static func answersModerators(_ method: Method) -> Bool {
        method == .commentEdit || method == .commentDelete
    }

    @Test("The backend itself sees them in the moderators' view alone")
    func shows() throws {
        for method in Method.allCases where method != .eventFollow {
            guard let params = Self.params(of: method) else { continue }
            #expect(found(in: try local.ask(method.rawValue, params)) == [], "\(method)")
        }
        let seen = try local.ask("comment.get", ["comment": "ref:r", "view": "moderator"])
        #expect(found(in: seen) == Self.traces)
        let latest = try local.ask("comment.latest", ["view": "moderator"])
        #expect(found(in: latest) == Self.traces)
    }
}
