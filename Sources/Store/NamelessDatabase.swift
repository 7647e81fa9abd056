import SQLite

extension Connection {
    /// A database in a file without a name, which the system takes away with the process: nothing
    /// in it has to outlive a crash.
    convenience init(namelessWith script: String) throws(SQLiteError) {
        try self.init(path: "")
        try execute(
            script: """
                PRAGMA journal_mode = OFF;
                PRAGMA synchronous = OFF;
                """)
        try execute(script: script)
    }
}
