import Glibc
import JSONValues
import Testing

@Suite("Rules that are loaded anew while a server runs")
struct SocketReloadTests {
    private let folder: ProgramFolder
    private let served: Served
    private let peer: SocketPeer

    init() throws {
        folder = try ProgramFolder()
        try folder.write("rules/words/bad.txt", "rotten\n")
        try folder.write("rules/rules.json", Self.rules(then: "reject"))
        served = try folder.serve("--config", "rules")
        peer = try served.connect()
    }

    private static func rules(then action: String) -> String {
        "{version: 1, rules: ["
            + "{name: 'bad', when: {words: 'words/bad.txt'}, then: '\(action)'}]}"
    }

    /// What becomes of a comment now.
    private func status(_ body: String) throws -> String? {
        let params: JSONValue = ["thread": "page", "author": "ann", "body": .string(body)]
        return try peer.call("comment.submit", params)["comment"]["status"].text
    }

    @Test("SIGHUP takes in new rules and new words, for comments from then on")
    func reloadsBySignal() throws {
        #expect(try status("rotten") == "rejected")
        #expect(try status("mouldy") == "approved")
        try folder.write("rules/words/bad.txt", "mouldy\n")
        try folder.write("rules/rules.json", Self.rules(then: "hold"))
        served.program.send(SIGHUP)
        #expect(try eventually { try status("mouldy") == "pending" })
        #expect(try status("rotten") == "approved")
        served.program.send(SIGTERM)
        let end = try served.program.end()
        #expect(end.status == 0)
        #expect(end.complaints.split(separator: "\n").count == 1)
    }

    @Test("Wrong rules are refused whole, the old ones hold, and the log says what is wrong")
    func keepsOldRules() throws {
        try folder.write("rules/words/bad.txt", "mouldy\n")
        try folder.write("rules/rules.json", Self.rules(then: "explode"))
        served.program.send(SIGHUP)
        #expect(try eventually { served.program.hasComplained })
        #expect(try status("rotten") == "rejected")
        #expect(try status("mouldy") == "approved")
        let error = try peer.ask("rules.reload")["error"]
        #expect(error["message"].text?.contains("rules.json") == true)
        #expect(try status("rotten") == "rejected")
        served.program.send(SIGTERM)
        let end = try served.program.end()
        #expect(end.status == 0)
        #expect(end.complaints.contains("as they were"))
    }

    @Test("A command that follows a reload on its connection is judged by the new rules")
    func reloadsInOrder() throws {
        for round in 0..<10 {
            let word = "word\(round)"
            try folder.write("rules/words/bad.txt", word + "\n")
            #expect(try status(word) == "approved")
            try peer.write(
                ProgramFolder.command("rules.reload", id: 1) + "\n"
                    + ProgramFolder.submission(word, id: 2) + "\n")
            #expect(try peer.reply()["result"] != .null)
            #expect(try peer.reply()["result"]["comment"]["status"] == "rejected")
        }
        try served.stop()
    }
}
