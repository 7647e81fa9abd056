import JSONValues
import Testing
import Wire

@testable import commentd_bench

@Suite("The commands that are sent")
struct CommandTests {
    private let shape = SiteShape(comments: 2_000)

    private func text(_ action: Action, _ dialect: Dialect) -> String {
        String(decoding: dialect.line(action, number: 7), as: UTF8.self)
    }

    @Test("commentd understands every command, and writes have a key")
    func jsonRPC() throws {
        for workload in [
            Workload.mix, .comments, .commentsOfTheDay, .votesAnywhere, .votesOfTheDay,
            .hotPages(threads: 3),
        ] {
            let lines = workload.lines(100, shape, .jsonRPC, seed: 1)
            for index in 0..<lines.count {
                let line = Array(lines.bytes[lines.range(index)].dropLast())
                guard case .single(.request(let request)) = Incoming(line: line) else {
                    Issue.record("\(String(decoding: line, as: UTF8.self))")
                    return
                }
                #expect(lines.isKeyed(index) == request.method.spec.isWrite)
                #expect((request.params["key"] != nil) == lines.isKeyed(index))
            }
        }
    }

    @Test("The C daemon's objects")
    func flat() {
        #expect(
            text(.vote(comment: 1, voter: 2, value: -1), .flat)
                == #"{"op":"vote","req":7,"comment":1,"voter":2,"value":-1}"#)
        #expect(
            text(.submit(thread: 1, parent: nil, author: 2, body: "a\n"), .flat)
                == #"{"op":"comment","req":7,"thread":1,"parent":0,"author":2,"body":"a\n"}"#)
        #expect(text(.page(thread: 3), .flat) == #"{"op":"nested","req":7,"thread":3}"#)
    }

    @Test("Both are asked for the same")
    func alike() {
        let (one, other) = (
            Workload.votes(threads: 1).lines(50, shape, .jsonRPC, seed: 9),
            Workload.votes(threads: 1).lines(50, shape, .flat, seed: 9)
        )
        func numbers(_ lines: CommandLines, _ name: String) -> [Int?] {
            (0..<lines.count).map { index in
                let line = Array(lines.bytes[lines.range(index)].dropLast())
                let object = (try? StrictJSON.parse(line))?.object
                let value = object?[name] ?? object?["params"]?.object?[name]
                return value?.integer ?? value?.text.flatMap { Int($0.filter(\.isNumber)) }
            }
        }
        for name in ["comment", "voter", "value"] {
            #expect(numbers(one, name) == numbers(other, name))
            #expect(!numbers(one, name).contains(nil))
        }
    }

    @Test("Each time a line is sent it has another id and another key")
    func keys() {
        let lines = Workload.votes(threads: 1).lines(2, shape, .jsonRPC, seed: 1)
        let stream = LoadStream(LoadPlan(lines, .jsonRPC, connections: 1, depth: 1))
        var keys: Set<String> = []
        var ids: [Int?] = []
        for index in 0..<5 {
            var sent = [UInt8](repeating: 0, count: stream.longestLine)
            let count = sent.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { stream.writeNext(to: $0) } ?? 0
            }
            let prepared = Array(lines.bytes[lines.range(index % 2)])
            #expect(count == prepared.count)
            let line = try? StrictJSON.parse(Array(sent.prefix(count - 1)))
            ids.append(line?.object?["id"]?.integer)
            keys.insert(line?.object?["params"]?.object?["key"]?.text ?? "")
        }
        #expect(ids == (0..<5).map { SentID.first + $0 })
        #expect(keys.count == 5)
        #expect(keys.allSatisfy { $0.utf8.count == IdempotencyKey.digitCount })
        #expect(stream.result.isRepeating)
    }

    @Test("Keys count on")
    func counting() {
        var key = DecimalCounter(IdempotencyKey.first(ofSeries: 12))
        for _ in 0..<1_234 { key.advance() }
        #expect(String(decoding: key.digits, as: UTF8.self) == "0000120000001234")
    }

    @Test("Cold pages: each of another thread, and every thread in every form")
    func coldPages() {
        let lines = Workload.coldPages(sorts: [.best]).lines(1_000, shape, .jsonRPC, seed: 1)
        let pages = (0..<lines.count).map { index in
            let line = try? StrictJSON.parse(Array(lines.bytes[lines.range(index)].dropLast()))
            let params = line?.object?["params"]?.object
            return (params?["thread"]?.text ?? "", params?["limit"]?.integer ?? 0)
        }
        #expect(pages.count == 18 * 5)
        #expect(Set(pages.map { "\($0)" }).count == pages.count)
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.0 != $1.0 })
    }
}
