import Discussion
import Glibc
import JSONValues

/// How fast an import goes into an empty database, and another one on top of it, in turn with plain
/// inserts of a C program on SQLite, 1,024 a transaction.
final class ImportBenchmark {
    /// Comments of the import on top.
    private static let more = 100_000
    private static let commentsAThread = 100
    private static let bodyBytes = 300
    /// Lines that are written at once.
    private static let chunk = 4096

    private let options: BenchOptions
    private let work: WorkFolder

    init(_ options: BenchOptions) throws {
        self.options = options
        work = try WorkFolder(in: options.work)
        guard FileSystem.isExecutable(options.commentd) else {
            throw BenchProblem("\(options.commentd): not there")
        }
    }

    /// Measures, and prints the table.
    func run() throws -> Int32 {
        var grid = TextGrid()
        grid.row(["comments", "into", "s", "a second", "C inserts/s", "ratio", "file MB"])
        for size in options.sizes {
            let folder = try work.makeFolder()
            try measure(size, into: 0, in: folder, &grid)
            try measure(Self.more, into: size, in: folder, &grid)
            FileSystem.remove(folder)
        }
        Terminal.print(grid.text)
        return 0
    }

    private func measure(
        _ count: Int, into present: Int, in folder: String, _ grid: inout TextGrid
    ) throws {
        let file = "\(folder)/lines"
        try write(count, from: present, to: file)
        let floor = try insertsPerSecond(in: folder)
        let database = "\(folder)/comments.db"
        let begin = Clock.nanoseconds
        let process = try ChildProcess(
            options.commentd, ["import", "--from", "ndjson", file, "--db", database],
            log: "\(folder)/log")
        try process.wait()
        let seconds = Double(Clock.nanoseconds - begin) / 1e9
        let rate = Double(count) / seconds
        grid.row([
            Text.grouped(count), Text.grouped(present), Text.figure(seconds), Text.figure(rate),
            Text.figure(floor), Text.figure(floor.map { rate / $0 }),
            Text.figure(FileSystem.size(database).map { Double($0) / 1e6 }),
        ])
        FileSystem.remove(file)
    }

    /// What the C program reaches on its own data; nil where it is not there.
    private func insertsPerSecond(in folder: String) throws -> Double? {
        guard let floors = options.floors else { return nil }
        let program = "\(floors)/sqlite_floor"
        guard FileSystem.isExecutable(program) else {
            throw BenchProblem("\(program): not there (make all data)")
        }
        let (database, output) = ("\(folder)/floor.db", "\(folder)/floor.csv")
        try FileSystem.copy("\(floors)/data/seed.db", to: database)
        let to = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer {
            close(to)
            for suffix in ["", "-wal", "-shm"] { FileSystem.remove(database + suffix) }
        }
        let process = try ChildProcess(
            program, ["insert", database, "1024", "full", "\(options.seconds)"], output: to,
            log: "\(folder)/log")
        try process.wait()
        let cells = FileSystem.text(output)?.split(separator: ",") ?? []
        return cells.count > 2 ? Double(cells[2]) : nil
    }

    /// Writes comments as lines of an export: threads of a hundred, four of five comments a reply
    /// to an earlier one, in the order of their times.
    private func write(_ count: Int, from first: Int, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchProblem(system: path) }
        defer { close(file) }
        var dice = SeededDice(seed: UInt64(first))
        let bodies = (0..<256).map { _ in BodyText.make(bytes: Self.bodyBytes, &dice) }
        let threads = max(1, count / Self.commentsAThread)
        var json = JSONWriter()
        var bytes: [UInt8] = []
        for number in 0..<count {
            json.reset()
            write(number, of: threads, first, bodies, &dice, to: &json)
            bytes += json.bytes
            bytes.append(0x0A)
            guard number % Self.chunk == Self.chunk - 1 || number == count - 1 else { continue }
            defer { bytes.removeAll(keepingCapacity: true) }
            guard
                bytes.withUnsafeBytes({ Glibc.write(file, $0.baseAddress, $0.count) })
                    == bytes.count
            else { throw BenchProblem(system: path) }
        }
    }

    private func write(
        _ number: Int, of threads: Int, _ first: Int, _ bodies: [String],
        _ dice: inout SeededDice, to json: inout JSONWriter
    ) {
        // Comments of a thread lie so far apart.
        let (thread, earlier) = (number % threads, number / threads)
        let at = Moment(milliseconds: 1_500_000_000_000 + Int64(first + number) * 1000)
        json.object { json in
            json.member("type", "comment")
            json.member("ref", "b\(first + number)")
            json.member("thread", "https://paper.example/\(first)/\(thread)")
            if earlier > 0, dice.percent(80) {
                let parent = first + dice.below(earlier) * threads + thread
                json.member("parent_id", "ref:b\(parent)")
            }
            json.name("author")
            json.object { $0.member("id", "u\(dice.below(20_000))") }
            json.member("body", bodies[dice.below(bodies.count)])
            json.member("created_at", at.text)
        }
    }
}
