import Configuration
import Daemon
import Discussion
import Glibc
import JSONValues
import Mail
import Wire

/// `commentd mail`: takes notices that are due from a running server, sends them as mails through
/// the host's sendmail, and acknowledges each once sendmail has taken it. Whatever comes between,
/// it is sent again, as the same mail. One such process sends a site's mail at a time.
struct MailCommand {
    private let line: CommandLineOptions
    private let settings: Settings.Mail
    private let from: (name: String, address: MailAddress)
    private let site: String

    /// Notices that one round looks at.
    private static let maxNotices = 20_000
    private static let page = 200
    /// Tries of an address that is said to be dead.
    private static let maxRefusals = 3
    private static let maxRetrySeconds = 21_600
    /// So many mails one after the other that sendmail fails at in a way that says nothing of them
    /// are no accident: it does not work.
    private static let maxBroken = 16

    init(_ line: CommandLineOptions) throws {
        self.line = line
        site = line.site ?? "default"
        let file = "\(line.configuration ?? "config")/commentd.json"
        guard let mail = try CommandLineOptions.load(line.configuration).mail else {
            throw ConfigurationProblem(
                file: file, path: "mail", problem: "is missing: mail needs from and base_url")
        }
        guard let from = MailAddress.mailbox(mail.from) else {
            throw ConfigurationProblem(
                file: file, path: "mail.from",
                problem: "expected an address such as a@example.org or A Name <a@example.org>")
        }
        settings = mail
        self.from = from
    }

    /// 1 where something that was due could not be sent, or sendmail does not work.
    func run() throws -> Int32 {
        // Whoever started this may have children go without a word: then none would tell how it
        // ended, and each mail would be sent again.
        signal(SIGCHLD, SIG_DFL)
        let stop = SignalDescriptor.open([SIGTERM, SIGINT])
        let lock = try FileLock(
            beside: line.connection ?? "", ".mail-\(site).lock",
            orElse: "mail of \(site) is being sent already, by")
        defer { withExtendedLifetime(lock) {} }
        let call = try Backend(line, isReading: false)
        while true {
            let round = try round(call, stop)
            if line.isOnce { return round.isWhole ? 0 : 1 }
            let pause = round.hasMore ? 0 : Int32(settings.pollSeconds) * 1000
            if isAsked(toStop: stop, within: pause) { return 0 }
        }
    }

    private func isAsked(toStop stop: Int32, within milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    private func round(
        _ call: Backend, _ stop: Int32
    ) throws -> (isWhole: Bool, hasMore: Bool) {
        // Before they are listed: a window that passes meanwhile may have more than the list.
        let now = Moment.now
        let (notices, isFull) = try due(call)
        var (isWhole, sent) = (true, 0)
        var stuck: [(digest: MailDigest, why: String)] = []
        for digest in MailDigest.due(notices, at: now, windowSeconds: settings.digestSeconds) {
            if isAsked(toStop: stop, within: 0) { break }
            guard let address = MailAddress(digest.first.email) else {
                isWhole = false
                try putOff(digest, "no address that mail can go to", isDead: true, call)
                continue
            }
            let outcome = send(digest, to: address)
            if case .broken(let why) = outcome {
                stuck.append((digest, why))
                if stuck.count == Self.maxBroken { break }
                continue
            }
            // It works: what it failed at before is those mails' own fault.
            for (digest, why) in stuck { try putOff(digest, why, isDead: false, call) }
            isWhole = isWhole && outcome == .sent && stuck.isEmpty
            stuck = []
            switch outcome {
            case .sent:
                sent += 1
                try acknowledge(digest, outcome: "sent", call)
            case .putOff(let why): try putOff(digest, why, isDead: false, call)
            case .refused(let why): try putOff(digest, why, isDead: true, call)
            case .broken: break
            }
        }
        if let why = stuck.last?.why { Terminal.complain("mail: \(why)") }
        return (isWhole && stuck.isEmpty, isFull && sent > 0)
    }

    /// What is due, and whether there is more than one round looks at.
    private func due(_ call: Backend) throws -> (notices: [DueNotice], isFull: Bool) {
        var notices: [DueNotice] = []
        var cursor: String?
        repeat {
            var members: [JSONObject.Member] = [
                .init("site", .string(site)), .init("limit", .integer(Self.page)),
                .init("email", .bool(true)),
            ]
            if let cursor { members.append(.init("cursor", .string(cursor))) }
            let list = try call.result(of: .notificationList, JSONObject(members))
            notices += (list.object?["notifications"]?.array ?? []).compactMap { DueNotice($0) }
            cursor = list.object?["next"]?.text
        } while cursor != nil && notices.count < Self.maxNotices
        return (notices, cursor != nil)
    }

    private func send(_ digest: MailDigest, to address: MailAddress) -> Sendmail.Outcome {
        let text = MailText(digest, settings, site: site)
        // An address that nobody has confirmed gets no word of whoever gave it.
        let name = digest.first.kind == "confirm" ? "" : digest.first.personName
        let mail = MailMessage(
            from: from, to: (name, address), subject: text.subject,
            text: text.text, html: text.html, id: digest.id(on: site),
            unsubscribe: text.unsubscribe)
        return Sendmail(command: settings.sendmail, timeoutSeconds: settings.timeoutSeconds)
            .send(mail.bytes(at: .now))
    }

    private func putOff(
        _ digest: MailDigest, _ why: String, isDead: Bool, _ call: Backend
    ) throws {
        let tries = digest.tries + 1
        let most = isDead ? min(Self.maxRefusals, settings.maxTries) : settings.maxTries
        guard tries < most else {
            Terminal.complain(
                "mail to \(digest.first.personID) of \(site) given up after \(tries) tries: \(why)")
            return try acknowledge(
                digest, outcome: isDead ? "bounced" : "failed", detail: why, call)
        }
        let pause = min(settings.retrySeconds << min(tries - 1, 20), Self.maxRetrySeconds)
        try acknowledge(digest, outcome: "later", detail: why, afterSeconds: pause, call)
    }

    private func acknowledge(
        _ digest: MailDigest, outcome: String, detail: String? = nil, afterSeconds: Int? = nil,
        _ call: Backend
    ) throws {
        var rest = digest.notices[...]
        while !rest.isEmpty {
            var members: [JSONObject.Member] = [
                .init("site", .string(site)), .init("outcome", .string(outcome)),
                .init("ids", .array(rest.prefix(1000).map { .string($0.id) })),
            ]
            if let detail { members.append(.init("detail", .string(detail))) }
            if let afterSeconds { members.append(.init("after_s", .integer(afterSeconds))) }
            _ = try call.result(of: .notificationAck, JSONObject(members))
            rest = rest.dropFirst(1000)
        }
    }
}
