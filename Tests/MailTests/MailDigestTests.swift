import Configuration
import Discussion
import JSONValues
import Testing

@testable import Mail

/// A notice as the wire gives it.
struct Sample {
    var id = 1
    var kind = "comment"
    var person = "bob"
    var email = "bob@example.org"
    var thread = "page"
    var title: String? = "A page"
    var url: String? = "https://news.example/1"
    var subscription = 1
    var scope = "thread"
    var comment: String?
    var author = "Ann"
    var body = "Hello"
    var seconds = 0
    var tries = 0

    var notice: DueNotice {
        get throws {
            func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
            func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
                .object(JSONObject(members.map { .init($0.key, $0.value) }))
            }
            var subscribed: [JSONObject.Member] = [
                .init("id", .string("S\(subscription)")), .init("scope", .string(scope)),
            ]
            if let comment { subscribed.append(.init("comment_id", .string(comment))) }
            let json = object([
                "id": .string("N\(id)"), "kind": .string(kind),
                "person": object([
                    "id": .string(person), "name": .string("Name of \(person)"),
                    "email": .string(email),
                ]),
                "comment": object([
                    "id": .string("C\(id)"), "author": object(["name": .string(author)]),
                    "body": .string(body), "html": .string("<p>\(body)</p>"),
                ]),
                "page": object([
                    "thread": .string(thread), "title": text(title), "url": text(url),
                ]),
                "subscription": .object(JSONObject(subscribed)),
                "token": .string("token\(subscription)"),
                "created_at": .string(
                    Moment(milliseconds: 1_767_225_600_000 + Int64(seconds) * 1000).text),
                "tries": .integer(tries),
            ])
            return try #require(DueNotice(json))
        }
    }
}

@Suite("Which notices go into one mail")
struct MailDigestTests {
    private func due(_ samples: [Sample], at seconds: Int, window: Int = 600) throws -> [[String]] {
        let now = Moment(milliseconds: 1_767_225_600_000 + Int64(seconds) * 1000)
        return MailDigest.due(try samples.map { try $0.notice }, at: now, windowSeconds: window)
            .map { $0.notices.map(\.id) }
    }

    @Test("A person's of one page within one window, once the window has passed")
    func window() throws {
        let samples = [
            Sample(id: 1, seconds: 0), Sample(id: 2, seconds: 599), Sample(id: 3, seconds: 600),
            Sample(id: 4, thread: "other", seconds: 1), Sample(id: 5, person: "cat", seconds: 2),
            Sample(id: 6, email: "other@example.org", seconds: 3),
        ]
        #expect(try due(samples, at: 599) == [])
        #expect(try due(samples, at: 600) == [["N1", "N2"]])
        #expect(try due(samples, at: 603) == [["N1", "N2"], ["N4"], ["N5"], ["N6"]])
        #expect(try due(samples.reversed(), at: 1200).last == ["N3"])
    }

    @Test("Whoever looks, and whenever, finds the same mails")
    func sameForAll() throws {
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let samples = (1...120).map { id in
            Sample(id: id, person: "p\(random(3))", thread: "t\(random(2))", seconds: id * 40)
        }
        let all = Set(try due(samples, at: 100_000))
        #expect(all.flatMap { $0 }.count == 120)
        var told: Set<String> = []
        for now in stride(from: 0, through: 6000, by: 17) {
            let waiting = samples.filter { $0.seconds <= now && !told.contains("N\($0.id)") }
            for mail in try due(waiting, at: now) {
                #expect(all.contains(mail))
                // Every other one is taken and not acknowledged: it comes again as it was.
                if random(2) == 0 { told.formUnion(mail) }
            }
        }
        #expect(told.count == 120)
    }

    @Test("Confirmations go at once, each by itself")
    func confirmations() throws {
        let samples = [Sample(id: 1, kind: "confirm"), Sample(id: 2, kind: "confirm")]
        #expect(try due(samples, at: 0) == [["N1"], ["N2"]])
    }

    @Test("What waits for moderators goes together, whatever the page")
    func moderation() throws {
        let samples = [
            Sample(id: 1, kind: "moderation"), Sample(id: 2, kind: "moderation", thread: "other"),
        ]
        #expect(try due(samples, at: 600) == [["N1", "N2"]])
    }

    @Test("Without a window each goes by itself")
    func noWindow() throws {
        let samples = [Sample(id: 1), Sample(id: 2, seconds: 1)]
        #expect(try due(samples, at: 1, window: 0) == [["N1"], ["N2"]])
    }

    @Test("The same notices have the same id, others another")
    func identity() throws {
        let notices = [try Sample(id: 1).notice, try Sample(id: 2).notice]
        func id(_ notices: [DueNotice], _ site: String) throws -> String {
            let now = Moment(milliseconds: 1_800_000_000_000)
            return try #require(
                MailDigest.due(notices, at: now, windowSeconds: 600).first
            ).id(on: site)
        }
        let one = try id(notices, "default")
        #expect(one == (try id(notices.reversed(), "default")))
        #expect(one != (try id([notices[0]], "default")))
        #expect(one != (try id(notices, "other")))
        #expect(one.utf8.count == 32)
    }
}

@Suite("What a mail says")
struct MailTextTests {
    private let settings = Settings.Mail(
        from: "c@example.org", baseURL: "https://example.org/comments")

