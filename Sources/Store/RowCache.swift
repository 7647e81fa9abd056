import Discussion

/// Rows that the one connection that writes has read or written, so that it need not read them
/// again: nobody else can change them. A connection that only reads keeps sites alone, whose ids
/// stay what they are.
///
/// After a rollback all are forgotten. Each kind is bounded; past the bound it starts anew.
struct RowCache {
    /// A name within a site.
    struct Key: Hashable {
        let siteID: Int64
        let name: String

        // As bytes: `String ==` would fold what the database keeps apart.
        static func == (left: Key, right: Key) -> Bool {
            guard left.siteID == right.siteID, left.name.utf8.count == right.name.utf8.count
            else { return false }
            var (one, other) = (left.name, right.name)
            return one.withUTF8 { one in other.withUTF8 { one.elementsEqual($0) } }
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(siteID)
            var name = name
            name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private static let maxThreads = 2048
    private static let maxPersons = 32_768

    let isKept: Bool
    private var sites: [String: Site] = [:]
    private var threadIDs: [Key: Int64] = [:]
    private var threads: [Int64: Thread] = [:]
    private var personIDs: [Key: Int64] = [:]
    private var persons: [Int64: Person] = [:]
    /// The sanctions of each site's address ranges, as far as they are known.
    var ranges: [Int64: [Sanction]] = [:]
    /// What holds in each site's threads, as far as it is known.
    var siteSettings: [Int64: SiteSettings] = [:]

    init(isKept: Bool) { self.isKept = isKept }

    mutating func forget() { self = RowCache(isKept: isKept) }

    func site(_ name: String) -> Site? { sites[name] }

    mutating func keep(_ site: Site) {
        if sites.count < 1024 { sites[site.name] = site }
    }

    /// Threads' names, or what holds in them, have become others.
    mutating func forgetThreads() {
        threads.removeAll(keepingCapacity: true)
        threadIDs.removeAll(keepingCapacity: true)
    }

    func thread(_ id: Int64) -> Thread? { threads[id] }

    func thread(_ key: Key) -> Thread? { threadIDs[key].flatMap { threads[$0] } }

    mutating func keep(_ thread: Thread) {
        guard isKept, !thread.isMerged else { return }
        if threads.count >= Self.maxThreads {
            threads.removeAll(keepingCapacity: true)
            threadIDs.removeAll(keepingCapacity: true)
        }
        threads[thread.id] = thread
        threadIDs[Key(siteID: thread.siteID, name: thread.name)] = thread.id
    }

    func person(_ id: Int64) -> Person? { persons[id] }

    func person(_ key: Key) -> Person? { personIDs[key].flatMap { persons[$0] } }

    mutating func keep(_ person: Person, in siteID: Int64) {
        guard isKept else { return }
        if persons.count >= Self.maxPersons {
            persons.removeAll(keepingCapacity: true)
            personIDs.removeAll(keepingCapacity: true)
        }
        persons[person.id] = person
        personIDs[Key(siteID: siteID, name: person.name)] = person.id
    }

    /// Adds to the counts of a person who is kept.
    mutating func count(_ personID: Int64, approved: Int, rejected: Int, spam: Int) {
        persons[personID]?.approved += approved
        persons[personID]?.rejected += rejected
        persons[personID]?.spam += spam
    }
}
