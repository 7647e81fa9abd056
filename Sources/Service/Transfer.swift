import Discussion
import Imports
import Store

/// Moves a whole database's content out, and content in. For one thread, which alone has the
/// database.
package final class Transfer {
    /// So many lines or comments go into one transaction.
    private static let maxRows = 4096

    private let store: Store
    private let options: ServiceOptions
    private let work: Work
    /// Told now and then how far it is; false: it shall stop.
    package var onProgress: (ImportCounts) -> Bool = { _ in true }

    package init(store: Store, options: ServiceOptions, at now: Moment) {
        self.store = store
        self.options = options
        let kept = options.pages.texts
        work = Work(
            store: store, options: options, now: now, access: .local,
            inForce: options.rules.current,
            texts: PageTexts(kept: kept, stamps: kept.stamps, isAskedAgain: false),
            holdsUpOthers: false)
    }

    /// Writes all that the database holds; `emit` takes whole lines. How many those were.
    package func export(_ emit: @escaping ([UInt8]) throws -> Void) throws -> Int {
        try store.begin()
        defer { store.rollBack() }
        let export = try DatabaseExport(work, emit: emit)
        try export.run()
        return export.count
    }

    /// What an import came to.
    package struct Outcome: Sendable {
        package var counts = ImportCounts()
        /// Whether it was asked to stop before the end.
        package var isStopped = false
    }

    /// Reads an export back. All of it must have been looked through before.
    package func importArchive(_ file: ImportFile) throws -> Outcome {
        var reader = try ArchiveReader(file)
        let writer = ImportWriter(work)
        let archive = ArchiveImport(writer)
        return try inTransactions(writer, settling: { try archive.closeGroup() }) { isFull in
            guard let line = try reader.next() else { return .end }
            if isFull, ArchiveImport.isBetweenComments(line) {
                try archive.closeGroup()
                return .full({ try Self.take(line, archive, reader) })
            }
            try Self.take(line, archive, reader)
            return .more
        }
    }

    /// Writes what was staged of another system's file.
    package func importForeign(
        _ staged: ForeignStaging, format: ImportFormat, site: String, isModerated: Bool
    ) throws -> Outcome {
        let writer = ImportWriter(work)
        var foreign: ForeignImport?
        var outcome = try inTransactions(writer, settling: {}) { isFull in
            let current =
                try foreign
                ?? ForeignImport(
                    writer, staged, format: format, siteName: site, isModerated: isModerated)
            foreign = current
            if isFull { return .full({}) }
            let hasMore = try current.step()
            self.done = current.done
            return hasMore ? .more : .end
        }
        outcome.counts.add(staged.troubles)
        return outcome
    }

    /// How many comments of another system's file are done.
    package private(set) var done = 0

    private static func take(
        _ line: ArchiveLine, _ archive: ArchiveImport, _ reader: ArchiveReader
    ) throws {
        do { try archive.take(line) } catch let problem as ImportProblem {
            throw reader.problem(problem)
        }
    }

    /// What one step of an import did.
    enum Step {
        case more
        /// The transaction must end before what is left to do.
        case full(() throws -> Void)
        case end
    }

    /// Runs steps in large transactions until the end, or until it shall stop. `step` is told
    /// whether the transaction should end where that is possible.
    func inTransactions(
        _ writer: ImportWriter, settling: () throws -> Void, _ step: (Bool) throws -> Step
    ) throws -> Outcome {
        var outcome = Outcome()
        try store.begin()
        do {
            var rows = 0
            while true {
                let result = try step(rows >= Self.maxRows)
                if case .more = result {
                    rows += 1
                    continue
                }
                try settling()
                try writer.settle()
                try store.commit()
                rows = 0
                outcome.isStopped = !onProgress(writer.counts)
                guard case .full(let rest) = result, !outcome.isStopped else { break }
                try store.begin()
                try rest()
            }
        } catch {
            store.rollBack()
            throw error
        }
        outcome.counts = writer.counts
        return outcome
    }
}
