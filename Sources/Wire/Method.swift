import Discussion
import JSONValues

/// Every method of the wire. The raw value is its name.
package enum Method: String, Sendable, CaseIterable {
    case commentSubmit = "comment.submit"
    case commentGet = "comment.get"
    case commentList = "comment.list"
    case commentLatest = "comment.latest"
    case commentSearch = "comment.search"
    case commentEdit = "comment.edit"
    case commentDelete = "comment.delete"
    case anchorList = "anchor.list"
    case anchorLocate = "anchor.locate"
    case voteCast = "vote.cast"
    case flagRaise = "flag.raise"
    case threadGet = "thread.get"
    case threadCounts = "thread.counts"
    case threadList = "thread.list"
    case threadMove = "thread.move"
    case threadConfigure = "thread.configure"
    case siteGet = "site.get"
    case siteConfigure = "site.configure"
    case moderationQueue = "moderation.queue"
    case moderationClaim = "moderation.claim"
    case moderationDecide = "moderation.decide"
    case moderationHistory = "moderation.history"
    case moderationReport = "moderation.report"
    case moderationExplain = "moderation.explain"
    case rulesGet = "rules.get"
    case rulesCheck = "rules.check"
    case rulesTest = "rules.test"
    case rulesBacktest = "rules.backtest"
    case rulesReload = "rules.reload"
    case rankingRefit = "ranking.refit"
    case personGet = "person.get"
    case personSanction = "person.sanction"
    case personExport = "person.export"
    case personErase = "person.erase"
    case subscriptionAdd = "subscription.add"
    case subscriptionConfirm = "subscription.confirm"
    case subscriptionCancel = "subscription.cancel"
    case subscriptionList = "subscription.list"
    case notificationList = "notification.list"
    case notificationAck = "notification.ack"
    case eventFollow = "event.follow"
    case eventList = "event.list"
    case serverStatus = "server.status"
    case serverBackup = "server.backup"
    case sessionOpen = "session.open"
    case rpcDiscover = "rpc.discover"
}

/// A method's description: it checks what comes in, and it is what `rpc.discover` publishes.
package struct MethodSpec: Sendable {
    package let summary: String
    /// Whether it changes anything; then it takes a `key`.
    package let isWrite: Bool
    /// Whether it is about one site; then it takes `site`.
    package let isOfSite: Bool
    package let roles: [Role]
    /// All params, `site` and `key` among them.
    package let parameters: [Schema.Member]
    package let result: Schema

    init(
        _ summary: String, isWrite: Bool = false, isOfSite: Bool = true, roles: [Role],
        _ parameters: [Schema.Member], result: Schema
    ) {
        self.summary = summary
        self.isWrite = isWrite
        self.isOfSite = isOfSite
        self.roles = roles
        self.result = result
        self.parameters =
            parameters
            + (isOfSite
                ? [.optional("site", .string(1...64), "The site; \"default\" unless given.")] : [])
            + (isWrite
                ? [
                    .optional(
                        "key", .string(1...128),
                        "An idempotency key: the same key with the same params is answered with "
                            + "the first result and changes nothing.")
                ] : [])
    }
}

extension Method {
    /// The description of every method, made once.
    package static let specs: [Method: MethodSpec] = {
        var specs: [Method: MethodSpec] = [:]
        for method in allCases { specs[method] = method.makeSpec() }
        return specs
    }()

    /// The description of this method.
    package var spec: MethodSpec { Self.specs[self] ?? makeSpec() }

    private func makeSpec() -> MethodSpec {
        switch self {
        case .commentSubmit: .commentSubmit
        case .commentGet: .commentGet
        case .commentList: .commentList
        case .commentLatest: .commentLatest
        case .commentSearch: .commentSearch
        case .commentEdit: .commentEdit
        case .commentDelete: .commentDelete
        case .anchorList: .anchorList
        case .anchorLocate: .anchorLocate
        case .voteCast: .voteCast
        case .flagRaise: .flagRaise
        case .threadGet: .threadGet
        case .threadCounts: .threadCounts
        case .threadList: .threadList
        case .threadMove: .threadMove
        case .threadConfigure: .threadConfigure
        case .siteGet: .siteGet
        case .siteConfigure: .siteConfigure
        case .moderationQueue: .moderationQueue
        case .moderationClaim: .moderationClaim
        case .moderationDecide: .moderationDecide
        case .moderationHistory: .moderationHistory
        case .moderationReport: .moderationReport
        case .moderationExplain: .moderationExplain
        case .rulesGet: .rulesGet
        case .rulesCheck: .rulesCheck
        case .rulesTest: .rulesTest
        case .rulesBacktest: .rulesBacktest
        case .rulesReload: .rulesReload
        case .rankingRefit: .rankingRefit
        case .personGet: .personGet
        case .personSanction: .personSanction
        case .personExport: .personExport
        case .personErase: .personErase
        case .subscriptionAdd: .subscriptionAdd
        case .subscriptionConfirm: .subscriptionConfirm
        case .subscriptionCancel: .subscriptionCancel
        case .subscriptionList: .subscriptionList
        case .notificationList: .notificationList
        case .notificationAck: .notificationAck
        case .eventFollow: .eventFollow
        case .eventList: .eventList
        case .serverStatus: .serverStatus
        case .serverBackup: .serverBackup
        case .sessionOpen: .sessionOpen
        case .rpcDiscover: .rpcDiscover
        }
    }
}
