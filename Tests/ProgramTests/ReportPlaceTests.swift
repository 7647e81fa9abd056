import Foundation
import JSONValues
import Testing

@Suite("Where a report can be made")
struct ReportPlaceTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private func report(_ arguments: String...) throws -> JSONValue {
        let span = ["--since", "2020-01-01", "--until", "2100-01-01", "--format", "json"]
        let end = try folder.run(
            ["report", "--section", "flow,rules,moderators,readers"] + span + arguments)
        #expect(end.status == 0, "\(end.complaints)")
        let report = try JSONValue(parsing: end.output)
        return .object(
            JSONObject((report.object?.members ?? []).filter { $0.name != "made_at" }))
    }

    @Test("Through a server's socket, beside the server, and on a copy it says the same")
    func saysTheSame() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        for number in 1...30 {
            _ = try peer.call(
                "comment.submit",
                [
                    "thread": "page", "author": .string("a\(number % 7)"), "body": "Hello",
                    "ref": .string("c\(number)"),
                ])
        }
        _ = try peer.call(
            "flag.raise", ["comment": "ref:c1", "reporter": "zoe", "reason": "spam"])
        _ = try peer.call(
            "moderation.decide",
            ["comments": ["ref:c1", "ref:c2"], "action": "reject", "moderator": "mo"])
        let through = try report("--connect", "s")
        #expect(through["flow"][0]["submitted"] == 30)
        #expect(try report() == through)
        try served.stop()
        #expect(try report() == through)
        try FileManager.default.copyItem(
            atPath: folder.database, toPath: folder.whole("copy.db"))
        #expect(try report("--db", "copy.db") == through)
    }

    @Test("A report on a connection sees what the connection wrote before it")
    func seesOwnWrites() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        for number in 1...20 {
            let params: JSONValue = ["thread": "page", "author": "ann", "body": "Hello"]
            _ = try peer.call("comment.submit", params)
            let report = try peer.call("moderation.report", ["sections": ["flow"]])
            let days = report["flow"].array ?? []
            #expect(days.reduce(0) { $0 + ($1["submitted"].integer ?? 0) } == number)
        }
        try served.stop()
    }
}
