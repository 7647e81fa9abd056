import SQLite

/// What brings databases of earlier versions of the schema to the present one, with what that needs
/// of others.
package struct SchemaUpgrade: Sendable {
    /// What makes HTML of a body as it is published, words of which may be masked.
    let html: @Sendable (_ body: String, _ isMasked: Bool) -> HTMLRecipe

    package init(html: @escaping @Sendable (_ body: String, _ isMasked: Bool) -> HTMLRecipe) {
        self.html = html
    }

    /// What was done.
    package struct Outcome: Sendable {
        /// The version that the database had.
        package let from: Int
        /// The one that it has.
        package let to: Int
        /// How many rows were written on the way.
        package let rows: Int64
    }
}

/// Versions of the schema.
extension Store {
    /// The number of the schema that this program writes (`PRAGMA user_version`).
    static let schemaVersion = 7
    /// Tells a database of ours from any other (`PRAGMA application_id`): "cmtd" in ASCII.
    static let applicationID = 0x636D_7464

    /// What a database says that it is.
    private struct Identity {
        let application: Int
        let version: Int

        /// Of a version that this program brings to its own.
        var isOlder: Bool { SchemaStep.all.contains { $0.from == version } }
    }

    private func identity() throws(SQLiteError) -> Identity {
        Identity(
            application: try db.first("PRAGMA application_id") { $0.int(0) } ?? 0,
            version: try db.first("PRAGMA user_version") { $0.int(0) } ?? 0)
    }

    var isEmpty: Bool {
        get throws(SQLiteError) {
            try db.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } ?? 0 == 0
        }
    }

    /// Throws unless the file is a database of ours, of this version, or of an earlier one where
    /// that is taken.
    func checkIsOurs(takesOlder: Bool) throws(SQLiteError) {
        let found = try identity()
        guard found.application == Self.applicationID else {
            throw SQLiteError(code: 26, message: "the file is no database of commentd's")
        }
        if found.version == Self.schemaVersion || takesOlder && found.isOlder { return }
        let hint =
            found.isOlder
            ? ": make a backup, then start commentd on it, which brings it up to date" : ""
        throw SQLiteError(
            code: 26,
            message: "the database has schema \(found.version), this program \(Self.schemaVersion)"
                + hint)
    }

    /// Makes the tables of a new database.
    func makeSchema() throws(SQLiteError) {
        try db.execute(
            script: "BEGIN;\(embeddedSchema)\nPRAGMA application_id = \(Self.applicationID);"
                + "PRAGMA user_version = \(Self.schemaVersion); COMMIT;")
    }

    /// Brings a database of an earlier version to this one, in one transaction that is durable when
    /// this returns; nil where it is of this version. Where it fails nothing has changed.
    func bringUpToDate(by upgrade: SchemaUpgrade) throws(SQLiteError) -> SchemaUpgrade.Outcome? {
        let from = try identity().version
        guard from < Self.schemaVersion else { return nil }
        let before = changeCount
        // Tables that are made anew leave and enter under the names that others refer to.
        try db.execute(script: "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;")
        try db.run("BEGIN IMMEDIATE")
        do {
            for step in SchemaStep.all where step.from >= from { try step.apply(db, upgrade) }
            try checkSchema()
            try db.execute(script: "PRAGMA user_version = \(Self.schemaVersion)")
            try db.run("COMMIT")
        } catch {
            try? db.run("ROLLBACK")
            throw error
        }
        // All of it stands in the log now, which is far longer than it may be. Where that cannot be
        // copied yet, it is with the next commits.
        _ = db.emptyLog(isPatient: true)
        try db.execute(script: "PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON;")
        return SchemaUpgrade.Outcome(
            from: from, to: Self.schemaVersion, rows: changeCount - before)
    }

    /// Throws unless every statement of this version's schema is there: a database that was made
    /// between two versions has the number of one, and might lack something of it.
    private func checkSchema() throws(SQLiteError) {
        let fresh = try Connection(path: ":memory:")
        try fresh.execute(script: embeddedSchema)
        let made = Set(try Self.schema(of: db))
        for statement in try Self.schema(of: fresh) where !made.contains(statement) {
            throw SQLiteError(
                code: 26, message: "it is of no version that was given out: \(statement.prefix(60))"
            )
        }
    }

    /// The statements that a database is made of, without comments, each word one space from the
    /// next.
    static func schema(of db: Connection) throws(SQLiteError) -> [String] {
        try db.all(
            """
            SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'
            ORDER BY type, name
            """
        ) { row in
            row.text(0).split(separator: "\n").flatMap { line in
                let comment = line.firstRange(of: "--")?.lowerBound ?? line.endIndex
                return line[..<comment].split(separator: " ")
            }.joined(separator: " ")
        }
    }
}
