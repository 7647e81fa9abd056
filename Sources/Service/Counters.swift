import Discussion
import Moderation
import Synchronization
import Wire

/// What a monitor asks for, counted since the start.
package final class Counters: Sendable {
    /// What one batch of commands came to.
    struct Batch {
        var commands = 0
        var refused = 0
        var faults = 0
        /// The longest command, in nanoseconds.
        var longest: UInt64 = 0
        var longestMethod: Method?
        var commitNanoseconds: UInt64 = 0
        var nanoseconds: UInt64 = 0
    }

    /// The sums of a kind of threads.
    struct Sums {
        var commands = 0
        var refused = 0
        var faults = 0
        var commits = 0
        var steps = 0
        var nanoseconds: UInt64 = 0
        var longest: UInt64 = 0
        var longestMethod: Method?
        var longestCommit: UInt64 = 0
        var longestStep: UInt64 = 0
    }

    private let sums = Guarded((writer: Sums(), readers: Sums()))
    private let turnedAway = Atomic(0)

    package init() {}

    func add(_ batch: Batch, byWriter: Bool) {
        sums.withLock { sums in
            if byWriter {
                sums.writer.add(batch)
                sums.writer.commits += 1
            } else {
                sums.readers.add(batch)
            }
        }
    }

    func addStep(nanoseconds: UInt64) {
        sums.withLock { sums in
            sums.writer.steps += 1
            sums.writer.nanoseconds += nanoseconds
            sums.writer.longestStep = max(sums.writer.longestStep, nanoseconds)
        }
    }

    /// Somebody was refused because too much waits, or too many are here. No line of the log tells
    /// of it: they would be a flood of their own.
    package func addTurnedAway() { turnedAway.add(1, ordering: .relaxed) }

    var overloaded: Int { turnedAway.load(ordering: .relaxed) }
    var writer: Sums { sums.withLock { $0.writer } }
    var readers: Sums { sums.withLock { $0.readers } }
}

extension Counters.Sums {
    fileprivate mutating func add(_ batch: Counters.Batch) {
        commands += batch.commands
        refused += batch.refused
        faults += batch.faults
        nanoseconds += batch.nanoseconds
        longestCommit = max(longestCommit, batch.commitNanoseconds)
        if batch.longest > longest {
            longest = batch.longest
            longestMethod = batch.longestMethod
        }
    }
}

extension Counters.Batch {
    /// A command is done that began at `clock`, which is now.
    mutating func note(_ method: Method, from clock: inout UInt64) {
        let now = MonotonicClock.nanoseconds
        commands += 1
        nanoseconds += now - clock
        if now - clock > longest { (longest, longestMethod) = (now - clock, method) }
        clock = now
    }

    /// A command was refused.
    mutating func note(_ refusal: Refusal) {
        refused += 1
        if refusal.kind == .internalFault { faults += 1 }
    }

    /// All is durable that was begun at `clock`.
    mutating func noteCommit(from clock: UInt64) {
        commitNanoseconds = MonotonicClock.nanoseconds - clock
        nanoseconds += commitNanoseconds
    }
}
