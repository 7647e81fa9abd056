/// A site as the contract describes it, in plain arrays and dictionaries. Nothing is counted along
/// the way and nothing is kept in order: whoever asks counts and sorts anew.
struct ModelSite {
    /// How deep replies go in these tests.
    static let maxDepth = 6
    /// How long authors may delete a comment, in milliseconds.
    static let deleteWindow = 900_000
    /// How long they may edit it, as long as nobody is seen to have replied.
    static let editWindow = 900_000

    struct Thread {
        var isClosed = false
        var isPremoderated = false
    }

    struct Comment {
        let id: String
        var thread: String
        let parent: String?
        let author: String
        var body: String
        /// Milliseconds since 1970.
        let created: Int
        /// The host's own name of it.
        let ref: String?
        var status: String
        var revision = 1
        /// Of `pinned`, `closed` and `featured`.
        var marks: Set<String> = []
    }

    struct Flag {
        let reason: String
        /// In thousandths.
        var weight = 1000
        /// Whether a moderator had decided on one of the reporter's before.
        var isRepeat = false
        /// Than that of the same reporter's flag before.
        var isOtherReason = false
        /// `open`, `upheld`, `dismissed` or `void`.
        var state = "open"
        /// The index of the entry that settled it.
        var settledBy: Int?
    }

    struct Wait: Equatable {
        let state: String
        let since: Int
    }

    /// An entry of the history, with what the comment was like before it.
    struct Entry {
        let comment: String
        let author: String
        let actor: String
        let action: String
        var from: String?
        var to: String
        var marks: Set<String> = []
        var wait: Wait?
        var isUndone = false
    }

    /// Under this reporter stands the flag that a rule raised.
    static let rules = "rules"

    var threads: [String: Thread] = [:]
    var comments: [String: Comment] = [:]
    /// By comment and voter.
    var votes: [String: [String: Int]] = [:]
    /// By comment and reporter.
    var flags: [String: [String: Flag]] = [:]
    /// By reporter: those that later ones on the same comment stand for.
    var formerFlags: [String: [Flag]] = [:]
    var waiting: [String: Wait] = [:]
    var entries: [Entry] = []
    /// Ids in the order of submission.
    var ids: [String] = []

    func votes(on id: String, of value: Int) -> Int {
        votes[id, default: [:]].values.count { $0 == value }
    }

    func comments(by author: String, with statuses: Set<String>) -> Int {
        comments.values.count { $0.author == author && statuses.contains($0.status) }
    }

    func depth(of id: String) -> Int {
        comments[id]?.parent.map { depth(of: $0) + 1 } ?? 0
    }

    /// Whether a flag is open that nobody has decided on before.
    func isEvident(_ id: String) -> Bool {
        flags[id]?.values.contains { $0.state == "open" && (!$0.isRepeat || $0.isOtherReason) }
            ?? false
    }

    /// Whether a thread, a comment or one above it is closed.
    func isClosed(_ thread: String, from id: String?) -> Bool {
        if threads[thread]?.isClosed ?? false { return true }
        guard let id, let comment = comments[id] else { return false }
        return comment.marks.contains("closed") || isClosed(thread, from: comment.parent)
    }

    /// Puts a comment into the queue or takes it out, as its status and flags ask; one that stands
    /// there for the same cause keeps its turn.
    mutating func requeue(_ id: String, since: Int) {
        let status = comments[id]?.status
        let state =
            status == "pending"
            ? "pending" : status == "approved" && isEvident(id) ? "flagged" : nil
        if waiting[id]?.state == state { return }
        waiting[id] = state.map { Wait(state: $0, since: since) }
    }
}
