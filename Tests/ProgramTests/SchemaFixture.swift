import SQLite

/// Databases as programs of other versions would have left them.
enum SchemaFixture {
    /// Gives a database another version's number: all that stands in the way of its being opened.
    static func setVersion(_ version: Int, of path: String) throws {
        let database = try Connection(path: path)
        switch version {
        case 2: try database.run("PRAGMA user_version = 2")
        default: try database.run("PRAGMA user_version = 99")
        }
        _ = database.emptyLog(isPatient: true)
    }
}
