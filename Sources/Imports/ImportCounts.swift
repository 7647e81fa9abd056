/// What an import did, or would do.
package struct ImportCounts: Sendable, Equatable {
    /// Rows that were written, by what they are.
    package private(set) var imported: [String: Int] = [:]
    /// What was left out, by why.
    package private(set) var skipped: [String: Int] = [:]
    /// What was put right, by what was wrong.
    package private(set) var repaired: [String: Int] = [:]

    package init() {}

    /// Counts rows that were written.
    package mutating func add(_ what: String, _ count: Int = 1) {
        imported[what, default: 0] += count
    }

    /// Counts what was left out.
    package mutating func skip(_ why: String, _ count: Int = 1) {
        skipped[why, default: 0] += count
    }

    /// Counts what was put right.
    package mutating func repair(_ what: String, _ count: Int = 1) {
        repaired[what, default: 0] += count
    }

    /// Adds what others counted.
    package mutating func add(_ other: ImportCounts) {
        imported.merge(other.imported) { $0 + $1 }
        skipped.merge(other.skipped) { $0 + $1 }
        repaired.merge(other.repaired) { $0 + $1 }
    }

    /// What was left out or put right so far.
    package var troubles: Int {
        skipped.filter { $0.key != Self.known }.values.reduce(0, +) + repaired.values.reduce(0, +)
    }

    /// Why something is left out that an earlier import has brought.
    package static let known = "already there"
    /// Votes on what is not there.
    package static let voteOnNone = "votes on no comment"
    /// Votes that nobody can cast.
    package static let ownVote = "votes of authors on their own comments"
}
