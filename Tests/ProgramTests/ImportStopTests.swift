import Discussion
import Foundation
import SQLite
import Testing

@Suite("Imports that are stopped")
struct ImportStopTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// An export of comments, some of them in the shadow, with what stands behind them.
    private static func lines(_ count: Int) -> String {
        let time = Moment(milliseconds: 1_577_836_800_000).text
        var lines = [#"{"type":"site","site":"default","created_at":"\#(time)"}"#]
        lines.append(
            #"{"type":"sanction","n":1,"person":"u1","kind":"shadow","since":"\#(time)","#
                + #""reason":"R","moderator":"mod"}"#)
        for number in 0..<count {
            let ref = #""comment_id":"ref:r\#(number)","#
            let parent = number % 5 == 0 ? "" : #""parent_id":"ref:r\#(number - 1)","#
            let isHeld = number % 50 == 7
            let state = isHeld ? #","status":"pending","shadowed":true,"shadowed_by":[1]"# : ""
            let at = Moment(milliseconds: 1_577_836_800_000 + Int64(number) * 1000).text
            lines += [
                #"{"type":"comment","thread":"/\#(number / 100)","ref":"r\#(number)",\#(parent)"#
                    + #""author":{"id":"u\#(isHeld ? 1 : number % 40 + 2)"},"body":"Text","#
                    + #""created_at":"\#(at)"\#(state)}"#,
                #"{"type":"decision",\#(ref)"at":"\#(at)","actor":"mod","action":"feature"}"#,
                #"{"type":"vote",\#(ref)"voter":"v\#(number % 9)","value":1,"at":"\#(time)"}"#,
            ]
        }
        return lines.joined(separator: "\n")
    }

    private func expectSound(_ database: String) throws {
        let check = try folder.run("check", "--db", database)
        #expect(check.output.contains("equals its recount"), "\(check.output)")
    }

    /// Whether a killed import came so far: a file without any is no database yet.
    private func hasTables(_ database: String) throws -> Bool {
        guard folder.exists(database) else { return false }
        let db = try Connection(path: "\(folder.path)/\(database)")
        return try db.first("SELECT 1 FROM sqlite_schema") { _ in true } ?? false
    }

    @Test("Killed anywhere and begun again it comes to what one import comes to", arguments: 0..<4)
    func killed(_ round: Int) throws {
        try folder.write("all", Self.lines(6000))
        #expect(try folder.run("import", "--from", "ndjson", "all", "--db", "whole.db").status == 0)
        let log = folder.path + "/comments.db-wal"
        for attempt in 1...3 {
            let program = try folder.start(["import", "--from", "ndjson", "all"])
            let enough = (attempt + round * 3) * 300_000
            func size() -> Int {
                let known = try? FileManager.default.attributesOfItem(atPath: log)[.size]
                return known as? Int ?? 0
            }
            while size() < enough, !program.hasComplained { sched_yield() }
            program.send(SIGKILL)
            _ = try program.end()
            if try hasTables("comments.db") { try expectSound("comments.db") }
        }
        let last = try folder.run("import", "--from", "ndjson", "all")
        #expect(last.status == 0, "\(last.complaints)")
        let all = try folder.run("export", "--db", "whole.db").output
        #expect(all.utf8.count > 1_000_000)
        #expect(try folder.run("export").output == all)
        try expectSound("comments.db")
    }

    @Test("Asked to end it ends whole and says how to go on", arguments: [SIGINT, SIGTERM])
    func asked(_ signal: Int32) throws {
        try folder.write("all", Self.lines(6000))
        let program = try folder.start(["import", "--from", "ndjson", "all"])
        while !folder.exists("comments.db-wal"), !program.hasComplained { sched_yield() }
        // Twice is no more than once.
        for _ in 0..<2 { program.send(signal) }
        let end = try program.end()
        #expect(end.status == 1)
        #expect(
            end.complaints.contains("stopped; what is imported is whole. The same command goes"))
        #expect(end.output.hasPrefix("imported"))
        try expectSound("comments.db")
        let rest = try folder.run("import", "--from", "ndjson", "all")
        #expect(rest.status == 0)
        #expect(rest.output.contains("already there"))
        #expect(try folder.run("import", "--from", "ndjson", "all", "--db", "b.db").status == 0)
        let all = try folder.run("export").output
        #expect(try folder.run("export", "--db", "b.db").output == all)
    }

    @Test("Where it waits for standard input it can be stopped too")
    func waiting() throws {
        let program = try folder.start(["import", "--from", "ndjson", "-"])
        program.write(Self.lines(10))
        // From then on the signal is read rather than left to end the process.
        let mask = "/proc/\(program.pid)/status"
        func isBlocked() throws -> Bool {
            let text = try String(contentsOfFile: mask, encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
            return line?.last.flatMap { $0.hexDigitValue }.map { $0 & 2 != 0 } ?? false
        }
        while try !isBlocked() { sched_yield() }
        program.send(SIGINT)
        let end = try program.end(closingInput: false)
        #expect(end.status == 1)
        #expect(end.complaints.contains("nothing was written"), "\(end.complaints)")
        #expect(!folder.exists("comments.db"))
    }

    @Test("On a terminal a bar stands in one line and is gone at the end", arguments: [120, 40])
    func bar(_ columns: Int) throws {
        try folder.write("all", Self.lines(6000))
        let arguments = ProgramFolder.configured(["import", "--from", "ndjson", "all"])
        let end = try Spawned(arguments, in: folder.path, complaintColumns: columns).end()
        #expect(end.status == 0)
        #expect(end.output.contains("\n  comments "))
        let begin = "\r\u{1B}[K"
        let bars = end.complaints.split(separator: begin)
        #expect(bars.count > 0 && end.complaints.hasPrefix(begin))
        #expect(end.complaints.hasSuffix(begin) && !end.complaints.contains("\n"))
        #expect(bars.allSatisfy { $0.contains(" % ") && $0.contains("░") || $0.contains("█") })
        #expect(bars.allSatisfy { $0.unicodeScalars.count < columns })
        let dumb = try Spawned(
            arguments, in: folder.path, complaintColumns: columns, variables: ["TERM=dumb"]
        ).end()
        #expect(dumb.status == 0)
        #expect(!dumb.complaints.contains("\u{1B}"))
    }
}
