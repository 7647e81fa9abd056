import Discussion
import Imports
import Store

/// Moves a whole database's content out, and content in. For one thread, which alone has the
/// database.
package final class Transfer {
    /// So many lines or comments go into the first transaction, into each at least and at most.
    private static let rows = (first: 2048, least: 1024, most: 8192)
    /// How many pages of the log a transaction is to fill, 20 MB: the more it changes, the fewer
    /// times each page is written, and the log has its bound.
    private static let logPages = 5000
    /// After so many of them it is told how far it is.
    private static let rowsBetweenTold = 512

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
            texts: PageTexts(
                kept: kept, stamps: kept.stamps, authors: AuthorTable(), isAskedAgain: false),
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

    /// Reads an export back; `next` gives its lines until there are no more. All of them must have
    /// been looked through before.
    package func importArchive(
        isModerated: Bool, _ next: () throws -> ReadLines?
    ) throws -> Outcome {
        let writer = ImportWriter(work)
        let archive = try ArchiveImport(writer, isModerated: isModerated)
        var lines: ArraySlice<ReadLines.Line> = []
        return try inTransactions(writer, settling: { try archive.closeGroup() }) { isFull in
            while lines.isEmpty {
                guard let more = try next() else { return .end }
                lines = more.lines[...]
            }
            guard let line = lines.first else { return .end }
            if isFull, ArchiveImport.isBetweenComments(line.content) { return .full }
            lines.removeFirst()
            do { try archive.take(line) } catch let problem as ImportProblem {
                throw problem.atLine(line.number)
            }
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
            if isFull { return .full }
            let hasMore = try current.step()
            self.done = current.done
            return hasMore ? .more : .end
        }
        outcome.counts.add(staged.troubles)
        return outcome
    }

    /// How many comments of another system's file are done.
    package private(set) var done = 0

    /// What one step of an import did.
    private enum Step {
        case more
        /// Nothing: the transaction must end before.
        case full
        case end
    }

    /// Runs steps in large transactions until the end, or until it shall stop. `step` is told
    /// whether the transaction should end where that is possible.
    private func inTransactions(
        _ writer: ImportWriter, settling: () throws -> Void, _ step: (Bool) throws -> Step
    ) throws -> Outcome {
        var outcome = Outcome()
        var limit = Self.rows.first
        var isAtEnd = false
        while !isAtEnd, !outcome.isStopped {
            try store.makeRoom(for: limit)
            let log = store.logLength
            try store.begin()
            do {
                let rows = try fill(limit, writer, &outcome, &isAtEnd, step)
                try settling()
                try writer.settle()
                try store.commit()
                // None, or less, where it was copied and has started anew.
                let pages = store.logLength - log
                if pages > 0 { limit = Self.limit(after: rows, pages: pages) }
            } catch {
                store.rollBack()
                throw error
            }
        }
        if isAtEnd { outcome.isStopped = false }
        outcome.counts = writer.counts
        return outcome
    }

    /// Takes steps until the transaction shall end. How many those were.
    private func fill(
        _ limit: Int, _ writer: ImportWriter, _ outcome: inout Outcome, _ isAtEnd: inout Bool,
        _ step: (Bool) throws -> Step
    ) throws -> Int {
        var rows = 0
        while true {
            switch try step(rows >= limit || outcome.isStopped) {
            case .more: rows += 1
            case .full: return rows
            case .end:
                isAtEnd = true
                return rows
            }
            if rows % Self.rowsBetweenTold == 0, !onProgress(writer.counts) {
                outcome.isStopped = true
            }
        }
    }

    /// How many rows the next transaction takes, after one of so many that filled so many pages of
    /// the log.
    private static func limit(after count: Int, pages: Int) -> Int {
        max(rows.least, min(rows.most, count * logPages / pages))
    }
}
