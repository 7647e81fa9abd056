import Foundation
import JSONValues
import Testing

@Suite("Sending mail through what does not do as it should, and beside others")
struct MailTroubleTests {
    private let mail: MailFolder

    init() throws { mail = try MailFolder() }

    /// Keeps each mail but those to some address, at which it ends with a status.
    private static func keeping(exceptTo address: String, status: Int) -> String {
        """
        cat > given
        if grep -q "^To: .*\(address)" given; then exit \(status); fi
        n=1; while [ -e mail.$n ]; do n=$((n+1)); done
        mv given mail.$n
        """
    }

    private static let keepingAll = keeping(exceptTo: "nobody", status: 0)

    @Test("A second one beside it is refused, and takes over once the first is gone")
    func takesTurns() throws {
        try mail.configure(script: Self.keepingAll, "digest_s: 0, poll_s: 1")
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        let first = try mail.folder.start(["mail", "--connect", "s", "--config", "mail"])
        let lock = "s.mail-default.lock"
        let isLocked = try eventually {
            try mail.folder.exists(lock) && mail.folder.text(lock) == "\(first.pid)\n"
        }
        #expect(isLocked)
        for _ in 0..<2 {
            let second = try mail.sendOnce()
            #expect(second.status == 1)
            #expect(
                second.complaints.contains(
                    "mail of default is being sent already, by process \(first.pid)"))
        }
        // Another site's mail is none of its business.
        let other = try mail.folder.run(
            "mail", "--connect", "s", "--once", "--config", "mail", "--site", "other")
        #expect(other.status == 0)
        first.send(SIGKILL)
        #expect(try first.end(closingInput: false).status == 128 + 9)
        try mail.say("Hello")
        #expect(try mail.sendOnce().status == 0)
        #expect(try mail.notices() == [])
        #expect(mail.folder.exists("mail.1") && !mail.folder.exists("mail.2"))
    }

    @Test(
        "A mail at which sendmail alone fails holds no other up",
        arguments: [64, 77, 78, 126])
    func passesOver(_ status: Int) throws {
        try mail.follow("bad", name: "Bad", email: "bad@example.org")
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        try mail.configure(
            script: Self.keeping(exceptTo: "bad@example.org", status: status), "digest_s: 0")
        #expect(try mail.sendOnce().status == 1)
        #expect(try mail.folder.text("mail.1").contains("\nTo: Bob <bob@example.org>\n"))
        #expect(!mail.folder.exists("mail.2"))
        // It is put off.
        #expect(try mail.notices() == [])
        #expect(try mail.notices("failed") == [])
        #expect(try mail.peer.call("server.status")["queues"]["notices"] == 1)
    }

    @Test("A sendmail that never ends is ended with all that it has started")
    func endsChildren() throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        try mail.configure(
            script: "sleep 600 & echo $! > child; wait", "digest_s: 0, timeout_s: 1")
        #expect(try mail.sendOnce().status == 1)
        let child = try mail.folder.text("child").trimmingCharacters(in: .whitespacesAndNewlines)
        let isGone = try eventually {
            // Of one that has ended, and that nobody has asked about yet, nothing is left there.
            (FileManager.default.contents(atPath: "/proc/\(child)/cmdline") ?? Data()).isEmpty
        }
        #expect(isGone)
    }

    @Test("Where it is told to ignore its children it knows all the same how they ended")
    func knowsChildren() throws {
        try mail.configure(script: Self.keepingAll)
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say("Hello")
        let program = try Spawned(
            ["mail", "--connect", "s", "--once", "--config", "mail"], in: mail.folder.path,
            ignoringChildren: true)
        #expect(try program.end().status == 0)
        #expect(try mail.notices() == [])
    }

    @Test(
        "A sendmail that stops reading, prints, or is killed is believed by its end alone",
        arguments: [
            ("exec 0<&-; exit 0", true), ("cat > /dev/null; echo a; echo b >&2", true),
            ("head -c 10 > /dev/null; kill -9 $$", false), ("kill -15 $$", false),
        ])
    func believesEnds(_ script: String, _ isSent: Bool) throws {
        try mail.follow("bob", name: "Bob", email: "bob@example.org")
        try mail.say(String(repeating: "Long ", count: 1900))
        try mail.configure(script: script)
        let end = try mail.sendOnce()
        #expect(end.status == (isSent ? 0 : 1))
        // What it prints is for the log.
        #expect(end.output == "")
        let queues = try mail.peer.call("server.status")["queues"]
        #expect(queues["notices"] == (isSent ? 0 : 1))
        #expect(try mail.notices("failed") == [])
    }

    @Test("An address whose domain is in other letters gets its mail by the domain's ASCII form")
    func otherLetters() throws {
        try mail.configure(script: Self.keepingAll)
        try mail.follow("bob", name: "Bob", email: "bob@bücher.example")
        try mail.say("Hello")
        #expect(try mail.sendOnce().status == 0)
        #expect(
            try mail.folder.text("mail.1").contains("\nTo: Bob <bob@xn--bcher-kva.example>\n"))
    }
}
