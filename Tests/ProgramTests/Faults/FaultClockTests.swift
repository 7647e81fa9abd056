import Foundation
import JSONValues
import Testing

@Suite("A clock that jumps")
struct FaultClockTests {
    private static let day: Int64 = 86_400

    @Test("A day either way and past 2038: all is stored, in order, once, and found again")
    func jumps() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        // To where seconds since 1970 leave 32 bits, and a little past it.
        let to2038 = (1 << 31) - Int64(Date.now.timeIntervalSince1970)
        var ids: [String] = []
        for jumps in [[0, Self.day, -Self.day, 0], [to2038 - 1, to2038 + 10, 0]] {
            let served = try folder.serve(under: page)
            let peer = try served.connect()
            for jump in jumps {
                page[.clockSeconds] = jump
                for _ in 0..<5 {
                    let number = ids.count
                    let params: JSONValue = [
                        "thread": "page", "author": "ann", "body": .string("number \(number)"),
                        "ref": .string("r\(number)"), "key": .string("k\(number)"),
                    ]
                    let result = try peer.call("comment.submit", params)
                    #expect(try peer.call("comment.submit", params) == result)
                    ids.append(try #require(result["comment"]["id"].text))
                    let vote: JSONValue = [
                        "comment": .string("ref:r\(number)"), "voter": "bob", "value": 1,
                    ]
                    #expect(try peer.call("vote.cast", vote)["votes"]["up"] == 1)
                }
                #expect(try peer.call("server.status")["pid"] != .null)
            }
            served.program.send(SIGTERM)
            #expect(try served.program.end().status == 0)
            #expect(try folder.discrepancies() == "")
        }
        #expect(Set(ids).count == ids.count)
        // The clock is right again.
        let served = try folder.serve()
        let peer = try served.connect()
        let list = try peer.call(
            "comment.list", ["thread": "page", "sort": "oldest", "limit": 100])
        let listed = (list["comments"].array ?? []).compactMap { $0["id"].text }
        #expect(listed == ids.sorted())
        let times = (list["comments"].array ?? []).compactMap { $0["created_at"].text }
        #expect(times == times.sorted())
        #expect(times.contains { $0.hasPrefix("2038-01-19T03:14") })
        try peer.call("comment.submit", ["thread": "page", "author": "ann", "body": "now"])
        #expect(try peer.call("event.list", ["limit": 1000])["events"].array?.count ?? 0 > 0)
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }
}
