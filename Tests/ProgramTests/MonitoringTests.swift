import JSONValues
import Testing

@Suite("What a monitor is told")
struct MonitoringTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// Prometheus's text format, read strictly: each metric with its help and type before it.
    private func samples(_ text: String) throws -> [String: Double] {
        var found: [String: Double] = [:]
        var (helped, typed) = ("", "")
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") {
            if let match = line.wholeMatch(of: /# HELP ([a-z_]+) [^\\]+/) {
                helped = String(match.1)
            } else if let match = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge)/) {
                typed = String(match.1)
                #expect((match.2 == "counter") == typed.hasSuffix("_total"), "\(typed)")
            } else {
                let match = try #require(
                    line.wholeMatch(of: /([a-z_]+) ([0-9.e+-]+)/), "\(line)")
                let name = String(match.1)
                #expect(name == helped && name == typed && name.hasPrefix("commentd_"))
                #expect(found[name] == nil)
                found[name] = Double(String(match.2))
                #expect(found[name] != nil)
            }
        }
        return found
    }

    @Test("The metrics file is there from the start, follows what happens, and is never in parts")
    func file() throws {
        let served = try folder.serve("--metrics-file", "m.prom", "--metrics-every", "1")
        let peer = try served.connect()
        #expect(try samples(try folder.text("m.prom"))["commentd_comments"] == 0)
        for _ in 0..<3 {
            try peer.call("comment.submit", ["thread": "page", "author": "ann", "body": "Hi"])
        }
        #expect(
            try peer.code("vote.cast", ["comment": "ref:none", "voter": "v", "value": 1]) == 404)
        let hasFollowed = try eventually {
            try samples(try folder.text("m.prom"))["commentd_comments"] == 3
        }
        #expect(hasFollowed)
        let found = try samples(try folder.text("m.prom"))
        let status = try peer.call("server.status")
        #expect(found["commentd_up"] == 1)
        #expect(found["commentd_writer_refused_total"] == 1)
        #expect(found["commentd_writer_faults_total"] == 0)
        #expect(found["commentd_database_bytes"] == status["storage"]["database_bytes"].double)
        #expect(found["commentd_disk_free_bytes"] ?? 0 > 0)
        #expect(found.count > 25)
        #expect(try folder.mode("m.prom") == 0o644)
        try served.stop()
    }

    @Test("A metrics file that cannot be written is told at the start")
    func refused() throws {
        let end = try folder.run("serve", "--socket", "s", "--metrics-file", "no/such/m.prom")
        #expect(end.status == 1)
        #expect(end.complaints.contains("no/such/m.prom"))
        let wrong = try folder.run("serve", "--socket", "s", "--metrics-every", "0")
        #expect(wrong.status == 2)
    }

    @Test("The status counts what was carried out, and what held the writer longest")
    func status() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.call("comment.submit", ["thread": "page", "author": "ann", "body": "Hi"])
        _ = try peer.code("comment.get", ["comment": "ref:none"])
        let status = try peer.call("server.status")
        #expect(status["writer"]["commands"] == 1)
        #expect(status["writer"]["commits"] == 1)
        #expect(status["writer"]["longest_method"] == "comment.submit")
        #expect(status["writer"]["longest_us"].integer ?? 0 > 0)
        #expect(status["readers"]["commands"] == 1)
        #expect(status["readers"]["refused"] == 1)
        #expect(status["storage"]["log_bytes"].integer ?? 0 > 0)
        #expect(status["storage"]["free_bytes"].integer ?? 0 > 0)
        try served.stop()
    }
}
