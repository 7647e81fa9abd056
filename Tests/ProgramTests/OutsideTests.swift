import Foundation
import JSONValues
import Testing

/// What the daemon does to the world, as strace(1) tells it.
@Suite(
    "What the daemon never does",
    .enabled(if: access("/usr/bin/strace", X_OK) == 0, "strace is not installed"))
struct OutsideTests {
    @Test("It connects to nothing, starts nothing, and writes beside its database alone")
    func staysHome() throws {
        let folder = try ProgramFolder()
        let data = folder.whole("data")
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: false)
        let program = try Spawned(
            ["serve", "--socket", "\(data)/s", "--db", "\(data)/comments.db"], in: folder.path,
            under: [
                "/usr/bin/strace", "-f", "-qq", "-o", "trace", "-e",
                "trace=connect,execve,execveat,open,openat,creat,rename,renameat,renameat2,"
                    + "unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,bind,fork,vfork",
            ])
        var first: SocketPeer?
        let isThere = try eventually {
            first = first ?? SocketPeer(path: "\(data)/s")
            return first != nil
        }
        #expect(isThere)
        let peer = try #require(first)
        for number in 1...20 {
            let author: JSONValue = ["id": .string("p\(number)"), "url": "http://a.example"]
            try peer.call(
                "comment.submit",
                [
                    "thread": "https://page.example/", "author": author,
                    "body": "See http://other.example/ and a@b.example", "notify": "thread",
                ])
        }
        for method in ["rules.reload", "notification.list", "moderation.report", "server.status"] {
            _ = try peer.ask(method)
        }
        try peer.call("server.backup", ["path": .string("\(data)/copy.db")])
        _ = try peer.ask("comment.search", ["query": "see"])
        try program.stopTraced()
        _ = try program.end()
        let trace = try folder.text("trace").split(separator: "\n").map(String.init)
        let calls = trace.filter { !$0.contains("+++") && !$0.contains("---") }
        #expect(calls.count { $0.contains("execve(") } == 1)
        #expect(calls.filter { $0.contains("connect(") && !$0.contains("ENOENT") } == [])
        #expect(calls.contains { $0.contains("\(data)/comments.db-wal") })
        let writing = [
            "O_WRONLY", "O_RDWR", "O_CREAT", "rename", "unlink", "mkdir", "link", "bind",
        ]
        let outside = calls.filter { line in
            writing.contains { line.contains($0) } && !line.contains("\"\(data)/")
                && !line.contains("\"/dev/null\"") && !line.contains("execve(")
                && !(Sanitizer.isPresent && line.contains(Sanitizer.files))
        }
        #expect(outside == [])
    }
}
