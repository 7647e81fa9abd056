import JSONValues
import Testing

/// A running server with those who follow, and what is needed to send them mail.
final class MailFolder {
    let folder: ProgramFolder
    var served: Served
    private(set) var peer: SocketPeer

    init() throws {
        folder = try ProgramFolder()
        served = try folder.serve()
        peer = try served.connect()
    }

    /// The server ends in the middle of whatever it does, and another one begins.
    func killServer() throws {
        try served.kill()
        served = try folder.serve()
        peer = try served.connect()
    }

    /// Writes a configuration in which mail goes through a command.
    func configure(sendmail: [String], _ more: String = "digest_s: 0") throws {
        let words = sendmail.map { "\"\($0)\"" }.joined(separator: ", ")
        try folder.write(
            "mail/commentd.json",
            """
            { mail: { sendmail: [\(words)], from: "뉴스 댓글 <comments@news.example>",
              base_url: "https://news.example/comments", \(more) } }
            """)
    }

    /// Has mail go through a shell script.
    func configure(script: String, _ more: String = "digest_s: 0") throws {
        try folder.write("send.sh", script)
        try configure(sendmail: ["/bin/sh", "send.sh"], more)
    }

    /// Sends what is due, once.
    @discardableResult
    func sendOnce() throws -> (status: Int32, output: String, complaints: String) {
        try folder.run("mail", "--connect", "s", "--once", "--config", "mail")
    }

    @discardableResult
    func follow(
        _ person: String, name: String, email: String, isConfirmed: Bool = true
    ) throws -> JSONValue {
        try peer.call(
            "subscription.add",
            [
                "thread": "page", "scope": "thread", "confirmed": .bool(isConfirmed),
                "person": [
                    "id": .string(person), "name": .string(name), "email": .string(email),
                ],
            ])["subscription"]
    }

    func say(_ body: String, name: String = "Ann") throws {
        try peer.call(
            "comment.submit",
            [
                "thread": "page", "body": .string(body),
                "author": ["id": "ann", "name": .string(name)],
            ])
        try waitUntilTold()
    }

    /// Waits until notices are there for all that became visible.
    func waitUntilTold() throws {
        let isTold = try eventually {
            try peer.call("server.status")["queues"]["announcements"] == 0
        }
        #expect(isTold)
    }

    func notices(_ state: String = "due") throws -> [JSONValue] {
        try peer.call("notification.list", ["state": .string(state)])["notifications"].array ?? []
    }
}
