import Testing

@Suite("SQL is constant")
struct SQLTests {
    @Test("Statements are prepared in one place, from text that the compiler has seen")
    func statements() throws {
        let calls = Tree.sources.flatMap { file in
            file.places { $0.contains("sqlite3_prepare") || $0.contains("sqlite3_exec(") }
                .map { $0.prefix { $0 != ":" } }
        }
        #expect(Set(calls) == ["Sources/SQLite/Connection.swift", "Sources/SQLite/Backup.swift"])
        let connection = try #require(
            Tree.sources.first { $0.path == "Sources/SQLite/Connection.swift" })
        for line in connection.code where line.contains("_ sql: ") {
            #expect(line.contains("_ sql: StaticString"), "\(line)")
        }
        #expect(Tree.sources.allSatisfy { !$0.code.contains { $0.contains("StaticString(") } })
    }

    /// Nothing but what the program itself is: its schema, its numbers, and a number of pages.
    @Test("Scripts hold no values")
    func scripts() {
        let known = ["embeddedSchema", "Self.applicationID", "Self.schemaVersion"]
        for file in Tree.sources where file.room == "Store" || file.room == "SQLite" {
            var isInScript = false
            for (index, line) in file.uncommented.enumerated() {
                if line.contains("execute(") { isInScript = true }
                if isInScript {
                    for match in line.matches(of: /\\\(([^)]*)\)/) {
                        #expect(known.contains(String(match.1)), "\(file.path):\(index + 1)")
                    }
                    if line.hasSuffix(")") { isInScript = false }
                }
            }
        }
    }

    @Test("No text that is put together stands where SQL does")
    func interpolation() {
        let words = /"[^"]*\b(SELECT|INSERT|UPDATE|DELETE|WHERE|VALUES|PRAGMA)\b[^"]*\\\(/
        for file in Tree.sources {
            for (index, line) in file.uncommented.enumerated() where line.contains(words) {
                let isScript = ["applicationID", "schemaVersion"].contains { line.contains($0) }
                #expect(isScript, "\(file.path):\(index + 1)")
            }
        }
    }
}
