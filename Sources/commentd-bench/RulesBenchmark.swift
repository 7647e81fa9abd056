import Glibc
import JSONValues

/// What the shipped rules make of published collections: every text is submitted to the program, by
/// an author of its own, and each answer counted beside what people said of the text.
struct RulesBenchmark {
    let commentd: String
    let folder: String
    let work: WorkFolder

    private static let mostBytes = 256 << 20

    private static let titles = [
        "texts", "published", "of them flagged", "masked", "held", "spam", "rejected", "refused",
        "µs/comment",
    ]

    func run() throws -> Int32 {
        var grid = TextGrid()
        grid.row(["set"] + Self.titles)
        let spam = try ClassifierSets.spam(in: folder).compactMap(\.first)
            .map { ($0.name, $0.name.hasPrefix("youtube") ? $0.test : $0.training + $0.test) }
        let offence = try ClassifierSets.offence(in: folder).compactMap(\.first).prefix(4)
            .map { ($0.name, $0.training + $0.test) }
        for (names, sets) in [(("spam", "no spam"), spam), (("offence", "none"), offence)] {
            for (name, texts) in sets {
                for (isPositive, label) in [(true, names.0), (false, names.1)] {
                    try Interruption.check()
                    Terminal.complain("\(name), \(label)")
                    let some = texts.filter { $0.isPositive == isPositive }.map(\.text)
                    grid.row(["\(name), \(label)"] + (try judge(some)))
                }
            }
        }
        Terminal.print(
            """
            Texts as comments of as many authors, through a pipe, with the shipped rules;
            µs/comment: the program's whole time, its start included.


            """ + grid.text)
        return 0
    }

    /// The counts of one set, for people.
    private func judge(_ texts: [String]) throws -> [String] {
        let place = try work.makeFolder()
        let (input, output) = ("\(place)/in", "\(place)/out")
        try FileSystem.write(Self.lines(texts), to: input)
        let begin = Clock.nanoseconds
        try carryOut(input, output, log: "\(place)/log")
        let nanoseconds = Clock.nanoseconds - begin
        let answers = String(
            decoding: try FileSystem.bytes(output, most: Self.mostBytes), as: UTF8.self
        ).split(separator: "\n")
        func decided(_ status: String, _ mark: String = "") -> Int {
            answers.count {
                $0.contains(#""decision":{"status":"\#(status)""#)
                    && (mark.isEmpty || $0.contains(mark))
            }
        }
        let counts = [
            texts.count, decided("approved"), decided("approved", #""action":"flag""#),
            decided("approved", #""action":"mask""#), decided("pending"), decided("spam"),
            decided("rejected"), answers.count { $0.contains(#""error":{"#) },
        ]
        let each = Double(nanoseconds) / 1000 / Double(max(1, texts.count))
        return counts.map { Text.grouped($0) } + [Text.fixed(each, 0)]
    }

    private func carryOut(_ input: String, _ output: String, log: String) throws(BenchProblem) {
        let from = open(input, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw BenchProblem(system: input) }
        defer { close(from) }
        let to = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard to >= 0 else { throw BenchProblem(system: output) }
        defer { close(to) }
        let process = try ChildProcess(
            commentd, ["--db", ":memory:"], input: from, output: to, log: log)
        try process.wait()
    }

    private static func lines(_ texts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (row, text) in texts.enumerated() {
            var json = JSONWriter()
            json.object { json in
                json.member("id", row)
                json.member("method", "comment.submit")
                json.name("params")
                json.object { json in
                    json.member("thread", "set")
                    json.member("author", "reader-\(row)")
                    json.member("body", text)
                }
            }
            bytes += json.bytes
            bytes.append(0x0A)
        }
        return bytes
    }
}
