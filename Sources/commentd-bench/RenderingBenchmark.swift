import Discussion

/// What the HTML of a body takes: of plain ones, and of those that are made to take long.
enum RenderingBenchmark {
    private static let rounds = 5
    private static let bytes = 10_000
    private static let hostile = [
        "*_", "*a ", "***a** *b*** ", "[a](", "](http://a", "[http://a](http://b)", "`a``b```c````",
        "> > > > ", ">\n> > a\n", "- a\n", "~~~\n", "http://(((", "&\"<", "\\*", "a* *b",
    ]

    /// The table.
    static func report() -> String {
        var grid = TextGrid()
        grid.row(["10,000 bytes of", "µs"])
        var dice = SeededDice(seed: 1)
        for (name, body) in [("plain text", BodyText.make(bytes: bytes, &dice))]
            + hostile.map({
                ($0.debugDescription, String(repeating: $0, count: bytes / $0.utf8.count))
            })
        {
            let times = (0..<rounds).map { _ in microseconds(body) }.sorted()
            grid.row([name, Text.fixed(times[rounds / 2], 1)])
        }
        return "HTML, medians of \(rounds) rounds.\n\n" + grid.text
    }

    private static func microseconds(_ body: String) -> Double {
        var body = body
        return body.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40 * bytes.count) { place in
                let begin = Clock.nanoseconds
                var length = 0
                for _ in 0..<20 { length &+= SafeHTML.writeInJSON(bytes, to: place) ?? 0 }
                // What is not used is not made.
                return Double(Clock.nanoseconds - begin) / 20_000 + (length == .min ? 1 : 0)
            }
        }
    }
}
