import CText
import Discussion

/// Rows that the one connection that writes has read or written, so that it need not read them
/// again: nobody else can change them. A connection that only reads keeps sites alone, whose ids
/// stay what they are.
///
/// After a rollback a new one takes its place. Each kind is bounded; past the bound it starts anew,
/// but for comments, of which each gives way to another.
/// An object, since to look into a struct that holds several tables counts a reference to each.
final class RowCache {
    /// A name within a site.
    struct Key: Hashable {
        let siteID: Int64
        let name: String

        // As bytes: `String ==` would fold what the database keeps apart.
        static func == (left: Key, right: Key) -> Bool {
            guard left.siteID == right.siteID, left.name.utf8.count == right.name.utf8.count
            else { return false }
            let isSame = left.name.utf8.withContiguousStorageIfAvailable { one in
                right.name.utf8.withContiguousStorageIfAvailable {
                    ctext_equal(one.baseAddress, $0.baseAddress, one.count)
                }
            }
            return (isSame ?? nil) ?? left.name.utf8.elementsEqual(right.name.utf8)
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
    private var persons: [Person] = []
    private var personAt: [Key: Int] = [:]
    private var personAtID: [Int64: Int] = [:]
    /// Whether threads were dropped to make room since this was last set: then what is not kept may
    /// have counts that are not written yet.
    var hasDroppedThreads = false
    /// The sanctions of each site's address ranges, as far as they are known.
    var ranges: [Int64: [Sanction]] = [:]
    /// What holds in each site's threads, as far as it is known.
    var siteSettings: [Int64: SiteSettings] = [:]

    /// Comments that votes ask for.
    var comments = KnownComments()

    /// The newest comment's id, where it is known.
    private(set) var newestComment: Int64?

    /// The number of the history's newest entry, where it is known.
    private(set) var newestEntry: Int64?

    func keep(newestEntry id: Int64) {
        if isKept { newestEntry = id }
    }

    func keep(newestComment id: Int64) {
        if isKept { newestComment = id }
    }

    /// That there is a new comment of that id.
    func noteComment(_ id: Int64) {
        if let newest = newestComment { newestComment = max(newest, id) }
    }

    init(isKept: Bool) { self.isKept = isKept }

    func site(_ name: String) -> Site? { sites[name] }

    func keep(_ site: Site) {
        if sites.count < 1024 { sites[site.name] = site }
    }

    /// Threads' names, or what holds in them, have become others.
    func forgetThreads() {
        hasDroppedThreads = true
        threads.removeAll(keepingCapacity: true)
        threadIDs.removeAll(keepingCapacity: true)
    }

    func thread(_ id: Int64) -> Thread? { threads[id] }

    func thread(_ key: Key) -> Thread? { threadIDs[key].flatMap { threads[$0] } }

    func keep(_ thread: Thread) {
        guard isKept, !thread.isMerged else { return }
        if threads.count >= Self.maxThreads {
            hasDroppedThreads = true
            threads.removeAll(keepingCapacity: true)
            threadIDs.removeAll(keepingCapacity: true)
        }
        // Both tables lose what they hold together, so that a thread that is in the one keeps its
        // place in the other: counts change with every comment, names do not.
        if threads.updateValue(thread, forKey: thread.id) == nil {
            threadIDs[Key(siteID: thread.siteID, name: thread.name)] = thread.id
        }
    }

    func person(_ id: Int64) -> Person? { personAtID[id].map { persons[$0] } }

    func person(_ key: Key) -> Person? { personAt[key].map { persons[$0] } }

    func keep(_ person: Person, in siteID: Int64) {
        guard isKept else { return }
        if let at = personAtID[person.id] {
            persons[at] = person
            return
        }
        if persons.count >= Self.maxPersons {
            persons.removeAll(keepingCapacity: true)
            personAt.removeAll(keepingCapacity: true)
            personAtID.removeAll(keepingCapacity: true)
        }
        if !person.isErased {
            personAt[Key(siteID: siteID, name: person.name)] = persons.count
        }
        personAtID[person.id] = persons.count
        persons.append(person)
    }

    /// Forgets what is kept of a person, and the name that leads there.
    func forget(_ person: Person, in siteID: Int64) {
        personAt[Key(siteID: siteID, name: person.name)] = nil
        guard let at = personAtID.removeValue(forKey: person.id) else { return }
        persons[at] = Person(
            id: person.id, name: Person.erasedName, displayName: nil, url: nil, email: nil,
            firstSeen: person.firstSeen, isErased: true)
    }

    /// Adds to the counts of a person who is kept.
    func count(_ personID: Int64, approved: Int, rejected: Int, spam: Int) {
        guard let at = personAtID[personID] else { return }
        persons[at].approved += approved
        persons[at].rejected += rejected
        persons[at].spam += spam
    }
}
