import JSONValues
import Testing
import Wire

@testable import commentd_bench

@Suite("Hostile lines")
struct HostileLineTests {
    private static let limit = 1 << 20

    /// Holds the answers to lines against what they must be, some lines at a time.
    private func converse(
        _ lines: inout HostileLines, _ count: Int, write: ([UInt8]) throws -> Void,
        line next: () throws -> [UInt8]
    ) throws {
        for _ in 0..<count / 8 {
            let batch = (0..<8).map { _ in lines.next() }
            try write(Array(batch.joined(separator: [0x0A])) + [0x0A])
            for line in batch {
                guard let ids = HostileAnswers.ids(for: line, limit: Self.limit) else { continue }
                let problem = HostileAnswers.problem(of: try next(), to: line, ids)
                #expect(problem == nil, "\(String(decoding: line.prefix(400), as: UTF8.self))")
            }
        }
    }

    @Test("Through a pipe each is answered once and in order, and totals equal their recount")
    func pipe() throws {
        let folder = try ProgramFolder()
        let program = try folder.start()
        var lines = HostileLines(seed: 11)
        try converse(
            &lines, 1600, write: { program.write(bytes: $0) },
            line: { Array(try program.line().utf8) })
        let end = try program.end()
        #expect(end.status == 0)
        #expect(end.complaints == "")
        #expect(try folder.discrepancies() == "")
    }

    @Test("Through a socket, and no command is a fault of the server's")
    func socket() throws {
        let folder = try ProgramFolder()
        let served = try folder.serve()
        let peer = try served.connect()
        var lines = HostileLines(seed: 12)
        try converse(
            &lines, 1600, write: { try peer.write(bytes: $0) },
            line: { try #require(try peer.line(), "the connection has ended") })
        let status = try peer.call("server.status")
        #expect(status["writer"]["faults"] == 0)
        #expect(status["readers"]["faults"] == 0)
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    @Test("Over TCP, by somebody with a token", arguments: [Tokens.site, Tokens.reader])
    func tcp(_ token: String) throws {
        let folder = try ProgramFolder()
        let served = try folder.serveTCP()
        let peer = try served.connect(token: token)
        var lines = HostileLines(seed: 13)
        try converse(
            &lines, 800, write: { try peer.write(bytes: $0) },
            line: { try #require(try peer.line(), "the connection has ended") })
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    @Test("The lines are of every method, and some of them are carried out")
    func lines() {
        var lines = HostileLines(seed: 1)
        var methods: Set<Method> = []
        var (requests, refused, batches) = (0, 0, 0)
        for _ in 0..<3000 {
            switch Incoming(line: lines.next()) {
            case .single(.request(let request)):
                methods.insert(request.method)
                requests += 1
            case .single(.refused): refused += 1
            case .batch: batches += 1
            }
        }
        #expect(methods.count > 40)
        #expect(requests > 1000 && refused > 500 && batches > 20)
    }
}
