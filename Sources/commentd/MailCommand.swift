import Configuration
import Daemon
import Discussion
import Glibc
import JSONValues
import Mail
import Wire

/// `commentd mail`: takes notices that are due from a running server, sends them as mails through
/// the host's sendmail, and acknowledges each once sendmail has taken it. Whatever comes between,
/// it is sent again, as the same mail.
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
        let stop = SignalDescriptor.open([SIGTERM, SIGINT])
        let call = try Backend(line, isReading: false)
        while true {
            let round = try round(call, stop)
            if line.isOnce { return round.isWhole ? 0 : 1 }
            var polled = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
            let pause = round.hasMore ? 0 : Int32(settings.pollSeconds) * 1000
            if poll(&polled, 1, pause) > 0 { return 0 }
        }
    }

    private func round(
        _ call: Backend, _ stop: Int32
    ) throws -> (isWhole: Bool, hasMore: Bool) {
        let (notices, isFull) = try due(call)
        let now = Moment.now
        var (isWhole, sent) = (true, 0)
        for digest in MailDigest.due(notices, at: now, windowSeconds: settings.digestSeconds) {
            var polled = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
            if poll(&polled, 1, 0) > 0 { break }
            switch send(digest) {
            case .sent:
                sent += 1
                try acknowledge(digest, outcome: "sent", call)
            case .putOff(let why):
                isWhole = false
                try putOff(digest, why, isDead: false, call)
            case .refused(let why):
                isWhole = false
                try putOff(digest, why, isDead: true, call)
            case .broken(let why):
                // It says nothing of this mail; each other one would end the same way.
                Terminal.complain("mail: \(why)")
                return (false, false)
            }
        }
        return (isWhole, isFull && sent > 0)
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

    private func send(_ digest: MailDigest) -> Sendmail.Outcome {
        guard let address = MailAddress(digest.first.email) else {
            return .refused("no address that mail can go to")
        }
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
