import Discussion
import Wire

/// The notices that go into one mail: a person's of one page, made within one window of time.
package struct MailDigest: Sendable {
    /// In the order in which they were made; never empty.
    package let notices: [DueNotice]
    package let first: DueNotice

    /// How often it was tried before.
    package var tries: Int { notices.map(\.tries).max() ?? 0 }

    /// The same for the same notices, however often they are sent.
    package func id(on site: String) -> String {
        let hash = Fingerprint.of([site] + notices.map(\.id)).bytes
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    /// Whose notices go together.
    private struct Recipient: Hashable {
        let kind: String
        let person: String
        let email: String
        let place: String
    }

    /// The mails that are due at a moment, the oldest first. A window begins with the oldest notice
    /// and is due when it has passed, so that what belongs into it is the same for whoever looks
    /// later: a mail that was sent, and not acknowledged, is made again as it was.
    package static func due(
        _ notices: [DueNotice], at now: Moment, windowSeconds: Int
    ) -> [MailDigest] {
        let windowMs = Int64(windowSeconds) * 1000
        var groups: [Recipient: [DueNotice]] = [:]
        for notice in notices {
            let place =
                switch notice.kind {
                case "comment": notice.thread
                case "confirm": notice.id
                default: ""
                }
            let recipient = Recipient(
                kind: notice.kind, person: notice.personID, email: notice.email, place: place)
            groups[recipient, default: []].append(notice)
        }
        var digests: [MailDigest] = []
        for (recipient, group) in groups {
            let isAtOnce = recipient.kind == "confirm"
            var rest = group.sorted { ($0.createdAt, $0.number) < ($1.createdAt, $1.number) }[...]
            while let first = rest.first {
                let end = first.createdAt.adding(milliseconds: windowMs)
                guard isAtOnce || end <= now else { break }
                let count = max(1, rest.prefix { $0.createdAt < end }.count)
                digests.append(MailDigest(notices: Array(rest.prefix(count)), first: first))
                rest = rest.dropFirst(count)
            }
        }
        return digests.sorted {
            ($0.first.createdAt, $0.first.number) < ($1.first.createdAt, $1.first.number)
        }
    }
}

extension DueNotice {
    /// The number in its id, which grows as notices are made.
    fileprivate var number: Int { Int(id.dropFirst()) ?? 0 }
}
