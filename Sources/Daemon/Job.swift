import Discussion
import Service

/// A command, and who waits for its outcome.
struct Job: Sendable {
    let command: Command
    /// Called on the thread that carried the command out, or another; must not wait.
    let done: @Sendable (Outcome) -> Void

    init(command: Command, done: @escaping @Sendable (Outcome) -> Void) {
        self.command = command
        self.done = done
    }

    /// The next part of a command, with the parts behind it: each is queued once the one before it
    /// is done, behind what others have queued meanwhile. Nil where there is none.
    init?(
        _ parts: CommandParts, on queue: JobQueue, done: @escaping @Sendable (Outcome) -> Void
    ) {
        guard let part = parts.next else { return nil }
        self.init(command: part) { outcome in
            var parts = parts
            parts.put(outcome)
            if let job = Job(parts, on: queue, done: done) {
                if queue.add(job) { return }
                parts.giveUp(.tooMuchWaits)
            }
            done(parts.outcome)
        }
    }
}

extension Refusal {
    /// There is no room for one more command.
    static var tooMuchWaits: Refusal {
        var refusal = Refusal(.overloaded, "too much is waiting: try again")
        refusal.retryAfterMs = 100
        return refusal
    }
}
