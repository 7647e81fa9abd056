import Daemon
import Glibc
import Imports
import Service

/// `commentd import`: comments of another system, or an export of this one.
struct ImportCommand {
    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    /// 1 where it was stopped before the end.
    func run() throws -> Int32 {
        guard let path = line.operands.first, let format = line.origin else { return 2 }
        if let site = line.site, !isSiteName(site) {
            throw UsageProblem("--site is of a to z, 0 to 9, dot, underscore and hyphen")
        }
        let stop = SignalDescriptor.open([SIGTERM, SIGINT])
        let file = try ImportFile(path)
        let meter = ImportMeter(size: file.size, stop: stop)
        if format == .ndjson { return try runArchive(file, meter) }
        return try runForeign(file, as: format, meter)
    }

    private func openDatabase() throws -> LocalTransfer {
        try LocalTransfer(line.serverOptions(keepsForms: true), isNew: true)
    }

    /// An export of this program: looked through first, then read a second time.
    private func runArchive(_ file: ImportFile, _ meter: ImportMeter) throws -> Int32 {
        if line.site != nil { throw UsageProblem("--site: an export names the site of each line") }
        if line.isModerating {
            throw UsageProblem("--moderate: what an export holds was judged already")
        }
        var reader = try ArchiveReader(file)
        var found = ImportCounts()
        while let line = try reader.next() {
            found.add(line.kind)
            if reader.number % 1024 == 0, !meter.show("reading", file.position, found) {
                return stopped(hasWritten: false)
            }
        }
        meter.end()
        if line.isDryRun { return try conclude(found, isDry: true) }
        let database = try openDatabase()
        database.transfer.onProgress = { meter.show("importing", file.position, $0) }
        return try conclude(database.transfer.importArchive(file), database, meter)
    }

    /// A file of another system: read once and kept aside, then written.
    private func runForeign(
        _ file: ImportFile, as format: ImportFormat, _ meter: ImportMeter
    ) throws -> Int32 {
        let staged = try ForeignStaging(format)
        staged.onProgress = { meter.show("reading", file.position, $0) }
        do { try staged.read(file) } catch is ForeignStaging.Stopped {
            return stopped(hasWritten: false)
        }
        meter.end()
        if line.isDryRun { return try conclude(staged.counts, isDry: true) }
        let database = try openDatabase()
        let all = try staged.count()
        meter.size = max(1, all)
        let transfer = database.transfer
        transfer.onProgress = { [unowned transfer] in meter.show("importing", transfer.done, $0) }
        let outcome = try transfer.importForeign(
            staged, format: format, site: line.site ?? "default", isModerated: line.isModerating)
        return try conclude(outcome, database, meter)
    }

    private func conclude(
        _ outcome: Transfer.Outcome, _ database: LocalTransfer, _ meter: ImportMeter
    ) throws -> Int32 {
        meter.end()
        database.finish()
        let status = try conclude(outcome.counts, isDry: false)
        return outcome.isStopped ? stopped(hasWritten: true) : status
    }

    private func conclude(_ counts: ImportCounts, isDry: Bool) throws -> Int32 {
        try Terminal.print(ImportSummary(counts, isDry: isDry).text)
        return 0
    }

    private func stopped(hasWritten: Bool) -> Int32 {
        Terminal.complain(
            hasWritten
                ? "stopped; what is imported is whole. The same command goes on from here"
                : "stopped; nothing was written")
        return 1
    }
}