    private func text(
        _ samples: [Sample], _ settings: Settings.Mail? = nil, site: String = "default"
    ) throws -> MailText {
        let digests = MailDigest.due(
            try samples.map { try $0.notice }, at: Moment(milliseconds: 1_800_000_000_000),
            windowSeconds: 600)
        return MailText(try #require(digests.first), settings ?? self.settings, site: site)
    }

    @Test("Each comment with who wrote it and where it stands, and the way out")
    func comments() throws {
        let mail = try text([Sample(id: 1), Sample(id: 2, author: "Cat", body: "Two\nlines")])
        #expect(mail.subject == "A page: 2 new")
        #expect(mail.text.contains("Name of bob,"))
        #expect(mail.text.contains("Ann\n> Hello\nhttps://news.example/1#comment-C1\n"))
        #expect(mail.text.contains("Cat\n> Two\n> lines\n"))
        let way = "https://example.org/comments/unsubscribe?token=token1"
        #expect(mail.unsubscribe == way)
        #expect(mail.text.contains("Stop hearing of this page: \(way)"))
        #expect(mail.html.contains("<a href=\"\(way)\">Stop hearing of this page</a>"))
        #expect(mail.html.contains("<blockquote><p>Hello</p></blockquote>"))
    }

    @Test("Of several subscriptions the widest is the one that one request ends; all are named")
    func ways() throws {
        let mail = try text([
            Sample(id: 1, subscription: 3, scope: "replies", comment: "C9"),
            Sample(id: 2, subscription: 2, scope: "replies"), Sample(id: 3, subscription: 1),
            Sample(id: 4, subscription: 1),
        ])
        #expect(mail.unsubscribe?.hasSuffix("token1") == true)
        for number in 1...3 { #expect(mail.text.contains("token=token\(number)")) }
        #expect(mail.text.ranges(of: "token=token1").count == 1)
    }

    @Test("A confirmation leads to where it is confirmed, and names another site")
    func confirmation() throws {
        let mail = try text([Sample(kind: "confirm")], site: "second")
        #expect(
            mail.text.contains(
                "https://example.org/comments/confirm?token=token1&site=second"))
        #expect(mail.html.contains("confirm?token=token1&amp;site=second\""))
        #expect(mail.subject == "Please confirm: comments on A page")
        #expect(!(mail.text + mail.html).contains("Name of bob"))
    }

    @Test("Moderators are told without a way out, each comment with its page")
    func moderation() throws {
        let mail = try text([Sample(kind: "moderation")])
        #expect(mail.unsubscribe == nil)
        #expect(mail.text.contains("Ann · A page"))
        #expect(mail.subject == "default: 1 waiting for moderators")
    }

    @Test("Many comments are counted after the first twenty, long ones are cut")
    func bounds() throws {
        let mail = try text((1...30).map { Sample(id: $0, body: "Body \($0).") })
        #expect(mail.text.contains("Body 20.") && !mail.text.contains("Body 21."))
        #expect(mail.text.contains("+ 10\n"))
        #expect(mail.html.contains("+ 10</p>"))
        let long = try text([Sample(body: String(repeating: "<b>", count: 3000))])
        #expect(long.text.utf8.count < 3000)
        #expect(!long.html.contains("<b>") && long.html.contains("&lt;b&gt;"))
    }

    @Test("What people write is text in both forms, and never a placeholder")
    func hostile() throws {
        let mail = try text([
            Sample(
                title: "{comments}<script>\nBcc: v", url: "https://news.example/?a=1&b='",
                author: "{unsubscribe}<b>\nx", body: "{name}")
        ])
        #expect(!mail.html.contains("<script>") && !mail.html.contains("<b>"))
        #expect(mail.html.contains("{unsubscribe}&lt;b&gt; x"))
        #expect(mail.text.contains("> {name}"))
        #expect(!mail.subject.contains("\n"))
        #expect(mail.subject.contains("{comments}<script> Bcc: v"))
        #expect(mail.html.contains("https://news.example/?a=1&amp;b=&#39;"))
    }

    @Test("Templates of one's own say it in one's own words")
    func templates() throws {
        var own = settings
        var template = Settings.Mail.Template()
        template.subject = "{count}개의 새 댓글"
        template.text = "{comments}\n{unknown}{unsubscribe}"
        own.templates["comment"] = template
        let mail = try text([Sample()], own)
        #expect(mail.subject == "1개의 새 댓글")
        #expect(mail.text.hasPrefix("Ann\n> Hello\n"))
        #expect(mail.html.contains("new comments on"))
    }

    @Test("A mail is both forms, with a way out that takes one request")
    func message() throws {
        let mail = try text([Sample(body: "한국어")])
        let from = try #require(MailAddress.mailbox("뉴스 댓글 <c@example.org>"))
        let to = try #require(MailAddress("bob@example.org"))
        let message = MailMessage(
            from: from, to: ("보브", to), subject: mail.subject, text: mail.text, html: mail.html,
            id: "abc", unsubscribe: mail.unsubscribe)
        let text = String(
            decoding: message.bytes(at: Moment(milliseconds: 1_795_426_200_000)), as: UTF8.self)
        let head = text.split(separator: "\n\n", maxSplits: 1)[0]
        #expect(head.contains("\nMessage-ID: <abc@example.org>\n"))
        #expect(head.contains("\nDate: Mon, 23 Nov 2026 09:30:00 +0000\n"))
        #expect(
            head.contains(
                """
                List-Unsubscribe:
                 <https://example.org/comments/unsubscribe?token=token1>
                List-Unsubscribe-Post: List-Unsubscribe=One-Click
                """))
        #expect(head.hasSuffix("multipart/alternative;\n boundary=\"=_abc\""))
        #expect(text.ranges(of: "--=_abc\n").count == 2)
        #expect(text.hasSuffix("--=_abc--\n"))
        #expect(text.utf8.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F })
    }
}
