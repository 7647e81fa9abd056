import Testing

@testable import Wire

@Suite("Lines of a stream")
struct LineSplitterTests {
    /// The lines of a stream that arrives in chunks ending at these places.
    private func lines(
        _ bytes: [UInt8], limit: Int = 1000, cutAt cuts: [Int] = [], ends: Bool = true
    ) -> [LineSplitter.Line] {
        var splitter = LineSplitter(limit: limit)
        var lines: [LineSplitter.Line] = []
        var start = 0
        for cut in cuts.sorted() + [bytes.count] {
            bytes[start..<cut].withUnsafeBytes { splitter.feed($0) { lines.append($0) } }
            start = cut
        }
        if ends { splitter.end { lines.append($0) } }
        return lines
    }

    private func lines(_ text: String, limit: Int = 1000, ends: Bool = true) -> [LineSplitter.Line]
    {
        lines(Array(text.utf8), limit: limit, ends: ends)
    }

    private func line(_ text: String) -> LineSplitter.Line { .bytes(Array(text.utf8)) }

    @Test("A newline ends a line; a carriage return before it is no part of it")
    func newlines() {
        #expect(lines("a\nb\r\nc\rd\n") == [line("a"), line("b"), line("c\rd")])
        #expect(lines("a\r\r\n") == [line("a\r")])
    }

    @Test("Blank lines are skipped, spaces around a command are kept")
    func blank() {
        #expect(lines("\n\r\n \t \n a \n\n") == [line(" a ")])
        #expect(lines("").isEmpty)
        #expect(lines(" \t").isEmpty)
    }

    @Test("The last line may lack its newline, and waits for the end")
    func last() {
        #expect(lines("a\nb") == [line("a"), line("b")])
        #expect(lines("a\nb\r") == [line("a"), line("b")])
        #expect(lines("a\nb", ends: false) == [line("a")])
    }

    @Test("A line of the limit is whole, one byte more is too long", arguments: ["\n", "\r\n", ""])
    func limit(_ newline: String) {
        #expect(lines("12345678" + newline, limit: 8) == [line("12345678")])
        #expect(lines("123456789" + newline, limit: 8) == [.tooLong])
    }

    @Test("A line that is too long is told once, and the next one is read")
    func tooLong() {
        let long = String(repeating: "x", count: 5000)
        #expect(lines("a\n\(long)\nb\n", limit: 8) == [line("a"), .tooLong, line("b")])
        #expect(lines("\(long)\n\(long)\n", limit: 8) == [.tooLong, .tooLong])
        #expect(lines(long, limit: 8) == [.tooLong])
        #expect(lines(long, limit: 8, ends: false).isEmpty)
    }

    @Test("However a stream is cut, its lines are the same")
    func chunking() {
        var dice = Dice(1)
        let pieces = ["\n", "\r\n", "\r", " ", "\t", "a", "é", "123456", "\0", "\n\n"]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0...30, using: &dice))
                .map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let cuts = (0..<Int.random(in: 0...8, using: &dice)).map { _ in
                Int.random(in: 0...bytes.count, using: &dice)
            }
            let expected = expected(bytes, limit: 7)
            #expect(lines(bytes, limit: 7) == expected)
            #expect(lines(bytes, limit: 7, cutAt: cuts) == expected)
            #expect(lines(bytes, limit: 7, cutAt: Array(0..<bytes.count)) == expected)
        }
    }

    /// The same by the words of the contract.
    private func expected(_ bytes: [UInt8], limit: Int) -> [LineSplitter.Line] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).compactMap { part in
            let text = part.last == 0x0D ? part.dropLast() : part
            if text.count > limit { return .tooLong }
            let isBlank = text.allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
            return isBlank ? nil : .bytes(Array(text))
        }
    }

    @Test("It never holds more than a line's limit and what may be a carriage return")
    func bounded() {
        var splitter = LineSplitter(limit: 100)
        let chunk = [UInt8](repeating: 0x78, count: 37)
        var told = 0
        for _ in 0..<1000 {
            chunk.withUnsafeBytes { splitter.feed($0) { _ in told += 1 } }
            let held = Mirror(reflecting: splitter).children.compactMap { $0.value as? [UInt8] }
            #expect(!held.isEmpty)
            #expect(held.allSatisfy { $0.count <= 101 && $0.capacity <= 400 })
        }
        #expect(told == 0)
        splitter.end { _ in told += 1 }
        #expect(told == 1)
    }
}
