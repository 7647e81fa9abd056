import Foundation
import JSONValues
import Testing

@Suite("Backups")
struct BackupTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// What `commentd check` finds wrong with a copy, and how many comments it has.
    private func check(_ name: String) throws -> (problems: String, comments: Int) {
        let checked = try folder.run("check", "--db", name)
        let status = try folder.replies(
            to: [ProgramFolder.command("server.status")], "--db", name)
        return (
            checked.status == 0 ? "" : checked.output + checked.complaints,
            status[0]["result"]["counts"]["comments"].integer ?? -1
        )
    }

    @Test("Copies made while others write are whole, hold all that was answered, and open as any")
    func underLoad() throws {
        let served = try folder.serve()
        let (writer, other) = (try served.connect(), try served.connect())
        let body = String(repeating: "Some text. ", count: 200)
        var (sent, answered) = (0, 0)
        func write(_ count: Int) throws {
            for _ in 0..<count {
                sent += 1
                try writer.send(ProgramFolder.submission(body, id: sent, author: "a\(sent % 9)"))
            }
        }
        func read(_ count: Int) throws {
            for _ in 0..<count {
                let reply = try writer.reply()
                answered += 1
                #expect(reply["id"].integer == answered)
                #expect(reply.object?["result"] != nil)
            }
        }
        try write(200)
        try read(200)
        for round in 1...5 {
            let known = answered
            try write(150)
            let copy = try other.call(
                "server.backup", ["path": .string(folder.whole("copy\(round).db"))])
            #expect(copy["bytes"].integer == copy["pages"].integer.map { $0 * 4096 })
            try read(150)
            let found = try check("copy\(round).db")
            #expect(found.problems == "")
            #expect((known...answered).contains(found.comments))
            #expect(try folder.mode("copy\(round).db") == 0o600)
            #expect(!folder.exists("copy\(round).db.partial"))
        }
        let status = try other.call("server.status")
        #expect(status["writer"]["steps"].integer ?? 0 > 5)
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    @Test("A backup in a pipe holds what came before it, and nothing that came after")
    func inOrder() throws {
        let replies = try folder.replies(to: [
            ProgramFolder.submission("One", id: 1), ProgramFolder.submission("Two", id: 2),
            ProgramFolder.command(
                "server.backup", id: 3, ["path": .string(folder.whole("copy.db"))]),
            ProgramFolder.submission("Three", id: 4),
        ])
        #expect(replies.map { $0["id"] } == [1, 2, 3, 4])
        #expect(replies.allSatisfy { $0.object?["result"] != nil })
        let found = try check("copy.db")
        #expect(found.problems == "")
        #expect(found.comments == 2)
    }

    @Test("Nothing that is there is replaced, and what cannot be written is told")
    func refuses() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try folder.write("there.db", "Mine.")
        try folder.link("link.db", to: "/nowhere/at/all")
        try folder.write("left.db.partial", "Of one that was broken off.")
        for path in [
            folder.whole("left.db"),
            folder.whole("there.db"), folder.database, folder.path, "/proc/version/x",
            folder.whole("no/such/folder.db"), folder.whole("folder/"), "/dev/full/x",
        ] {
            let error = try peer.ask("server.backup", ["path": .string(path)])["error"]
            #expect(error["code"] == -32602, "\(path)")
            #expect(error["data"]["field"] == "path")
        }
        #expect(try folder.text("there.db") == "Mine.")
        #expect(try peer.call("thread.get", ["thread": "page"])["count"] == 0)
        try served.stop()
    }

    @Test("commentd backup copies beside a running server, through it, and without one")
    func program() throws {
        _ = try folder.replies(to: [ProgramFolder.submission("One")])
        #expect(try folder.run("backup", "alone.db").status == 0)
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.call("comment.submit", ["thread": "page", "author": "ann", "body": "Two"])
        #expect(try folder.run("backup", "beside.db").status == 0)
        #expect(try folder.run("backup", "through.db", "--connect", "s").status == 0)
        let again = try folder.run("backup", "through.db", "--connect", "s")
        #expect(again.status == 2)
        #expect(again.complaints.contains("is there already"))
        try served.stop()
        #expect(try check("alone.db") == ("", 1))
        #expect(try check("beside.db") == ("", 2))
        #expect(try check("through.db") == ("", 2))
    }
}
