import Discussion

/// Rows that a command will ask for first, by the names that it has for them.
package struct AskedRows: Sendable {
    package let site: String
    package let comment: CommentName?
    /// Whether those above that comment are asked for, too.
    package let climbs: Bool
    package let person: String

    package init(site: String, comment: CommentName?, climbs: Bool, person: String) {
        (self.site, self.comment, self.climbs) = (site, comment, climbs)
        self.person = person
    }
}

/// Hashes of the names whose rows the writer was given of late, or that have none. A hash that two
/// names share has the writer read one of them itself.
package struct NamesAhead {
    // As many as the writer keeps; of comments also their refs.
    private static let maxComments = 32_768
    private static let maxPersons = 32_768

    private var comments: Set<Int> = []
    private var persons: Set<Int> = []
    /// How often the writer had forgotten comments when these were begun.
    private var restarts = 0

    package init() {}

    mutating func follow(_ exchange: any RowsExchange) {
        guard exchange.restarts != restarts else { return }
        restarts = exchange.restarts
        comments.removeAll(keepingCapacity: true)
    }

    /// Whether a comment's id or ref is not among them; from now on it is.
    mutating func isNew(comment hash: Int) -> Bool {
        if comments.count >= Self.maxComments { comments.removeAll(keepingCapacity: true) }
        return comments.insert(hash).inserted
    }

    /// The same of a person's name.
    mutating func isNew(person hash: Int) -> Bool {
        if persons.count >= Self.maxPersons { persons.removeAll(keepingCapacity: true) }
        return persons.insert(hash).inserted
    }
}

/// Rows as a snapshot has them: comments that everyone sees, and persons.
package struct RowsAhead: Sendable {
    /// So many of the writer's transactions the snapshot has, or more.
    let commits: UInt64
    var heads: [CommentHead] = []
    var refs: [(key: RowCache.Key, id: CommentID)] = []
    var persons: [(siteID: Int64, person: Person)] = []
}

/// Brings rows from the thread that reads them ahead to the one that writes.
package protocol RowsExchange: AnyObject, Sendable {
    /// How many transactions the writer has committed. A snapshot that begins after this was asked
    /// has all of them.
    var commits: UInt64 { get }

    /// Another number each time the writer has forgotten the comments that it knew.
    var restarts: Int { get }

    /// That the writer has committed a transaction.
    func noteCommit(restarts: Int)

    /// Lays rows there for the writer.
    func put(_ rows: RowsAhead)

    /// What lies there, the oldest first.
    func takeAll() -> [RowsAhead]
}
