import Testing

@testable import SQLite

@Suite("Statements found by their literals")
struct StatementTableTests {
    @Test("Each is found again, however many there are and however close their literals lie")
    func finds() {
        var table = StatementTable()
        let literals = (1...1000).compactMap { UnsafePointer<UInt8>(bitPattern: 4096 + $0 * 8) }
        let statements = (1...1000).compactMap { OpaquePointer(bitPattern: $0) }
        for (literal, statement) in zip(literals, statements) {
            #expect(table[literal] == nil)
            table.add(statement, of: literal)
        }
        for (literal, statement) in zip(literals, statements) {
            #expect(table[literal] == statement)
        }
        #expect(Set(table.all) == Set(statements))
    }
}
