/// Which comments and persons the last transactions have changed, so that it is known of rows that
/// an older snapshot had whether they still hold.
struct RecentChanges {
    /// What one transaction has changed.
    fileprivate struct Changes {
        /// A table each time counts were written: as a rule once.
        var comments: [IDTable] = []
        var persons = IDTable()
        /// Whether it may have changed any.
        var isAll = false

        /// Empties it and gives a table that can be used again, where there is one.
        mutating func takeTable() -> IDTable? {
            let table = comments.popLast()
            comments.removeAll()
            persons.removeAll()
            isAll = false
            return table
        }
    }

    /// What some transactions have changed.
    struct Missed {
        fileprivate let changes: ArraySlice<Changes>

        func hasComment(_ id: Int64) -> Bool {
            changes.contains { $0.comments.contains { $0[id] != nil } }
        }

        func hasPerson(_ id: Int64) -> Bool { changes.contains { $0.persons[id] != nil } }
    }

    /// Rows are read one transaction ahead, and some are used later.
    private static let maxTransactions = 4

    /// How many transactions have been committed.
    private var commits: UInt64 = 0
    /// The last of them, the newest at the end.
    private var past: [Changes] = []
    private var open = Changes()
    /// A table that lies empty, with the room that it once had.
    private var spare = IDTable()

    /// That the open transaction changes what is counted of comments: those of `table`, in place of
    /// which an empty one is left.
    mutating func take(comments table: inout IDTable) {
        open.comments.append(table)
        table = IDTable()
        swap(&table, &spare)
    }

    /// That the open transaction changes a person.
    mutating func note(person id: Int64) { open.persons.set(id, to: 0) }

    /// That the open transaction may have changed any comment and any person.
    mutating func noteAll() { open.isAll = true }

    /// That the open transaction is committed.
    mutating func commit() {
        commits += 1
        // The oldest one's tables are used again.
        var next = past.count < Self.maxTransactions ? Changes() : past.removeFirst()
        if var table = next.takeTable() {
            table.removeAll()
            spare = table
        }
        past.append(open)
        open = next
    }

    /// What a snapshot that has so many transactions does not have; nil where that is not known.
    func missed(since commits: UInt64) -> Missed? {
        guard commits <= self.commits, self.commits - commits <= UInt64(past.count), !open.isAll
        else { return nil }
        let changes = past.suffix(Int(self.commits - commits))
        return changes.contains(where: \.isAll) ? nil : Missed(changes: changes)
    }
}
