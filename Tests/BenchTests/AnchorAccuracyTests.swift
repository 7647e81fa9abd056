import Discussion
import Testing

@testable import commentd_bench

@Suite("How well passages are found again")
struct AnchorAccuracyTests {
    @Test("In articles that are edited in 200 ways each, nearly all rightly", arguments: 0..<3)
    func accuracy(_ number: Int) {
        let article = Article.own[number]
        var accuracy = AnchorAccuracy()
        accuracy.measure(article, revisions: 200, passages: 10, seed: UInt64(number) + 100)
        let total = accuracy.total
        #expect(total.right + total.wrong == 2000)
        #expect(total.wrong <= 60, "\(article.name): \(accuracy.examples)")
        for match in [Anchor.Match.exact, .moved] {
            #expect((accuracy.counts[match]?.wrong ?? 0) <= 2, "\(article.name) \(match)")
        }
        #expect((accuracy.counts[.lost]?.right ?? 0) > 50)
        #expect((accuracy.counts[.fuzzy]?.right ?? 0) > 200)
    }

    @Test("It is known what an edit leaves of a passage")
    func remains() {
        let article = Article(
            name: "", text: "One two. Three four. Five six.", other: "seven eight")
        var dice = SeededDice(seed: 1)
        var revision = ArticleRevision(of: article)
        #expect(revision.text == article.text)
        #expect(revision.remains(of: 4..<7) == (4..<7, 1))
        while revision.text.contains("Three") { revision.apply(.deleteSentence, &dice) }
        #expect(revision.remains(of: 9..<14).share == 0)
    }
}
