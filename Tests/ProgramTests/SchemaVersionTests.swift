import Discussion
import SQLite
import Testing
import Wire

@testable import Store

@Suite("The schema's versions")
struct SchemaVersionTests {
    /// What each version's `schema.sql` comes to. A line is added with each version, with the step
    /// from the one before; none is ever changed: databases of each are out there.
    private static let known = [
        1: "29705fc63103da557a0e2a0ee0915ab0", 2: "999995a6e23f1b3e3451248f3e7e661",
        3: "c9caad7607731627736adad9b921d9fd", 4: "a72b4e57ae4c1b629b1650ab795898c8",
        5: "472eeac3a0bd12f9ec53d136fee9274e", 6: "bb43652cf8642e0921b3bb52b433590",
        7: "64d9845c7f8f6653b23e9aa6f0bc4e9d",
    ]

    @Test("Whoever changes the schema gives it another number, and a way from the one before")
    func isPinned() throws {
        for version in 1...Store.schemaVersion {
            let digest = Fingerprint.of([try SchemaFixture.schema(version)])
            let text = String(digest.high, radix: 16) + String(digest.low, radix: 16)
            #expect(Self.known[version] == text, "\(version)")
        }
        #expect(Self.known.keys.max() == Store.schemaVersion)
        #expect(SchemaStep.all.map(\.from) == Array(SchemaFixture.versions))
    }

    @Test("A database of a later version is refused with both numbers, and not touched")
    func refusesLater() throws {
        let folder = try ProgramFolder()
        _ = try folder.replies(to: [ProgramFolder.submission("Hello")])
        try SchemaFixture.setVersion(99, of: Connection(path: folder.database))
        let before = try folder.bytes("comments.db")
        for arguments in [[], ["check"], ["backup", "copy.db"], ["page", "page"], ["export"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 1, "\(arguments)")
            #expect(
                end.complaints.contains("schema 99, this program \(Store.schemaVersion)"),
                "\(arguments)")
            #expect(!end.complaints.contains("backup"), "\(arguments)")
        }
        #expect(try folder.bytes("comments.db") == before)
        #expect(!folder.exists("copy.db"))
    }

    @Test("A database that only says to be of an earlier version stays as it is")
    func refusesOthers() throws {
        for version in SchemaFixture.versions {
            let folder = try ProgramFolder()
            _ = try folder.replies(to: [ProgramFolder.submission("Hello")])
            try SchemaFixture.setVersion(version, of: Connection(path: folder.database))
            let end = try folder.run(input: ProgramFolder.submission("More") + "\n")
            #expect(end.status == 1)
            #expect(end.output == "")
            try SchemaFixture.setVersion(Store.schemaVersion, of: Connection(path: folder.database))
            #expect(try folder.discrepancies() == "")
            #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
        }
    }

    @Test("What lacks something of its version's schema is refused, and stays as it is")
    func refusesIncomplete() throws {
        let folder = try ProgramFolder()
        try SchemaFixture.make(2, at: folder.database)
        let database = try Connection(path: folder.database)
        try database.run("DROP INDEX history_by_actor")
        _ = database.emptyLog(isPatient: true)
        let before = try SchemaFixture.look(at: folder.database)
        let end = try folder.run(input: ProgramFolder.submission("More") + "\n")
        #expect(end.status == 1)
        #expect(end.complaints.contains("no version that was given out: CREATE INDEX history_by_a"))
        #expect(try SchemaFixture.look(at: folder.database) == before)
    }
}
