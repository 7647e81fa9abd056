import Discussion
import SQLite

/// What comments say of a person.
package struct Author: Sendable {
    /// Nil where they were erased.
    package let name: String?
    package let displayName: String?
    package let url: String?
    /// How many of their comments are approved.
    package let approved: Int

    package init(name: String?, displayName: String?, url: String?, approved: Int) {
        (self.name, self.displayName, self.url) = (name, displayName, url)
        self.approved = approved
    }
}

extension Author {
    package init(_ person: Person) {
        self.init(
            name: person.isErased ? nil : person.name, displayName: person.displayName,
            url: person.url, approved: person.approved)
    }
}

extension Store {
    package func person(named name: String, in site: Site) throws(SQLiteError) -> Person? {
        if let kept = cache.person(.init(siteID: site.id, name: name)) { return kept }
        let person = try db.first(
            """
            SELECT id, name, display_name, url, email, first_seen, approved, rejected, spam,
              restraints
            FROM persons WHERE site_id = ?1 AND name = ?2
            """, [.integer(site.id), .text(name)]
        ) { readPerson($0) }
        if let person { cache.keep(person, in: site.id) }
        return person
    }

    package func person(_ id: Int64) throws(SQLiteError) -> Person? {
        if let kept = cache.person(id) { return kept }
        return try db.first(
            """
            SELECT id, name, display_name, url, email, first_seen, approved, rejected, spam,
              restraints
            FROM persons WHERE id = ?1
            """, [.integer(id)]
        ) { readPerson($0) }
    }

    /// What comments say of a person.
    package func author(_ id: Int64) throws(SQLiteError) -> Author? {
        if let kept = cache.person(id) { return Author(kept) }
        return try db.first(
            "SELECT name, display_name, url, approved FROM persons WHERE id = ?1", [.integer(id)]
        ) {
            Author(
                name: $0.optionalText(0), displayName: $0.optionalText(1),
                url: $0.optionalText(2), approved: $0.int(3))
        }
    }

    /// The person whom a command names, made on first use; a name, address or page that the command
    /// states replaces what was known, one that it leaves out stays.
    package func makePerson(
        _ claim: PersonClaim, in site: Site, at now: Moment
    ) throws(SQLiteError) -> Person {
        try makePerson(claim, known: nil, in: site, at: now)
    }

    /// As above, where it was looked up before; `known` is what was found then.
    package func makePerson(
        _ claim: PersonClaim, known: Person?, in site: Site, at now: Moment
    ) throws(SQLiteError) -> Person {
        var found = known
        if found == nil { found = try person(named: claim.name, in: site) }
        guard var person = found else {
            let displayName = claim.firstDisplayName
            try db.run(
                """
                INSERT INTO persons (site_id, name, display_name, url, email, first_seen)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """,
                [
                    .integer(site.id), .text(claim.name), .text(orNull: displayName),
                    .text(orNull: claim.url), .text(orNull: claim.email),
                    .integer(now.milliseconds),
                ])
            let person = Person(
                id: db.lastInsertedID, name: claim.name, displayName: displayName,
                url: claim.url, email: claim.email, firstSeen: now)
            cache.keep(person, in: site.id)
            // Should this be rolled back, the id may become another's.
            rewrittenPersons.insert(person.id)
            return person
        }
        let known = person
        person.displayName = claim.displayName ?? known.displayName
        person.url = claim.url ?? known.url
        person.email = claim.email ?? known.email
        let isRenamed =
            !person.displayName.hasSameBytes(as: known.displayName)
            || !person.url.hasSameBytes(as: known.url)
        if isRenamed || !person.email.hasSameBytes(as: known.email) {
            hasChangedPersons = true
            cache.keep(person, in: site.id)
            if isRenamed { try noteRename(of: person.id) }
            try db.run(
                "UPDATE persons SET display_name = ?2, url = ?3, email = ?4 WHERE id = ?1",
                [
                    .integer(person.id), .text(orNull: person.displayName),
                    .text(orNull: person.url), .text(orNull: person.email),
                ])
        }
        return person
    }

    /// So many comments of a person are looked through for the threads that they stand in.
    private static let maxRewritten = 256

    /// Says that a person's comments say something else of them from now on: in the threads in
    /// which they stand, or of one who has written many, in any.
    package func rewritePages(of personID: Int64) throws(SQLiteError) {
        rewrittenPersons.insert(personID)
        let threads = try db.all(
            """
            SELECT thread_id FROM comments INDEXED BY comments_by_author WHERE author_id = ?1
            ORDER BY id DESC LIMIT ?2
            """, [.integer(personID), .integer(Self.maxRewritten + 1)]
        ) { $0.int64(0) }
        if threads.count > Self.maxRewritten {
            hasChangedPersons = true
        } else {
            rewrittenThreads.formUnion(threads)
        }
    }

    /// Adds to a person's counts of approved and of rejected comments.
    package func count(
        of personID: Int64, approved: Int, rejected: Int, spam: Int
    ) throws(SQLiteError) {
        guard approved != 0 || rejected != 0 || spam != 0 else { return }
        cache.count(personID, approved: approved, rejected: rejected, spam: spam)
        try db.run(
            """
            UPDATE persons SET approved = approved + ?2, rejected = rejected + ?3, spam = spam + ?4
            WHERE id = ?1
            """, integers: [personID, Int64(approved), Int64(rejected), Int64(spam)])
    }
}

extension Store {
    /// Writes what restrains a person as it now is.
    package func saveRestraints(_ person: Person, in siteID: Int64) throws(SQLiteError) {
        cache.keep(person, in: siteID)
        try db.run(
            "UPDATE persons SET restraints = ?2 WHERE id = ?1",
            [.integer(person.id), .integer(person.restraints.rawValue)])
    }
}

/// Reads the ten columns of a person, `first` being the first of them.
func readPerson(_ row: borrowing Row, from first: Int32 = 0) -> Person {
    Person(
        id: row.int64(first), name: row.optionalText(first + 1) ?? Person.erasedName,
        displayName: row.optionalText(first + 2),
        url: row.optionalText(first + 3), email: row.optionalText(first + 4),
        firstSeen: Moment(milliseconds: row.int64(first + 5)), approved: row.int(first + 6),
        rejected: row.int(first + 7), spam: row.int(first + 8),
        restraints: Restraints(rawValue: row.int(first + 9)), isErased: row.isNull(first + 1))
}

extension String? {
    /// As bytes: `==` takes for one what Unicode calls equivalent, and pages show what is stored.
    fileprivate func hasSameBytes(as other: String?) -> Bool {
        guard let self, let other else { return (self == nil) == (other == nil) }
        return self.utf8.elementsEqual(other.utf8)
    }
}
