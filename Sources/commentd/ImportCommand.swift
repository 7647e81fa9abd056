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
        if format == .ndjson, line.site != nil {
            throw UsageProblem("--site: an export names the site of each line")
        }
        let stop = SignalDescriptor.open([SIGTERM, SIGINT])
        let file = try ImportFile(path, stop: stop)
        let meter = ImportMeter(size: file.size, stop: stop)
        defer { meter.end() }
        if format == .ndjson { return try runArchive(file, meter) }
        return try runForeign(file, as: format, meter)
    }

    private func openDatabase() throws -> LocalTransfer {
        try LocalTransfer(line.serverOptions(keepsForms: true), isNew: true)
    }

    /// An export of this program: looked through on two threads first, then read a second time on
    /// one, ahead of the writing on another.
    private func runArchive(_ file: ImportFile, _ meter: ImportMeter) throws -> Int32 {
        let rehearsal =
            line.isDryRun ? try LocalTransfer.rehearsal(line.serverOptions(keepsForms: true)) : nil
        var found = ImportCounts()
        do {
            let feed = try ArchiveFeed(file, keeping: rehearsal != nil, threads: 2)
            while let lines = try feed.next() {
                found.add(lines.counts)
                try rehearsal?.take(lines)
                if !meter.show("reading", feed.position, rehearsal?.counts ?? found) {
                    return stopped(meter, hasWritten: false)
                }
            }
        }
        if let rehearsal { return try conclude(rehearsal.counts, meter, isDry: true) }
        let database = try openDatabase()
        let feed = try ArchiveFeed(file, keeping: true, threads: 1)
        database.transfer.onProgress = { meter.show("importing", feed.position, $0) }
        do {
            let outcome = try database.transfer.importArchive(isModerated: line.isModerating) {
                try feed.next()
            }
            return try conclude(outcome, database, meter)
        } catch let problem as ImportProblem {
            throw problem.inFile(file.name)
        }
    }

    /// A file of another system: read once and kept aside, then written.
    private func runForeign(
        _ file: ImportFile, as format: ImportFormat, _ meter: ImportMeter
    ) throws -> Int32 {
        let staged = try ForeignStaging(format)
        staged.onProgress = { meter.show("reading", file.position, $0) }
        do { try staged.read(file) } catch is ForeignStaging.Stopped {
            return stopped(meter, hasWritten: false)
        }
        meter.size = max(1, try staged.count())
        if line.isDryRun { return try rehearse(staged, as: format, meter) }
        let database = try openDatabase()
        let transfer = database.transfer
        transfer.onProgress = { [unowned transfer] in meter.show("importing", transfer.done, $0) }
        let outcome = try transfer.importForeign(
            staged, format: format, site: line.site ?? "default", isModerated: line.isModerating)
        return try conclude(outcome, database, meter)
    }

    private func rehearse(
        _ staged: ForeignStaging, as format: ImportFormat, _ meter: ImportMeter
    ) throws -> Int32 {
        let options = try line.serverOptions(keepsForms: true)
        let rehearsal = try LocalTransfer.rehearsal(options)
        let isWhole = try rehearsal.take(
            staged, format: format, site: line.site ?? "default",
            minVotes: options.settings.ranking.minVotesPerVoter
        ) { meter.show("comparing", $0, $1) }
        guard isWhole else { return stopped(meter, hasWritten: false) }
        return try conclude(rehearsal.counts, meter, isDry: true)
    }

    private func conclude(
        _ outcome: Transfer.Outcome, _ database: LocalTransfer, _ meter: ImportMeter
    ) throws -> Int32 {
        database.finish()
        let status = try conclude(outcome.counts, meter, isDry: false)
        return outcome.isStopped ? stopped(meter, hasWritten: true) : status
    }

    private func conclude(
        _ counts: ImportCounts, _ meter: ImportMeter, isDry: Bool
    ) throws -> Int32 {
        meter.end()
        try Terminal.print(ImportSummary(counts, isDry: isDry).text)
        return 0
    }

    private func stopped(_ meter: ImportMeter, hasWritten: Bool) -> Int32 {
        meter.end()
        Terminal.complain(
            hasWritten
                ? "stopped; what is imported is whole. The same command goes on from here"
                : "stopped; nothing was written")
        return 1
    }
}
