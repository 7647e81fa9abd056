import JSONValues
import SQLite
import Testing

@Suite("The database that the program makes")
struct SchemaTests {
    @Test("All its tables are strict, it says whose it is, and it can be opened again")
    func isStrict() throws {
        let folder = try ProgramFolder()
        _ = try folder.replies(to: [ProgramFolder.submission("Hello")])
        let database = try Connection(path: folder.database, mode: .readOnly)
        let tables = try database.all(
            """
            SELECT name, strict FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'
            """
        ) { (name: $0.text(0), isStrict: $0.bool(1)) }
        #expect(tables.map(\.name).contains("comments"))
        #expect(tables.filter { !$0.isStrict }.map(\.name) == [])
        #expect(try database.first("PRAGMA application_id") { $0.int(0) } == 0x636D_7464)
        #expect(try database.first("PRAGMA journal_mode") { $0.text(0) } == "wal")
        #expect(try database.all("PRAGMA foreign_key_check") { $0.text(0) } == [])
        #expect(try database.first("PRAGMA integrity_check") { $0.text(0) } == "ok")
        let replies = try folder.replies(to: [ProgramFolder.count()])
        #expect(replies[0]["result"]["count"] == 1)
    }

    @Test("The history takes no changes and no deletions")
    func keepsHistory() throws {
        let folder = try ProgramFolder()
        let warning: JSONValue = [
            "person": "ann", "kind": "warn", "reason": "R", "moderator": "mod",
        ]
        _ = try folder.replies(to: [
            ProgramFolder.submission("Hello"), ProgramFolder.command("person.sanction", warning),
        ])
        let database = try Connection(path: folder.database)
        #expect(throws: SQLiteError.self) { try database.run("DELETE FROM history") }
        #expect(throws: SQLiteError.self) { try database.run("UPDATE history SET at = 0") }
        #expect(try database.first("SELECT count(*) FROM history") { $0.int(0) } == 1)
    }

    @Test("A database of another program or another version is refused")
    func refusesForeign() throws {
        let folder = try ProgramFolder()
        try Connection(path: folder.database).run("CREATE TABLE mine (x)")
        let foreign = try folder.run(input: ProgramFolder.count())
        #expect(foreign.status == 1)
        #expect(foreign.complaints.contains("no database of commentd"))
        _ = try folder.run("--db", "ours.db")
        try Connection(path: folder.path + "/ours.db").run("PRAGMA user_version = 99")
        let newer = try folder.run("--db", "ours.db")
        #expect(newer.status == 1)
        #expect(newer.complaints.contains("99"))
    }
}
