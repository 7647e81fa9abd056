import Foundation
import JSONValues
import Testing

@Suite("Sending notices by mail")
struct MailTests {
    private let mail: MailFolder

    init() throws { mail = try MailFolder() }

    /// The text of the mails that a script has kept, in order.
    private func kept() throws -> [String] {
        var texts: [String] = []
        while mail.folder.exists("mail.\(texts.count + 1)") {
            texts.append(try mail.folder.text("mail.\(texts.count + 1)"))
        }
        return texts
    }

    /// Keeps each mail in a file of its own, then does something more.
    private static func keeping(_ more: String = "") -> String {
        """
        n=1; while [ -e mail.$n ]; do n=$((n+1)); done
        cat > mail.$n
        \(more)
        """
    }

    private func messageID(_ mail: String) -> Substring? {
        mail.split(separator: "\n").first { $0.hasPrefix("Message-ID: ") }
    }

    @Test("What is due is sent once, and acknowledged")
    func sends() throws {
        try mail.configure(script: Self.keeping())
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        #expect(try mail.sendOnce().status == 0)
        #expect(try mail.notices() == [])
        #expect(try mail.sendOnce().status == 0)
        let mails = try kept()
        #expect(mails.count == 1)
        #expect(mails[0].contains("\nTo: Bob <bob@example.org>\n"))
    }

    @Test("Before its window has passed a notice waits for others")
    func waits() throws {
        try mail.configure(script: Self.keeping(), "digest_s: 3600")
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        #expect(try mail.sendOnce().status == 0)
        #expect(try kept() == [])
        #expect(try mail.notices().count == 1)
    }

    @Test("Where it ends between sending and acknowledging, the same mail is sent again")
    func survivesItself() throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("One")
        try mail.say("Two")
        try mail.configure(script: Self.keeping("kill -9 $PPID"))
        for _ in 0..<2 { #expect(try mail.sendOnce().status == 128 + 9) }
        try mail.configure(script: Self.keeping())
        #expect(try mail.sendOnce().status == 0)
        let mails = try kept()
        #expect(mails.count == 4)
        let ids = mails.map(messageID)
        #expect(ids[0] != nil && ids[0] == ids[1] && ids[1] == ids[2] && ids[2] != ids[3])
        #expect(try mail.notices() == [])
    }

    @Test("Where the server is killed in between, everyone is told all the same")
    func survivesServer() throws {
        try mail.configure(script: Self.keeping())
        for index in 0..<300 {
            try mail.follow("p\(index)", name: "P", email: "p\(index)@example.org")
        }
        try mail.peer.call(
            "comment.submit", ["thread": "page", "author": "ann", "body": "Hello"])
        try mail.killServer()
        try mail.waitUntilTold()
        try mail.killServer()
        #expect(try mail.sendOnce().status == 0)
        let recipients = try kept().map { text in
            text.split(separator: "\n").first { $0.hasPrefix("To: ") }
        }
        #expect(recipients.count == 300 && Set(recipients).count == 300)
        #expect(try mail.folder.discrepancies() == "")
    }

