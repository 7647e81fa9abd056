import Discussion

extension Store {
    /// What a transaction changed, as far as pages of comments depend on it.
    package struct Change: Sendable {
        package var threads: Set<Int64> = []
        /// Those of the threads in which more changed than votes, flags and new comments.
        package var rewritten: Set<Int64> = []
        /// Whether a person's name or page became another, or what holds in a site.
        package var hasPersons = false
        /// Whether how many visible comments pages have may be something else.
        package var hasCounts = false
        /// New persons, and those of whom comments say something else although their name and
        /// page stayed.
        package var persons: Set<Int64> = []

        package init() {}

        package var isEmpty: Bool { threads.isEmpty && !hasPersons }
    }

    /// What the open transaction has changed so far.
    package var change: Change {
        var change = Change()
        change.hasPersons = hasChangedPersons || hasChangedSites
        change.threads = rewrittenThreads
        change.rewritten = rewrittenThreads
        change.persons = rewrittenPersons
        for event in log.events {
            guard let threadID = event.threadID else { continue }
            change.threads.insert(threadID)
            switch event.type {
            // After these every comment that was there before says what it said.
            case "votes", "flag": break
            case "comment.submitted": change.hasCounts = true
            default: change.rewritten.insert(threadID)
            }
        }
        if !change.rewritten.isEmpty { change.hasCounts = true }
        return change
    }
}
