import Daemon
import Service

/// `commentd check`: the file's integrity, a recount of every total, and the search index held
/// against the comments; with `--rebuild-search` that is made anew first.
struct Check {
    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    /// 1 where something differs.
    func run() throws -> Int32 {
        if line.rebuildsSearch { try LocalService.rebuildSearch(line.database) }
        let problems = try LocalService.recount(line.database)
        guard !problems.isEmpty else {
            try Terminal.print("\(line.database): every total equals its recount\n")
            return 0
        }
        for problem in problems { try Terminal.print("\(problem.description)\n") }
        return 1
    }
}
