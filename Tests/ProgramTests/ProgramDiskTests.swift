import JSONValues
import Testing

@Suite("The program on a full disk")
struct ProgramDiskTests {
    @Test("Where the disk takes no more, writes are refused, reads go on, and nothing is lost")
    func survivesFullDisk() throws {
        let folder = try ProgramFolder()
        #expect(try folder.replies(to: [ProgramFolder.submission("0")]).count == 1)
        let program = try Spawned(
            ["--config", "empty"], in: folder.path, maxFileBlocks: 1024)
        let body = String(repeating: "a", count: 9000)
        var stored = 1
        var refused = 0
        for index in 1...100 where refused < 3 {
            program.write(ProgramFolder.submission(body, id: index) + "\n")
            let reply = try program.reply()
            #expect(reply["id"] == .integer(index))
            if reply["error"] == .null {
                stored += 1
            } else {
                refused += 1
                #expect(reply["error"]["code"] == 503)
                #expect(reply["error"]["data"]["kind"] == "read_only")
            }
            program.write(ProgramFolder.count(id: index) + "\n")
            #expect(try program.reply()["result"]["count"] == .integer(stored))
        }
        #expect(refused == 3)
        let end = try program.end()
        #expect(end.status == 0)
        #expect(end.complaints.contains("comment.submit"))
        let count = try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"]
        #expect(count == .integer(stored))
        let more = try folder.replies(to: [ProgramFolder.submission("There is room again")])
        #expect(more[0]["result"]["comment"]["status"] == "approved")
    }
}
