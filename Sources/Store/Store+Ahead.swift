import Discussion
import SQLite

/// Rows are read ahead of the writer: see `RowsAhead`.
extension Store {
    /// Reads what commands will ask for, for the writer to take; in a transaction of its own, on
    /// another connection than the writer's. Leaves out what `known` has.
    package func readAhead(
        _ asked: [AskedRows], besides known: inout NamesAhead, for exchange: any RowsExchange
    ) throws(SQLiteError) {
        known.follow(exchange)
        // Before the snapshot.
        var rows = RowsAhead(commits: exchange.commits)
        try begin(isReading: true)
        do {
            for asked in asked { try read(asked, besides: &known, into: &rows) }
            try commit()
        } catch {
            rollBack()
            throw error
        }
        exchange.put(rows)
    }

    private func read(
        _ asked: AskedRows, besides known: inout NamesAhead, into rows: inout RowsAhead
    ) throws(SQLiteError) {
        guard let site = try site(named: asked.site) else { return }
        let key = RowCache.Key(siteID: site.id, name: asked.person)
        if known.isNew(person: key.hashValue),
            let person = try person(named: asked.person, in: site)
        {
            rows.persons.append((site.id, person))
        }
        guard let name = asked.comment else { return }
        var next: CommentID?
        if case .ref(let ref) = name {
            let key = RowCache.Key(siteID: site.id, name: ref)
            guard known.isNew(comment: key.hashValue), let id = try commentID(name, in: site)
            else { return }
            rows.refs.append((key, id))
            next = id
        } else {
            next = try commentID(name, in: site)
        }
        // A comment that not everyone sees leads to nothing, as one does that is not there: see
        // `head(of:)`. Above one that they see there may be such, too, with more above them.
        var isAsked = true
        while let id = next, known.isNew(comment: id.hashValue), let head = try head(of: id) {
            let isSeen = head.siteID == site.id && head.tally.isVisible
            if isSeen { rows.heads.append(head) } else if isAsked { return }
            isAsked = false
            next = asked.climbs ? head.tally.parentID : nil
        }
    }

    /// Keeps what was read ahead as far as nothing that was committed since has changed it. For the
    /// one that writes, at the beginning of a transaction.
    package func takeAhead() {
        guard let ahead else { return }
        let parts = ahead.takeAll()
        // All of it, or what comes first would make room for what comes last.
        cache.comments.makeRoom(for: parts.reduce(0) { $0 + $1.heads.count })
        for rows in parts {
            guard let missed = recent.missed(since: rows.commits) else { continue }
            for head in rows.heads where !missed.hasComment(head.tally.id.rawValue) {
                cache.comments.note(head)
            }
            for (key, id) in rows.refs where cache.comments[id] != nil {
                cache.comments.note(id, as: key)
            }
            for (siteID, person) in rows.persons
            where !missed.hasPerson(person.id) && cache.person(person.id) == nil {
                cache.keep(person, in: siteID)
            }
        }
    }

    /// That the open transaction changes a person.
    func noteChange(ofPerson id: Int64) {
        if ahead != nil { recent.note(person: id) }
    }
}
