import Configuration
import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// Carries out commands on one database. For one thread: the writer's, or a reader's.
package final class Service {
    let store: Store
    let options: ServiceOptions
    /// Whether this is the service that writes: it says what became of pages, and keeps none.
    private let isWriter: Bool
    /// Whether it writes for many clients, beside readers.
    private let holdsUpOthers: Bool
    /// Where results are written, one after the other.
    private var json = JSONWriter()
    /// Of the texts that are kept, before the open transaction.
    private var stamps: (comments: UInt64, authors: UInt64) = (0, 0)
    private let authors = AuthorTable()
    /// The copy that a `server.backup` waits for.
    var backup: (path: String, copy: StoreBackup)?
    /// Whether the last part of what commands have left failed: told once, not each time.
    private var hasFailedStep = false

    package init(
        store: Store, options: ServiceOptions, isWriter: Bool = true, holdsUpOthers: Bool = false
    ) {
        self.holdsUpOthers = holdsUpOthers
        self.store = store
        self.options = options
        self.isWriter = isWriter
    }

    /// Carries commands out in order, in one transaction where that is possible, and returns once
    /// all that they wrote is durable.
    package func carryOut(_ commands: [Command]) -> [Outcome] {
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(commands.count)
        while outcomes.count < commands.count {
            outcomes += carryOutSome(commands[outcomes.count...])
        }
        return outcomes
    }

    /// Carries out as many of the commands as go into one transaction, at least one, from the first
    /// on, and returns once all that these wrote is durable. `more` is asked for those that follow
    /// once all are done: they go into it too.
    ///
    /// Use cases check before they write. Where one fails all the same after it has written, the
    /// transaction is taken back. Those before it run again, and it in one of its own: so that none
    /// suffers from another's failure, without a savepoint's cost for each.
    package func carryOutSome(
        _ first: ArraySlice<Command>, more: () -> [Command] = { [] }
    ) -> [Outcome] {
        var commands = first
        switch together(&commands, more) {
        case .durable(let outcomes): return outcomes
        case .failed(0): return commands.prefix(1).map(alone)
        case .failed(let place): return carryOutSome(commands.prefix(place))
        case .notCommitted(let count): return commands.prefix(max(count, 1)).map(alone)
        }
    }

    /// Past so many bytes of results a transaction ends: what they are of goes to the log, and
    /// where commands have keys they go there too.
    private static let maxResultBytes = 5 << 20

    /// Carries out as many as go into one transaction, at least one. What `more` gives is put
    /// behind the commands.
    private func together(
        _ commands: inout ArraySlice<Command>, _ more: () -> [Command]
    ) -> GroupOutcome {
        let commit = isWriter ? 0 : options.pages.commit
        stamps = options.pages.texts.stamps
        if let kept = commands.first.flatMap(kept), commands.count == 1 {
            return .durable([.result(kept)])
        }
        let isReading = commands.first?.method.spec.isWrite != true
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(commands.count)
        var isCommitting = false
        do {
            if !isReading { try store.makeRoom(for: commands.count) }
            try store.begin(isReading: isReading)
            var resultBytes = 0
            var (batch, clock) = (Counters.Batch(), MonotonicClock.nanoseconds)
            while resultBytes < Self.maxResultBytes {
                if outcomes.count == commands.count {
                    let joining = isReading ? [] : more()
                    if joining.isEmpty { break }
                    commands += joining
                    // Without room they are the first of the next one.
                    if try !store.hasRoom() { break }
                }
                let command = commands[commands.startIndex + outcomes.count]
                // Events have their numbers once they are committed: what reads them begins anew.
                if command.method.needsCommitted, isWriter, !outcomes.isEmpty { break }
                if isWriter, store.isFull { break }
                // What writes has another kind of transaction.
                if isReading, command.method.spec.isWrite { break }
                let before = store.changeCount
                defer { batch.note(command.method, from: &clock) }
                do {
                    let result = try apply(command)
                    outcomes.append(.result(result.bytes))
                    resultBytes += result.bytes.count
                    keep(result, of: command, after: commit)
                } catch let refusal as Refusal {
                    guard store.changeCount == before else { throw refusal }
                    let told = self.refusal(for: refusal, in: command.method)
                    outcomes.append(.refused(told))
                    batch.note(told)
                }
            }
            isCommitting = true
            try commitAndTell()
            batch.noteCommit(from: clock)
            options.counters.add(batch, byWriter: isWriter)
            return .durable(outcomes)
        } catch {
            store.rollBack()
            return isCommitting ? .notCommitted(outcomes.count) : .failed(at: outcomes.count)
        }
    }

    /// Does one bounded part of what commands have left to be done, in a transaction of its own;
    /// false where nothing is left. To be called between commands, and when there are none.
    package func step(at now: Moment) -> Bool {
        guard isWriter else { return false }
        let start = MonotonicClock.nanoseconds
        if copyPart() { return true }
        if store.copyDueLog() {
            options.counters.addStep(nanoseconds: MonotonicClock.nanoseconds - start)
            return true
        }
        let hasNewRules = store.toldRules?.number != options.rules.current.number
        guard
            hasNewRules || store.mayHaveLeftover(at: now) || options.fits.isWaiting
                || options.classifiers.hasUnsaved
        else { return false }
        do {
            try store.begin()
            let hasDone = try Leftovers(work(at: now)).step()
            try commitAndTell()
            hasFailedStep = false
            options.counters.addStep(nanoseconds: MonotonicClock.nanoseconds - start)
            return hasDone
        } catch {
            store.rollBack()
            options.fits.conclude(isDurable: false)
            if !hasFailedStep { options.report(LogEntry(.error, "leftovers", "\(error)")) }
            hasFailedStep = true
            return false
        }
    }

    /// Has what the settings say of ranking hold from the first command on, where no ranks have to
    /// be made anew: else that follows in parts.
    package func adoptRanking(at now: Moment) {
        do {
            try store.begin()
            try Reranking(work(at: now)).adopt()
            try store.commit()
        } catch {
            store.rollBack()
            options.report(LogEntry(.error, "ranking", "\(error)"))
        }
    }

    /// When there is something to do without a command, as far as is known; nil: never.
    package var nextStep: Moment? { isWriter ? store.nextLeftover : nil }

    /// The page that a command asks for, where another reader has made it since the command came.
    private func kept(_ command: Command) -> [UInt8]? {
        isWriter ? nil : command.pageKey.flatMap { options.pages.result($0) }
    }

    /// Keeps a page that was read from a snapshot no older than `commit`.
    private func keep(_ result: Applied, of command: Command, after commit: UInt64) {
        guard !isWriter, let key = command.pageKey, let subject = result.subject else { return }
        options.pages.keep(result.bytes, as: key, .init(subject: subject, commit: commit))
    }

    /// Commits, and makes void what is kept of all that it changed, before any reply goes.
    private func commitAndTell() throws {
        guard isWriter else { return try store.commit() }
        for learned in options.classifiers.takeUnsaved() { try store.save(learned) }
        let (hasLessons, hasTexts) = (store.hasChangedLessons, store.hasChangedTexts)
        let change = store.change
        var isDurable = false
        // Who waits for a fit may ask for a page at once: all that it makes void is void by then.
        defer { if isDurable { options.fits.conclude(isDurable: true) } }
        options.pages.texts.announce(change)
        defer { options.pages.texts.conclude() }
        try store.commit()
        isDurable = true
        options.pages.publish(change)
        if !store.newEvents.isEmpty { options.onEvents(store.newEvents) }
        if hasLessons { options.classifiers.onLessons() }
        if hasTexts { options.onTexts() }
    }

    /// The texts that a page may be made from beside the database.
    private func texts(for command: Command?) -> PageTexts {
        let key = isWriter ? nil : command?.pageKey
        return PageTexts(
            kept: options.pages.texts, stamps: stamps, authors: authors,
            isAskedAgain: key.map { options.pages.hasKept($0) } ?? false)
    }

    /// What a command is carried out with, or what commands have left to be done.
    private func work(at now: Moment, _ command: Command? = nil) -> Work {
        Work(
            store: store, options: options, now: now, access: command?.access ?? .local,
            inForce: options.rules.current, texts: texts(for: command),
            holdsUpOthers: holdsUpOthers)
    }

    private func alone(_ command: Command) -> Outcome {
        var (batch, clock) = (Counters.Batch(), MonotonicClock.nanoseconds)
        defer { options.counters.add(batch, byWriter: isWriter) }
        do {
            try store.begin(isReading: !command.method.spec.isWrite)
            let result = try apply(command)
            batch.note(command.method, from: &clock)
            try commitAndTell()
            batch.noteCommit(from: clock)
            return .result(result.bytes)
        } catch {
            store.rollBack()
            let told = refusal(for: error, in: command.method)
            batch.note(command.method, from: &clock)
            batch.note(told)
            return .refused(told)
        }
    }

    private func apply(_ command: Command) throws -> Applied {
        let prepared = try command.prepared.get()
        switch command.method {
        // Counts that new comments and votes change one after another are written together.
        case .voteCast, .commentSubmit: break
        case _ where !isWriter: break
        default: try command.method.spec.isWrite ? store.settleCounts() : store.flushCounts()
        }
        let work = work(at: command.at, command)
        if let key = prepared.key {
            return Applied(bytes: try work.apply(prepared, once: key, &json))
        }
        json.reset()
        let useCase = try prepared.useCase.get()
        if command.method == .commentList, let list = useCase as? ListComments {
            let threadID = try list.write(in: work, to: &json)
            return Applied(bytes: json.bytes, subject: threadID.map { .page(threadID: $0) })
        }
        try useCase.apply(in: work, to: &json)
        return Applied(
            bytes: json.bytes, subject: command.method == .threadCounts ? .counts : nil)
    }
}

/// What a use case gave.
private struct Applied {
    let bytes: [UInt8]
    /// What it stays the same with; nil where that is not known.
    var subject: PageCache.Subject?
}

extension Work {
    /// Applies a command unless its key was used before: then the first result is given again.
    fileprivate func apply(
        _ prepared: Command.Prepared, once key: Command.Key, _ json: inout JSONWriter
    ) throws -> [UInt8] {
        let start = now.adding(milliseconds: -Int64(settings.windows.keySeconds) * 1000)
        if let use = try store.keyUse(key.digest, after: start) {
            if use.isErased {
                throw Refusal(.conflict, "what this key gave was erased with a person")
            }
            guard use.fingerprint == key.fingerprint else {
                var refusal = Refusal(.conflict, "key was used before with other params")
                refusal.field = "key"
                throw refusal
            }
            return use.result
        }
        json.reset()
        try prepared.useCase.get().apply(in: self, to: &json)
        let result = json.bytes
        store.saveKeyUse(
            KeyUse(
                digest: key.digest, fingerprint: key.fingerprint, usedAt: now, result: result),
            forgetting: start)
        return result
    }
}
