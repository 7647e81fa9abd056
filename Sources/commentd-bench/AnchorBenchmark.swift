import Discussion
import JSONValues

/// How well passages are found again in articles that were edited at random, and how long
/// `anchor.locate` and `anchor.list` take on a page with 10,000 of them, whatever the text.
struct AnchorBenchmark {
    private static let anchors = 10_000
    private static let articleBytes = 100 << 10
    private static let calls = 5

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the tables; 1 where the server answered with errors.
    func run() throws -> Int32 {
        Terminal.print(try accuracy() + "\n")
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        contender.data = try SiteLoader(
            contender: contender, shape: SiteShape(comments: 10_000)
        ).load(in: work)
        let server = try RunningServer(contender, in: work)
        defer { server.stop() }
        var dice = SeededDice(seed: 5)
        let text = BodyText.make(bytes: Self.articleBytes, &dice)
        let long = String(repeating: "the same again and ", count: 90)
        var errors = try submit(to: "page", server) { dice in
            Self.passage(of: text, dice.below(120) + 5, &dice)
        }
        errors += try submit(to: "hostile", server) { dice in
            Anchor(
                exact: String(long.prefix(40 + dice.below(1600))) + "x\(dice.below(1 << 30))",
                prefix: "y" + long.prefix(300), suffix: "z" + long.prefix(300),
                start: dice.below(100_000))
        }
        var grid = TextGrid()
        grid.row(["one call on 10,000 passages", "median ms", "longest ms"])
        for (name, page, body) in Self.texts(text, &dice) {
            let lines = CommandLines.calls(
                Self.calls, body == nil ? "anchor.list" : "anchor.locate", mayRepeat: true
            ) { _, json in
                json.member("thread", page)
                if let body { json.member("text", body) }
            }
            let plan = LoadPlan(lines, .jsonRPC, connections: 1, depth: 1)
            let (measurement, results) = try server.drive([plan], .commands(Self.calls))
            errors += measurement.errors
            guard let latency = results.first?.latency else { continue }
            grid.row([
                name, Text.fixed(Double(latency.quantile(0.5)) / 1e6, 1),
                Text.fixed(Double(latency.quantile(1)) / 1e6, 1),
            ])
        }
        Terminal.print(grid.text)
        return errors == 0 ? 0 : 1
    }

    /// What is looked through: by its name, the page, and the text; nil for `anchor.list`.
    private static func texts(
        _ text: String, _ dice: inout SeededDice
    ) -> [(String, String, String?)] {
        let article = Article(name: "", text: text, other: Article.own[0].text)
        var revision = ArticleRevision(of: article)
        for _ in 0..<100 {
            let edits = ArticleRevision.Edit.allCases
            revision.apply(edits[dice.below(edits.count)], &dice)
        }
        let same = "the same again and "
        return [
            ("anchor.list", "page", nil), ("100 KiB as they were", "page", text),
            ("after 100 edits", "page", revision.text),
            ("another article", "page", BodyText.make(bytes: articleBytes, &dice)),
            ("900 KiB of another", "page", BodyText.make(bytes: 900 << 10, &dice)),
            ("100 KiB of one letter", "page", String(repeating: "e", count: articleBytes)),
            (
                "long passages in one phrase", "hostile",
                String(repeating: same, count: articleBytes / same.utf8.count)
            ),
            (
                "in 900 KiB of it", "hostile",
                String(repeating: same, count: (900 << 10) / same.utf8.count)
            ),
        ]
    }

    private static func passage(
        of text: String, _ length: Int, _ dice: inout SeededDice
    ) -> Anchor {
        // The article has a byte a letter, nearly.
        let scalars = text.unicodeScalars
        let start = dice.below(scalars.count - length)
        let first = scalars.index(scalars.startIndex, offsetBy: max(0, start - 32))
        let part = Array(scalars[first...].prefix(length + 64))
        let before = min(32, start)
        let anchor = AnchorAccuracy.anchor(before..<before + length, in: part)
        return Anchor(
            exact: anchor.exact, prefix: anchor.prefix, suffix: anchor.suffix, start: start)
    }

    /// Submits a comment on each passage; how many errors came.
    private func submit(
        to page: String, _ server: RunningServer, _ anchor: (inout SeededDice) -> Anchor
    ) throws -> Int {
        var dice = SeededDice(seed: 6)
        let lines = CommandLines.calls(Self.anchors, "comment.submit") { index, json in
            let anchor = anchor(&dice)
            json.member("thread", page)
            json.member("author", "author-\(index % 500)")
            json.member("body", "What is said of passage \(index) is said here.")
            json.name("anchor")
            json.object { json in
                json.member("exact", anchor.exact)
                json.member("prefix", anchor.prefix)
                json.member("suffix", anchor.suffix)
                json.member("start", ifAny: anchor.start)
            }
        }
        let plan = LoadPlan(lines, .jsonRPC, connections: 1, depth: 256)
        let (measurement, _) = try server.drive([plan], .commands(Self.anchors))
        if let error = measurement.firstError { Terminal.complain(error) }
        return measurement.errors
    }

    // MARK: - How well

    /// The table of how passages were found.
    private func accuracy() throws -> String {
        var grid = TextGrid()
        grid.row(["4,000 passages, 200 revisions"] + Anchor.Match.allCases.map(\.rawValue))
        for (number, article) in try articles().enumerated() {
            var accuracy = AnchorAccuracy()
            accuracy.measure(article, revisions: 200, passages: 20, seed: UInt64(number + 1))
            let counts = Anchor.Match.allCases.map { accuracy.counts[$0] ?? .init() }
            grid.row([article.name + ", rightly"] + counts.map { Text.grouped($0.right) })
            grid.row(["wrongly"] + counts.map { Text.grouped($0.wrong) })
        }
        return grid.text
    }

    /// Our own articles, and, where there are collections, their longest texts.
    private func articles() throws -> [Article] {
        guard let folder = options.data else { return Article.own }
        let texts = try RealTexts.all(in: folder)
        func isKorean(_ text: String) -> Bool {
            text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
        }
        func joined(_ texts: [String], _ part: Int) -> String {
            texts.dropFirst(part * 40).prefix(40).joined(separator: "\n\n")
        }
        let korean = texts.filter(isKorean)
        let other = texts.filter { !isKorean($0) && $0.utf8.count > 300 }
        return Article.own + [
            Article(name: "Korean comments", text: joined(korean, 0), other: joined(korean, 1)),
            Article(
                name: "English comments", text: other[0...3].joined(separator: "\n\n"),
                other: joined(other, 1)),
        ]
    }
}
