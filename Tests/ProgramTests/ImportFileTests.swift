import Foundation
import JSONValues
import Testing

@Suite("Files to be imported")
struct ImportFileTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private func shell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder.path)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private static let line =
        #"{"type":"comment","thread":"/x","ref":"r","author":{"id":"a"},"body":"One","#
        + #""created_at":"2020-01-01T00:00:00Z"}"#

    private func refusal(_ format: String, _ file: String) throws -> String {
        let end = try folder.run("import", "--from", format, file, "--db", "none.db")
        #expect(end.status == 1)
        #expect(!folder.exists("none.db"))
        return end.complaints
    }

    @Test("Packed by gzip, in one part or several, and from a pipe")
    func packed() throws {
        try folder.write("a", Self.line + "\n")
        try folder.write("b", Self.line.replacing("\"r\"", with: "\"s\"") + "\n")
        try shell("(gzip -c a; gzip -c b) > both.gz")
        #expect(try folder.run("import", "--from", "ndjson", "both.gz").status == 0)
        #expect(try folder.run("page", "/x").output.contains("2 comments"))
        try shell("head -c 60 both.gz > cut.gz")
        #expect(try refusal("ndjson", "cut.gz").contains("cut.gz"))
    }

    @Test("A bomb is not unpacked, and a line without end not kept")
    func bombs() throws {
        try shell("head -c 200000000 /dev/zero | gzip > bomb.gz")
        let complaint = try refusal("ndjson", "bomb.gz")
        #expect(complaint.contains("bomb.gz"))
        try shell("head -c 300000000 /dev/zero | tr '\\0' x > long")
        #expect(try refusal("ndjson", "long").contains("long:1: over"))
        #expect(try refusal("isso", "long").contains("long"))
        #expect(try refusal("wordpress", "long").contains("long"))
    }

    @Test("Bytes that are no text, names that turn, and what is not there")
    func hostile() throws {
        try shell(#"printf '[{"id":"/p","comments":[{"id":1,"text":"\377"}]}]' > bad"#)
        #expect(try refusal("isso", "bad").contains("bad:1:"))
        #expect(try refusal("isso", "nowhere").contains("nowhere: No such file"))
        #expect(try refusal("isso", ".").contains("is no file"))
        try folder.write(
            "turn",
            #"[{"id":"/p","comments":[{"id":1,"text":"t","author":"a\#u{202E}b"}]}]"#)
        #expect(try folder.run("import", "--from", "isso", "turn").status == 0)
        #expect(try folder.run("page", "/p").output.contains("ab"))
        let usage = try folder.run("import", "turn")
        #expect(usage.status == 2)
        #expect(usage.complaints.contains("--from"))
        #expect(try folder.run("import", "--from", "wordpres", "turn").status == 2)
    }

    @Test("Interrupted it ends whole, and the same command goes on")
    func interrupted() throws {
        var text = ""
        for number in 0..<9_000 {
            text += Self.line.replacing("\"r\"", with: "\"r\(number)\"") + "\n"
        }
        try folder.write("many", text)
        let program = try folder.start(["import", "--from", "ndjson", "many"])
        while !folder.exists("comments.db-wal"), !program.hasComplained { sched_yield() }
        program.send(SIGINT)
        let end = try program.end()
        #expect([0, 1].contains(end.status))
        #expect(try folder.run("check").output.contains("equals its recount"))
        #expect(try folder.run("import", "--from", "ndjson", "many").status == 0)
        #expect(try folder.run("page", "/x").output.contains("9000 comments"))
        #expect(try folder.run("check").output.contains("equals its recount"))
    }
}
