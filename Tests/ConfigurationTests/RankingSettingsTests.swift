import Discussion
import Testing

@testable import Configuration

@Suite("How comments are ranked, in commentd.json")
struct RankingSettingsTests {
    private func ranking(_ text: String) throws -> Settings.Ranking {
        try TemporaryFolder(["commentd.json": "{ranking: \(text)}"]).load().settings.ranking
    }

    @Test("Every member has its place, and what is left out its default")
    func members() throws {
        #expect(try ranking("{}") == Settings.Ranking())
        #expect(try ranking("{best: 'lower_bound'}").formulas.best == .lowerBound)
        let text = """
            {best: {quantile: 0.1}, hot_decay_s: 3600, min_votes_per_voter: 3,
              min_voters_per_side: 2, refit: {votes: 7, min_s: 20, max_s: 0}}
            """
        let ranking = try ranking(text)
        #expect(ranking.formulas == Formulas(best: .quantile(0.1), hotDecaySeconds: 3600))
        #expect((ranking.minVotesPerVoter, ranking.minVotersPerSide) == (3, 2))
        #expect((ranking.refit.votes, ranking.refit.minSeconds) == (7, 20))
        #expect(ranking.refit.maxSeconds == 0)
    }

    @Test(
        "What is out of bounds is refused",
        arguments: [
            "{best: {quantile: 0.01}}", "{best: {quantile: 0.96}}", "{best: 'upper_bound'}",
            "{best: {}}", "{hot_decay_s: 0}", "{refit: {votes: 0}}", "{min_votes_per_voter: 0}",
            "{min_voters_per_side: 0}", "{worst: 1}",
        ])
    func refuses(text: String) throws {
        let problem = try TemporaryFolder(["commentd.json": "{ranking: \(text)}"]).problem()
        #expect(problem?.contains("commentd.json: ranking") == true, "\(problem ?? "taken")")
    }

    @Test("A site is due once it has enough votes more, never too soon, and in the end with one")
    func isDue() {
        var ranking = Settings.Ranking()
        #expect(!ranking.isDue(ballots: 99, seconds: nil))
        #expect(ranking.isDue(ballots: 100, seconds: nil))
        #expect(!ranking.isDue(ballots: 1000, seconds: 599))
        #expect(ranking.isDue(ballots: 100, seconds: 600))
        #expect(!ranking.isDue(ballots: 99, seconds: 86_399))
        #expect(ranking.isDue(ballots: 1, seconds: 86_400))
        #expect(!ranking.isDue(ballots: 0, seconds: 86_400_000))
        ranking.refit.maxSeconds = 0
        #expect(!ranking.isDue(ballots: 99, seconds: 86_400_000))
    }
}
