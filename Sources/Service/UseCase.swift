import Configuration
import Discussion
import JSONValues
import Wire

/// What one method does, with its params read: all it still needs is the open transaction.
protocol UseCase: Sendable {
    /// Does it, and writes the result as one JSON value. Checks before it writes.
    func apply(in work: Work, to json: inout JSONWriter) throws
}

extension Method {
    /// The one switch from a method to its use case; reads the params.
    func useCase(_ arguments: Arguments, _ options: ServiceOptions) throws(Refusal) -> any UseCase {
        let limits = options.settings.limits
        switch self {
        case .commentSubmit:
            return try SubmitComment(arguments, options)
        case .commentGet: return try GetComment(arguments)
        case .commentList: return try ListComments(arguments, limits: limits)
        case .commentLatest: return try LatestComments(arguments, limits: limits)
        case .commentSearch: return try SearchComments(arguments, limits: limits)
        case .commentEdit: return try EditComment(arguments, options)
        case .commentDelete: return try DeleteComment(arguments)
        case .anchorList: return try ListAnchors(arguments, limits: limits)
        case .anchorLocate: return try LocateAnchors(arguments)
        case .voteCast: return try CastVote(arguments)
        case .flagRaise: return try RaiseFlag(arguments)
        case .threadGet: return try GetThread(arguments)
        case .threadCounts: return try CountThreads(arguments)
        case .threadList: return try ListThreads(arguments, limits: limits)
        case .threadMove: return try MoveThread(arguments)
        case .threadConfigure: return try ConfigureThread(arguments)
        case .siteGet: return try GetSite(arguments)
        case .siteConfigure: return try ConfigureSite(arguments)
        case .moderationQueue: return try ReadQueue(arguments, limits: limits)
        case .moderationClaim: return try ClaimCases(arguments)
        case .moderationDecide: return try Decide(arguments)
        case .moderationHistory: return try ReadHistory(arguments, limits: limits)
        case .moderationReport: return try MakeReport(arguments)
        case .moderationExplain: return try ExplainComment(arguments)
        case .rulesGet: return try GetRules(arguments)
        case .rulesCheck: return CheckRules(arguments)
        case .rulesTest: return try TestRules(arguments, limits: limits)
        case .rulesBacktest: return try BacktestRules(arguments)
        case .rulesReload: return ReloadRules()
        case .rankingRefit: return try RefitRanking(arguments)
        case .personGet: return try GetPerson(arguments)
        case .personSanction: return try SanctionPerson(arguments)
        case .personExport: return try ExportPerson(arguments, limits: limits)
        case .personErase: return try ErasePerson(arguments)
        case .subscriptionAdd: return try AddSubscription(arguments)
        case .subscriptionConfirm: return try ConfirmSubscription(arguments)
        case .subscriptionCancel: return try CancelSubscription(arguments)
        case .subscriptionList: return try ListSubscriptions(arguments)
        case .notificationList: return try ListNotifications(arguments, limits: limits)
        case .notificationAck: return try AcknowledgeNotices(arguments)
        case .eventFollow: return try FollowEvents(arguments)
        case .eventList: return try ListEvents(arguments, limits: limits)
        case .serverStatus: return ServerStatus()
        case .serverBackup: return try BackUp(arguments)
        case .sessionOpen: return OpenSession()
        case .rpcDiscover: return Discover()
        }
    }
}

/// `session.open`, once the connection is open: what it may do.
private struct OpenSession: UseCase {
    func apply(in work: Work, to json: inout JSONWriter) {
        json.object { json in
            json.member("role", work.access.roleName)
            json.name("sites")
            json.array { json in work.access.sites.forEach { json.string($0) } }
        }
    }
}

/// `rpc.discover`: the description of every method.
private struct Discover: UseCase {
    func apply(in work: Work, to json: inout JSONWriter) {
        json.raw(OpenRPC.document(version: work.options.server.version))
    }
}
