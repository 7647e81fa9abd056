import Glibc
import JSONValues
import Testing
import Wire

@Suite("Followers who take too little")
struct EventSlowTests {
    private let folder: ProgramFolder
    private let served: Served

    init() throws {
        folder = try ProgramFolder()
        try folder.write(
            "slow/commentd.json",
            "{windows: {follow_stall_s: 1}, limits: {max_follower_bytes: 65536}}")
        served = try folder.serve("--config", "slow")
    }

    private func followers(_ peer: SocketPeer) throws -> JSONValue {
        try peer.call("server.status")["followers"]
    }

    @Test("One that takes nothing is cut off with a line that says where, and goes on from there")
    func cutsOff() throws {
        let writer = try served.connect()
        let slow = try served.connect()
        try slow.call("event.follow")
        let quick = try served.connect()
        try quick.call("event.follow")
        // No more at once than a socket holds: to read late is not to be slow.
        var all = 0
        while try followers(writer)["cut_off"] == 0 {
            try writer.change(250, from: all)
            #expect(try quick.events(250, after: all).count == 250)
            all += 250
        }
        var last = 0
        let lines = try slow.lastReplies()
        for line in lines.dropLast() {
            #expect(line["params"]["seq"].integer == last + 1)
            last += 1
        }
        let end = try #require(lines.last)
        #expect(end["method"] == "event.end")
        #expect(end["params"]["reason"] == "slow")
        #expect(end["params"]["seq"].integer == last)
        #expect(last > 0 && last < all)
        let again = try served.connect()
        try again.call("event.follow", ["after": .integer(last)])
        #expect(try again.events(all - last, after: last).count == all - last)
        try writer.change(1, from: all)
        #expect(try quick.events(1, after: all) == ["thread"])
        #expect(try followers(writer) == ["now": 2, "cut_off": 1])
    }

    @Test("One that waits for long with nothing to be told is left alone")
    func idles() throws {
        let idle = try served.connect()
        try idle.call("event.follow", ["site": "quiet"])
        let stuck = try served.connect()
        try stuck.call("event.follow")
        let writer = try served.connect()
        try writer.change(3000)
        // By the time that one is cut off the other has been idle for as long.
        let isCut = try eventually { try followers(writer)["cut_off"] == 1 }
        #expect(isCut)
        try writer.say("Hello", on: "quiet")
        #expect(try idle.events(1, after: 0, site: "quiet") == ["comment.submitted"])
    }

    @Test("One that is far behind reads the log at its own pace, then hears of what is new")
    func catchesUp() throws {
        let writer = try served.connect()
        try writer.change(4000)
        let peer = try served.connect()
        try peer.call("event.follow", ["after": 0])
        #expect(try peer.events(2000, after: 0).count == 2000)
        try writer.change(500, from: 4000)
        #expect(try peer.events(2500, after: 2000).count == 2500)
        #expect(try followers(writer)["cut_off"] == 0)
    }

    @Test("Clients that follow and never read, or go in the middle of a line, harm nobody")
    func enemies() throws {
        let writer = try served.connect()
        try writer.change(3000)
        let mute = try (0..<60).map { _ in try served.connect() }
        for peer in mute { try peer.send(ProgramFolder.command("event.follow", ["after": 0])) }
        for _ in 0..<60 {
            let peer = try served.connect()
            try peer.send(ProgramFolder.command("event.follow", ["after": 0]))
            try peer.write("{\"id\":2,\"method\":\"event.fol")
        }
        let good = try served.connect()
        try good.call("event.follow")
        try writer.change(200, from: 3000)
        #expect(try good.events(200, after: 3000).count == 200)
        let areCut = try eventually { try followers(writer)["now"] == 1 }
        #expect(areCut)
        #expect(mute.count == 60)
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }
}
