import Foundation
import JSONValues
import Testing

/// Through a mail program of the system's to a mail server.
@Suite(
    "Mail through msmtp",
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/msmtp"),
        "msmtp is not installed"))
struct MsmtpTests {
    private let mail: MailFolder
    private let sink: MailSink

    init() throws {
        mail = try MailFolder()
        sink = try MailSink()
        try mail.folder.write(
            "msmtprc",
            """
            account default
            host 127.0.0.1
            port \(sink.port)
            from bounces@news.example
            tls off
            auth off

            """)
        try configure("digest_s: 0")
    }

    private func configure(_ more: String) throws {
        try mail.configure(
            sendmail: [
                "/usr/bin/msmtp", "-C", mail.folder.whole("msmtprc"), "-t", "-i",
            ], more)
    }

    @Test(
        "Names and texts of all scripts arrive as they were written",
        arguments: [
            ("김철수", "山田さくら", "문재인과 기시다의 회담\n네 해가 걸렸다."),
            ("山田さくら", "김철수", "とても良い記事でした。\n.\n..\nFrom here"),
            ("O'Hara, \"Bob\"", "Ann <x@y.example>", "Plain = text.\n\nSecond paragraph"),
        ])
    func arrives(_ name: String, _ author: String, _ body: String) throws {
        try mail.peer.call(
            "thread.configure",
            [
                "thread": "page", "title": "서울·東京 합의: 네 해의 협상 끝에 나온 문서를 읽는다",
                "url": "https://news.example/1",
            ])
        let subscription = try mail.follow("bob", name: name, email: "bob@example.org")
        try mail.say(body, name: author)
        let end = try mail.sendOnce()
        #expect(end.status == 0, "\(end.complaints)")
        let got = try #require(sink.mails.first)
        #expect(sink.mails.count == 1)
        #expect(got.recipients == ["bob@example.org"])
        let to = try #require(got.header("To"))
        #expect(to.replacing("\\\"", with: "\"").contains(name))
        #expect(to.hasSuffix(" <bob@example.org>"))
        #expect(got.header("From") == "뉴스 댓글 <comments@news.example>")
        #expect(got.header("Subject") == "서울·東京 합의: 네 해의 협상 끝에 나온 문서를 읽는다: 1 new")
        let quoted = body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "> \($0)" }.joined(separator: "\n")
        let plain = got.part("text/plain").replacing("\r\n", with: "\n")
        #expect(plain.contains("\(author)\n\(quoted)\nhttps://news.example/1#comment-"))
        #expect(got.part("text/html").contains("<blockquote><p dir=\"auto\">"))
        let token = try #require(subscription["token"].text)
        #expect(
            got.header("List-Unsubscribe")
                == "<https://news.example/comments/unsubscribe?token=\(token)>")
        #expect(got.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click")
        for line in got.lines { #expect(line.utf8.count <= 100) }
    }

    @Test("The token of a confirmation confirms, and the one of the way out cancels")
    func tokens() throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org", isConfirmed: false)
        try mail.sendOnce()
        #expect(sink.mails.first?.header("To") == "bob@example.org")
        let first = try #require(sink.mails.first).part("text/plain")
        let confirm = try #require(first.firstMatch(of: /\/confirm\?token=([0-9a-f]+)/))
        try mail.peer.call("subscription.confirm", ["token": .string(String(confirm.1))])
        try mail.say("Hello")
        try mail.sendOnce()
        #expect(sink.mails.count == 2)
        let header = try #require(sink.mails.last?.header("List-Unsubscribe"))
        let cancel = try #require(header.firstMatch(of: /token=([0-9a-f]+)>/))
        try mail.peer.call("subscription.cancel", ["token": .string(String(cancel.1))])
        try mail.say("More")
        try mail.sendOnce()
        #expect(sink.mails.count == 2)
        #expect(
            try mail.peer.call("subscription.list", ["person": "bob"])["subscriptions"] == [])
    }

    @Test("An address that the mail server does not know is given up, one it takes later is not")
    func refusals() throws {
        try configure("digest_s: 0, max_tries: 2")
        try mail.follow("dan", name: "Dan", email: "dead@example.org")
        try mail.follow("lea", name: "Lea", email: "later@example.org")
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        #expect(try mail.sendOnce().status == 1)
        #expect(sink.mails.map(\.recipients) == [["bob@example.org"]])
        #expect(try mail.notices() == [])
        try configure("digest_s: 0, max_tries: 1")
        try mail.say("More")
        #expect(try mail.sendOnce().status == 1)
        let failed = try mail.notices("failed")
        #expect(Set(failed.map { $0["person"]["id"].text }) == ["dan", "lea"])
        for (person, isConfirmed) in [("dan", false), ("lea", true), ("bob", true)] {
            let list = try mail.peer.call(
                "subscription.list", ["person": .string(person)])["subscriptions"]
            #expect(list[0]["confirmed"] == .bool(isConfirmed), "\(person) \(failed)")
        }
    }

    @Test("A mail server that is gone puts mails off, and loses none")
    func gone() throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        sink.stop()
        try mail.folder.write("msmtprc", "account default\nhost 127.0.0.1\nport 1\nfrom a@b.c\n")
        #expect(try mail.sendOnce().status == 1)
        #expect(try mail.notices("failed") == [])
        #expect(try mail.peer.call("server.status")["queues"]["notices"] == 1)
    }
}
