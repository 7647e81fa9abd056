import Foundation
import JSONValues
import Testing

@Suite("Connections with bad habits")
struct ConnectionHabitTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private func descriptors(of served: Served) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(served.program.pid)/fd").count
    }

    /// The memory that a server has now, in kilobytes.
    private func memory(of served: Served) throws -> Int {
        let text = try String(
            contentsOfFile: "/proc/\(served.program.pid)/status", encoding: .utf8)
        let match = try #require(text.firstMatch(of: /VmRSS:\s+(\d+) kB/))
        return try #require(Int(match.1))
    }

    @Test("Five hundred that are slow, silent, deaf or fickle harm nobody, and leave nothing")
    func crowd() throws {
        let served = try folder.serve()
        let honest = try served.connect()
        let body = String(repeating: "Some text. ", count: 400)
        for _ in 0..<20 {
            try honest.call(
                "comment.submit", ["thread": "page", "author": "ann", "body": .string(body)])
        }
        let before = (try descriptors(of: served), try memory(of: served))
        var peers: [SocketPeer] = []
        let list = Array((ProgramFolder.command("comment.list", ["thread": "page"]) + "\n").utf8)
        for index in 0..<500 {
            let peer = try #require(SocketPeer(path: served.path))
            switch index % 4 {
            case 0: _ = peer.offer(list.prefix(1))
            case 1: break
            case 2: for _ in 0..<50 { _ = peer.offer(list[...]) }
            default: _ = peer.offer(list.prefix(list.count / 2))
            }
            if index % 4 != 3 { peers.append(peer) }
            if index % 25 == 0 {
                #expect(try honest.call("thread.get", ["thread": "page"])["count"] == 20)
            }
        }
        for round in 1..<list.count where round < 20 {
            for (index, peer) in peers.enumerated() where index % 3 == 0 {
                _ = peer.offer(list[round...round])
            }
            try honest.call(
                "vote.cast",
                ["comment": .string(try #require(try id(honest))), "voter": "v", "value": 1])
        }
        // Each that does not read holds what is published, and little more.
        #expect(try memory(of: served) - before.1 < 400_000)
        peers.removeAll()
        let isGivenBack = try eventually { try descriptors(of: served) <= before.0 }
        #expect(isGivenBack)
        #expect(try honest.call("thread.get", ["thread": "page"])["count"] == 20)
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    private func id(_ peer: SocketPeer) throws -> String? {
        try peer.call("comment.list", ["thread": "page", "limit": 1])["comments"][0]["id"].text
    }

    @Test("Without a descriptor left nobody new is let in, those inside are served, and it goes on")
    func exhausted() throws {
        let served = try folder.serve(maxDescriptors: 72)
        let honest = try served.connect()
        try honest.call("comment.submit", ["thread": "page", "author": "ann", "body": "Hi"])
        var peers = try (0..<100).map { _ in try #require(SocketPeer(path: served.path)) }
        for peer in peers { _ = peer.offer(Array((ProgramFolder.count(id: 3) + "\n").utf8)[...]) }
        for _ in 0..<50 {
            #expect(try honest.call("thread.get", ["thread": "page"])["count"] == 1)
        }
        let servedOnes = peers.filter(\.isReadable).count
        #expect((1..<60).contains(servedOnes))
        // Who was waiting comes in as others go, each in its turn.
        while !peers.isEmpty {
            let peer = peers.removeFirst()
            #expect(try peer.reply()["id"] == 3)
        }
        try served.stop()
    }

    @Test("Where nobody is inside whose going would tell it, the server looks again for who waits")
    func outside() throws {
        let served = try folder.serve()
        let pid = served.program.pid
        let watched = try watchedDescriptors(of: pid)
        try limitDescriptors(of: pid, to: "3:")
        let peer = try #require(SocketPeer(path: served.path))
        _ = peer.offer(Array((ProgramFolder.count(id: 3) + "\n").utf8)[...])
        // It has tried to let the peer in, and watches its socket no more.
        let isResting = try eventually { try watchedDescriptors(of: pid) != watched }
        #expect(isResting)
        #expect(!peer.isReadable)
        try limitDescriptors(of: pid, to: "512:")
        #expect(try peer.reply()["id"] == 3)
        try served.stop()
    }

    /// Bounds how many descriptors a running server may have open from now on.
    private func limitDescriptors(of pid: pid_t, to limit: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["prlimit", "--pid", "\(pid)", "--nofile=\(limit)"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// What a server's loop waits for, as the kernel tells it.
    private func watchedDescriptors(of pid: pid_t) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fdinfo")
        return try names.map {
            try String(contentsOfFile: "/proc/\(pid)/fdinfo/\($0)", encoding: .utf8)
        }
        .filter { $0.contains("tfd:") }.joined()
    }
}