    @Test("What the mail system cannot take now is put off, and given up in the end")
    func putsOff() throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        try mail.configure(script: "cat > /dev/null; exit 75", "digest_s: 0")
        #expect(try mail.sendOnce().status == 1)
        #expect(try mail.notices() == [])
        #expect(try mail.notices("failed") == [])
        try mail.say("More")
        try mail.configure(script: "exit 75", "digest_s: 0, max_tries: 1")
        let end = try mail.sendOnce()
        #expect(end.status == 1)
        #expect(end.complaints.contains("mail to bob of default given up after 1 tries: exit"))
        let failed = try mail.notices("failed")
        #expect(failed.map { $0["comment"]["body"] } == ["More"])
        #expect(failed[0]["detail"] == "exit status 75")
        let queues = try mail.peer.call("server.status")["queues"]
        #expect(queues["notices_failed"] == 1 && queues["notices"] == 1)
        // The address may be well: only the mail system was not.
        let list = try mail.peer.call("subscription.list", ["person": "bob"])["subscriptions"]
        #expect(list[0]["confirmed"] == true)
    }

    @Test(
        "A dead address is given up, and what it follows waits for a new confirmation",
        arguments: ["bob@example.org", "bob @example.org", "bob@example.org,eve@example.org"])
    func givesUp(_ email: String) throws {
        try mail.follow("bob", name: "Bob", email: email)
        try mail.say("Hello")
        try mail.configure(script: "cat > /dev/null; exit 67", "digest_s: 0, max_tries: 1")
        #expect(try mail.sendOnce().status == 1)
        #expect(try mail.notices("failed").count == 1)
        let list = try mail.peer.call("subscription.list", ["person": "bob"])["subscriptions"]
        #expect(list[0]["confirmed"] == false)
        try mail.say("More")
        #expect(try mail.notices() == [])
    }

    @Test(
        "A sendmail that does not work counts against no mail",
        arguments: [["/nowhere/sendmail"], ["/bin/sh", "-c", "exit 78"], ["/"]])
    func broken(_ command: [String]) throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        try mail.configure(sendmail: command, "digest_s: 0, max_tries: 1")
        let end = try mail.sendOnce()
        #expect(end.status == 1)
        #expect(end.complaints.hasPrefix("commentd: mail: "))
        let notices = try mail.notices()
        #expect(notices.map { $0["tries"] } == [0])
    }

    @Test("A sendmail that never ends is ended, and the mail put off")
    func hangs() throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        try mail.configure(
            sendmail: ["/bin/sleep", "600"], "digest_s: 0, max_tries: 1, timeout_s: 1")
        #expect(try mail.sendOnce().status == 1)
        let failed = try mail.notices("failed")
        #expect(failed.map { $0["detail"] } == ["no answer within 1 s"])
    }

    @Test("Without --once it goes on until it is asked to end")
    func goesOn() throws {
        try mail.configure(script: Self.keeping(), "digest_s: 0, poll_s: 1")
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        let program = try mail.folder.start(["mail", "--connect", "s", "--config", "mail"])
        for count in 1...2 {
            try mail.say("Comment \(count)")
            #expect(try eventually { try mail.notices() == [] })
            #expect(try kept().count == count)
        }
        program.send(SIGTERM)
        #expect(try program.end(closingInput: false).status == 0)
    }

    @Test("A configuration that cannot send is refused with what is missing")
    func refusesConfiguration() throws {
        let none = try mail.folder.run("mail", "--connect", "s")
        #expect(none.status == 2)
        #expect(none.complaints.contains("commentd.json: mail: is missing"))
        #expect(try mail.folder.run("mail", "--once").status == 2)
        for (text, problem) in [
            ("from: 'x', base_url: 'https://a.example'", "mail.from: expected"),
            ("from: 'a@b.example', base_url: 'http://a.example'", "mail.base_url: expected"),
            ("from: 'a@b.example', base_url: 'https://a.example/'", "mail.base_url: expected"),
            ("from: 'a@b.example', base_url: 'https://a.example/?x'", "mail.base_url: expected"),
            ("base_url: 'https://a.example'", "mail.from: is missing"),
            (
                "from: 'a@b.example', base_url: 'https://a.example', "
                    + "templates: {comment: {text: '{titel}'}}",
                "mail.templates.comment.text: {titel} is none of"
            ),
            (
                "from: 'a@b.example\\nBcc: x', base_url: 'https://a.example'",
                "mail.from: must not contain control characters"
            ),
        ] {
            try mail.folder.write("mail/commentd.json", "{mail: {\(text)}}")
            let end = try mail.sendOnce()
            #expect(end.status == 2, "\(text)")
            #expect(end.complaints.contains(problem), "\(end.complaints)")
        }
    }
}
