import Discussion
import SQLite
import Testing

@testable import Store

@Suite("What makes HTML of a comment's text")
struct HTMLRecipeTests {
    /// What a recipe makes of a body.
    private func made(_ recipe: [UInt8], of body: [UInt8]) throws -> [UInt8] {
        var room = 1
        while true {
            // In memory of its own, so that what reads or writes outside is noticed.
            let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: room)
            defer { buffer.deallocate() }
            let length = try recipe.withUnsafeBufferPointer { recipe in
                try body.withUnsafeBufferPointer {
                    try HTMLRecipe.write(recipe, on: $0, to: buffer)
                }
            }
            if let length {
                #expect(length + HTMLRecipe.slack <= room || length == 0)
                return Array(buffer[..<length])
            }
            room *= 2
        }
    }

    private func recipe(of html: [UInt8], from body: [UInt8]) -> [UInt8] {
        html.withUnsafeBufferPointer { html in
            body.withUnsafeBufferPointer { HTMLRecipe(of: html, from: $0).bytes }
        }
    }

    /// The renderer's HTML inside a JSON string.
    private func rendered(_ body: String) -> [UInt8] {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: body.utf8.count * 64 + 512)
        defer { buffer.deallocate() }
        var body = body
        let length = body.withUTF8 { SafeHTML.writeInJSON($0, isMasked: false, to: buffer) }
        return Array(buffer[..<(length ?? 0)])
    }

    @Test(
        "The same HTML comes out, whatever the text is",
        arguments: [
            "", "a", "Hello", "Two\nlines and \"quotes\" of no great length",
            "*Some* **Markdown** and [a link](https://example.org/a?b=1&c=2), `code` & <tags>",
            "> quoted\n\nand answered, ünïcödé 日本語 \u{1F600}", "\\ \u{1} \t tab",
            String(repeating: "ab", count: 3000), String(repeating: "\"\n", count: 500),
        ])
    func roundTrips(_ body: String) throws {
        let html = rendered(body)
        let bytes = Array(body.utf8)
        #expect(try made(recipe(of: html, from: bytes), of: bytes) == html)
    }

    @Test("Any bytes can be made of any others")
    func anything() throws {
        var dice = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            // Few letters, so that pieces repeat, forwards and backwards.
            let body = (0..<dice.number(0...400)).map { _ in UInt8(dice.number(0x61...0x63)) }
            let html = (0..<dice.number(0...400)).map { _ in UInt8(dice.number(0x61...0x64)) }
            #expect(try made(recipe(of: html, from: body), of: body) == html)
        }
    }

    @Test("Of a text of plain words it takes a few bytes")
    func isShort() {
        let body = String(
            repeating: "What readers write most is words and more of them. ", count: 6)
        #expect(recipe(of: rendered(body), from: Array(body.utf8)).count < 32)
        let lines = String(repeating: "\"Lines\", as people write them\n", count: 10)
        #expect(recipe(of: rendered(lines), from: Array(lines.utf8)).count < 300)
    }

    @Test("One that is damaged is refused or makes something else, and reads nothing outside")
    func damaged() throws {
        let body = Array("Some words, and some more of the same words again".utf8)
        let whole = recipe(
            of: Array("<p>some more, Some words and words again</p>".utf8), from: body)
        #expect(throws: SQLiteError.self) { try made([0x05, 0x61], of: body) }
        #expect(throws: SQLiteError.self) { try made([0x00, 0x00, 0x7F], of: body) }
        #expect(throws: SQLiteError.self) { try made([0x00, 0x03, 0x01], of: body) }
        #expect(throws: SQLiteError.self) {
            try made([0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x01], of: body)
        }
        #expect(throws: SQLiteError.self) { try made([0x00, 0x00], of: body) }
        var dice = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<dice.number(1...4) {
                bytes[dice.number(0...bytes.count - 1)] = UInt8(dice.number(0...255))
            }
            _ = try? made(Array(bytes.prefix(dice.number(0...bytes.count))), of: body)
        }
    }
}
