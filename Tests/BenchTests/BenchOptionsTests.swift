import Testing

@testable import commentd_bench

@Suite("The arguments of commentd-bench")
struct BenchOptionsTests {
    @Test("Options with a value behind them or behind an equals sign")
    func options() throws {
        let options = try BenchOptions([
            "--rounds", "5", "--seconds=1.5", "--only", "mix,votes-1x1", "--floors", "f",
            "--commentd", "c", "--work=w",
        ])
        #expect(options.command == .table)
        #expect(options.rounds == 5 && options.seconds == 1.5)
        #expect(options.rows == [.votes1x1, .mix])
        #expect(options.floors == "f" && options.commentd == "c" && options.work == "w")
    }

    @Test("Commands")
    func commands() throws {
        #expect(try BenchOptions([]).command == .table)
        #expect(try BenchOptions(["compare", "old"]).command == .compare(base: "old"))
        #expect(try BenchOptions(["growth", "--sizes", "1000,2000"]).sizes == [1000, 2000])
        #expect(try BenchOptions(["growth", "--threads", "0"]).threads == [])
        #expect(try BenchOptions(["live"]).command == .live)
        #expect(try BenchOptions(["counts"]).command == .counts)
        #expect(try BenchOptions(["soak"]).command == .soak)
        #expect(try BenchOptions(["import", "--sizes", "10000"]).command == .imports)
        let classifier = try BenchOptions(["classifier", "--data", "d"])
        #expect(classifier.command == .classifier && classifier.data == "d")
        let backtest = try BenchOptions(["backtest", "--data", "d"])
        #expect(backtest.command == .backtest && backtest.data == "d")
        let ranking = try BenchOptions(["ranking", "--sizes", "10000", "--data", "d"])
        #expect(ranking.command == .ranking && ranking.sizes == [10_000])
        #expect(try BenchOptions(["growth", "--help"]).command == .help)
    }

    @Test(
        "What is wrong is told",
        arguments: [
            ["run"], ["compare"], ["compare", "a", "b"], ["growth", "a"], ["classifier", "a"],
            ["backtest", "a"], ["live", "a"], ["ranking", "a"], ["import", "a"],
            ["--rounds", "0"],
            ["--rounds"], ["--seconds", "x"], ["--only", "pages"], ["--sizes", "10"],
            ["--threads", "1000"], ["--verbose", "1"],
        ])
    func wrong(_ arguments: [String]) {
        #expect(throws: WrongUsage.self) { try BenchOptions(arguments) }
    }
}
