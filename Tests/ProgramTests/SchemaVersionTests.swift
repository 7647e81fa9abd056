import Discussion
import Testing
import Wire

@testable import Store

@Suite("The schema's versions")
struct SchemaVersionTests {
    /// What each version's `schema.sql` comes to. A line is added with each version, with a
    /// migration from the one before; none is ever changed: databases of each are out there.
    private static let known = [4: "a72b4e57ae4c1b629b1650ab795898c8"]

    @Test("Whoever changes the schema gives it another number, and a way from the one before")
    func isPinned() throws {
        let digest = Fingerprint.of([embeddedSchema])
        let text = String(digest.high, radix: 16) + String(digest.low, radix: 16)
        #expect(Self.known[Store.schemaVersion] == text)
        #expect(Self.known.keys.max() == Store.schemaVersion)
    }

    @Test("A database of another version is refused with both numbers, and not touched")
    func refuses() throws {
        let folder = try ProgramFolder()
        _ = try folder.replies(to: [ProgramFolder.submission("Hello")])
        try SchemaFixture.setVersion(2, of: folder.database)
        let before = try folder.bytes("comments.db")
        for arguments in [[], ["check"], ["backup", "copy.db"], ["page", "page"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 1, "\(arguments)")
            #expect(end.complaints.contains("schema 2, this program 4"), "\(arguments)")
        }
        #expect(try folder.bytes("comments.db") == before)
        #expect(!folder.exists("copy.db"))
    }
}
