import Foundation
import JSONValues
import SQLite
import Testing
import Wire

@testable import Store

/// Databases as programs of other versions left them, in `Tests/Fixtures`: for each version the
/// `schema.sql` of the last program that had its number, behind it the rows that this program
/// wrote, and in another file what it answered when it was asked about them. What had the same
/// number before was never given out.
enum SchemaFixture {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    /// The earlier versions.
    static let versions = 1..<Store.schemaVersion

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// A version's schema, and the rows behind it.
    private static func parts(_ version: Int) throws -> (schema: String, rows: String) {
        let text = try text("schema-\(version).sql")
        let border = try #require(text.firstRange(of: "\n-- Rows.\n"))
        return (String(text[..<border.lowerBound]), String(text[border.upperBound...]))
    }

    static func schema(_ version: Int) throws -> String {
        version == Store.schemaVersion ? embeddedSchema : try parts(version).schema
    }

    /// Makes a database of a version.
    static func make(_ version: Int, at path: String) throws {
        let (schema, rows) = try parts(version)
        let database = try Connection(path: path)
        try database.execute(script: "PRAGMA journal_mode = WAL; BEGIN; \(schema); \(rows)")
        try database.execute(
            script: "PRAGMA application_id = \(Store.applicationID); COMMIT;")
        try setVersion(version, of: database)
    }

    /// Gives a database another version's number.
    static func setVersion(_ version: Int, of database: Connection) throws {
        try database.execute(script: "PRAGMA user_version = \(version)")
        _ = database.emptyLog(isPatient: true)
    }

    /// The number that a database has, and the statements that it is made of.
    static func look(at path: String) throws -> (version: Int, schema: [String]) {
        let database = try Connection(path: path, mode: .readOnly)
        return (
            try database.first("PRAGMA user_version") { $0.int(0) } ?? 0,
            try Store.schema(of: database)
        )
    }

    /// What the program of a version answered: commands with their results, without what is made
    /// anew each time, and without `html`, which others have come to write otherwise.
    static func replies(_ version: Int) throws -> [(command: String, result: JSONValue)] {
        let lines = try text("schema-\(version).replies").split(separator: "\n").map(String.init)
        return try stride(from: 0, to: lines.count, by: 2).map {
            (lines[$0], try StrictJSON.parse(Array(lines[$0 + 1].utf8), maxDepth: 64))
        }
    }

    /// Where a value has something else than an earlier one; that it has more is no matter.
    static func differences(
        from old: JSONValue, to new: JSONValue, at path: String = ""
    ) -> [String] {
        if let members = old.object {
            return members.members.flatMap { member in
                differences(
                    from: member.value, to: new[member.name], at: "\(path).\(member.name)")
            }
        }
        if let elements = old.array, let others = new.array, elements.count == others.count {
            return elements.indices.flatMap {
                differences(from: elements[$0], to: others[$0], at: "\(path)[\($0)]")
            }
        }
        return old == new ? [] : ["\(path): \(old), now \(new)"]
    }
}
