import Discussion
import Glibc
import JSONValues

/// How fast an import goes into an empty database, and others on top of it, in turn with plain
/// inserts of a C program on SQLite, 1,024 a transaction.
final class ImportBenchmark {
    /// Comments of an import on top.
    private static let more = 100_000
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
        grid.row(["comments", "into", "order", "s", "a second", "C inserts/s", "ratio", "file MB"])
        for size in options.sizes {
            let folder = try work.makeFolder()
            try measure(size, into: 0, .asWritten, in: folder, &grid)
            try measure(Self.more, into: size, .asWritten, in: folder, &grid)
            try measure(Self.more, into: size + Self.more, .scattered, in: folder, &grid)
            FileSystem.remove(folder)
        }
        Terminal.print(grid.text)
        return 0
    }

    private func measure(
        _ count: Int, into present: Int, _ order: ImportLines.Order, in folder: String,
        _ grid: inout TextGrid
    ) throws {
        let file = "\(folder)/lines"
        try write(ImportLines(order, from: present, bodyBytes: Self.bodyBytes), count, to: file)
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
            Text.grouped(count), Text.grouped(present), order.rawValue, Text.figure(seconds),
            Text.figure(rate),
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

    private func write(_ lines: ImportLines, _ count: Int, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchProblem(system: path) }
        defer { close(file) }
        var lines = lines
        var bytes: [UInt8] = []
        for written in 1...max(1, count) {
            bytes += lines.next()
            bytes.append(0x0A)
            guard written % Self.chunk == 0 || written == count else { continue }
            defer { bytes.removeAll(keepingCapacity: true) }
            guard
                bytes.withUnsafeBytes({ Glibc.write(file, $0.baseAddress, $0.count) })
                    == bytes.count
            else { throw BenchProblem(system: path) }
        }
    }
}
