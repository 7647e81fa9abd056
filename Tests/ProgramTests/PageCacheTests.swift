import Configuration
import Daemon
import Glibc
import JSONValues
import Store
import Testing
import Wire

@testable import Service

/// A server with readers, whose pages are kept and made void.
@Suite("Pages asked for again")
struct PageCacheTests {
    /// One client of a server on a file, as the sockets' are.
    private final class Client {
        private let folder: ProgramFolder
        private let server: Server
        private let session: LocalSession
        private var pending: [UInt8] = []

        init() throws {
            folder = try ProgramFolder()
            server = try Server(ServerOptions(database: folder.database), readers: 1)
            session = server.connect()
        }

        deinit {
            session.end()
            while session.nextReplies() != nil {}
            server.stop()
        }

        /// The reply to a command, as bytes.
        func reply(_ line: String) throws -> String {
            Array((line + "\n").utf8).withUnsafeBytes { session.feed($0) }
            while !pending.contains(0x0A) {
                pending += try #require(session.nextReplies())
            }
            let reply = Array(pending.prefix { $0 != 0x0A })
            pending.removeFirst(reply.count + 1)
            return String(decoding: reply, as: UTF8.self)
        }
    }

    private let counts =
        #"{"id":9,"method":"thread.counts","params":{"threads":["t","u","z"]}}"#

    private let page = #"{"id":9,"method":"comment.list","params":{"thread":"t","viewer":"v"}}"#

    /// Each changes the page that `v` sees.
    private static let commands = [
        ("comment.submit", #""thread":"t","author":"a","body":"1","ref":"r""#),
        ("vote.cast", #""comment":"ref:r","voter":"v","value":1"#),
        ("flag.raise", #""comment":"ref:r","reporter":"v","reason":"spam""#),
        ("moderation.decide", #""comments":["ref:r"],"action":"dismiss_flags","moderator":"m""#),
        ("moderation.decide", #""comments":["ref:r"],"action":"undo","moderator":"m""#),
        ("comment.submit", #""thread":"u","author":{"id":"a","name":"A"},"body":"2""#),
        ("moderation.decide", #""comments":["ref:r"],"action":"pin","moderator":"m""#),
        ("comment.edit", #""comment":"ref:r","by":"a","body":"3""#),
        ("site.configure", #""default_sort":"oldest""#),
        ("thread.configure", #""thread":"t","default_sort":"newest""#),
        ("comment.delete", #""comment":"ref:r","by":"a""#),
        ("thread.move", #""thread":"t","to":"z""#),
    ].map { #"{"id":1,"method":"\#($0)","params":{\#($1)}}"# }

    @Test("Past its bound those pages go that were not asked for lately")
    func bounded() {
        let cache = PageCache(maxBytes: 100_000)
        let page = [UInt8](repeating: 0x61, count: 1000)
        for key in 0..<200 {
            for _ in 1...2 {
                cache.keep(page, as: [UInt8(key)], .init(subject: .page(threadID: 1), commit: 0))
            }
            #expect(cache.result([0]) == page)
        }
        let kept = (0..<200).count { cache.result([UInt8($0)]) != nil }
        #expect(kept > 40 && kept <= 100)
    }

    @Test("A page is kept the second time that it is made, and from then on each time")
    func keepsWhatComesAgain() {
        let cache = PageCache()
        for page in 1...3 {
            cache.keep([UInt8(page)], as: [7], .init(subject: .page(threadID: 1), commit: 0))
            #expect(cache.result([7]) == (page == 1 ? nil : [UInt8(page)]))
            #expect(cache.hasKept([7]) == (page > 1))
        }
    }

    @Test("Pages that are asked for in turn are all kept, and among many that are not, too")
    func keepsAllThatComeAgain() {
        let cache = PageCache()
        let keys = (0..<500).map { [UInt8($0 & 255), UInt8($0 >> 8)] }
        for round in 1...2 {
            for (index, key) in keys.enumerated() {
                cache.keep([1], as: key, .init(subject: .page(threadID: 1), commit: 0))
                cache.keep(
                    [1], as: key + [UInt8(round)], .init(subject: .page(threadID: 1), commit: 0))
                #expect(cache.hasKept(key) == (round == 2), "\(index)")
            }
        }
        for key in keys { #expect(!cache.hasKept(key + [1])) }
    }

    /// What a client is answered after each command, three times with nothing between.
    private func answers(to line: String) throws -> [String] {
        let client = try Client()
        return try Self.commands.map { command in
            let reply = try client.reply(command)
            #expect(reply.contains(#""result""#), "\(command)")
            let first = try client.reply(line)
            // A space makes it another line to the cache, and the same command to the server.
            let anew = try client.reply(line.replacing("{\"id\":9,", with: "{\"id\": 9,"))
            #expect(first == anew, "\(command)")
            #expect(try client.reply(line) == first)
            let other = try client.reply(line.replacing("\"id\":9", with: "\"id\":10"))
            #expect(other == first.replacing("\"id\":9", with: "\"id\":10"))
            return first
        }
    }

    @Test("Counts are those of now after each command, and stay through votes and flags")
    func presentCounts() throws {
        let seen = try answers(to: counts).map { reply in
            let counts = try StrictJSON.parse(Array(reply.utf8))["result"]["counts"]
            return ["t", "u", "z"].map { counts[$0].integer }
        }
        #expect(
            seen == Array(repeating: [1, 0, 0], count: 5) + Array(repeating: [1, 1, 0], count: 5)
                + [[0, 1, 0], [0, 1, 0]])
        let cache = PageCache()
        for _ in 1...2 { cache.keep([1], as: [1], .init(subject: .counts, commit: 0)) }
        var change = Store.Change()
        change.threads = [1]
        cache.publish(change)
        #expect(cache.result([1]) == [1])
        change.hasCounts = true
        cache.publish(change)
        #expect(cache.result([1]) == nil)
    }

    @Test("A page is the present one after each command, and the same bytes while nothing changes")
    func present() throws {
        let seen = try answers(to: page)
        // Dismissing the flag brings the page before it, and taking that back the page after it.
        #expect(Set(seen).count == Self.commands.count - 2)
    }
}
