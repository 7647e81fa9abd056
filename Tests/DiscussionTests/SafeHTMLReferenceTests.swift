import Discussion
import Testing

/// The rendering of what holds no Markdown once more, a byte at a time and line by line: slow, and
/// as the rules are told.
private struct PlainHTML {
    private var html: [UInt8] = []

    static func render(_ body: String) -> String {
        var plain = PlainHTML()
        var isInParagraph = false
        var lines = Array(body.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines {
            if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
                if isInParagraph { plain.html += Array("</p>".utf8) }
                isInParagraph = false
            } else {
                plain.html += Array((isInParagraph ? "<br>" : "<p dir=\"auto\">").utf8)
                isInParagraph = true
                plain.write(Array(line))
            }
        }
        if isInParagraph { plain.html += Array("</p>".utf8) }
        return String(decoding: plain.html, as: UTF8.self)
    }

    private mutating func write(_ line: [UInt8]) {
        var at = 0
        while at < line.count {
            if let end = linkEnd(line, from: at) {
                html += Array("<a href=\"".utf8)
                line[at..<end].forEach { write($0) }
                html += Array("\" rel=\"ugc nofollow noopener\">".utf8)
                line[at..<end].forEach { write($0) }
                html += Array("</a>".utf8)
                at = end
            } else {
                write(line[at])
                at += 1
            }
        }
    }

    private mutating func write(_ byte: UInt8) {
        let entities: [UInt8: String] = [
            0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;", 0x27: "&#39;",
        ]
        html += entities[byte].map { Array($0.utf8) } ?? [byte]
    }

    private func linkEnd(_ line: [UInt8], from start: Int) -> Int? {
        let isInWord = start > 0 && (isWord(line[start - 1]))
        let scheme = ["https://", "http://"].first { scheme in
            zip(line[start...], scheme.utf8).allSatisfy { byte, letter in
                byte == letter || 0x41...0x5A ~= byte && byte | 0x20 == letter
            } && line.count - start >= scheme.utf8.count
        }
        guard !isInWord, let scheme else { return nil }
        let first = start + scheme.utf8.count
        var end = first
        while end < line.count, line[end] > 0x20, !"<>\"`'".utf8.contains(line[end]) { end += 1 }
        var balance =
            line[first..<end].count { $0 == 0x28 } - line[first..<end].count { $0 == 0x29 }
        while end > first, ".,:;!?)]}".utf8.contains(line[end - 1]) {
            if line[end - 1] == 0x29 {
                if balance >= 0 { break }
                balance += 1
            }
            end -= 1
        }
        return end > first ? end : nil
    }

    private func isWord(_ byte: UInt8) -> Bool {
        0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || byte >= 0x80
    }
}

@Suite("A body as HTML, beside a plain rendering")
struct SafeHTMLReferenceTests {
    private static let pieces = [
        "<", "&", "\"", "'", "a", " ", "\n", "\n\n", "\t", "http://", "HTTPS://", "hTTp",
        "s",
        "://", ":", "//", ".", ")", "(", "é", "漢", "=", "\\", "https://e.x/a", "bcdefgh", "\r",
        "!",
        "9", "?q=", "\u{1}", "\u{1F}", "http\"//x", "http:/", "shttps://x", "word and word",
    ]

    /// What is written inside a JSON string; nil where it has more than so many bytes.
    private func inJSON(_ body: String, room: Int) -> String? {
        var length: Int?
        var body = body
        let html = body.withUTF8 { bytes in
            [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                length = SafeHTML.writeInJSON(bytes, to: buffer)
                count = length ?? 0
            }
        }
        return length.map { _ in String(decoding: html, as: UTF8.self) }
    }

    private func escaped(_ text: String) -> String {
        let names: [Unicode.Scalar: String] = [
            "\"": #"\""#, "\\": #"\\"#, "\t": #"\t"#, "\r": #"\r"#, "\n": #"\n"#,
        ]
        return text.unicodeScalars.map { scalar in
            let code = String(scalar.value, radix: 16)
            let isControl = scalar.value < 0x20
            return names[scalar]
                ?? (isControl
                    ? "\\u" + String(repeating: "0", count: 4 - code.count) + code : "\(scalar)")
        }.joined()
    }

    @Test("Both are the same, whatever is written, and so it is inside a JSON string")
    func same() {
        var dice = Dice(7)
        for _ in 0..<30_000 {
            let body = dice.text(of: Self.pieces, upTo: 24)
            let html = PlainHTML.render(body)
            #expect(rendered(body) == html, "\(body.debugDescription)")
            #expect(inJSON(body, room: 10_000) == escaped(html), "\(body.debugDescription)")
        }
    }

    @Test("Where there is not room enough nothing is said to be written")
    func bounded() {
        var dice = Dice(8)
        for _ in 0..<1000 {
            let body = dice.text(of: Self.pieces, upTo: 8)
            let html = escaped(PlainHTML.render(body))
            for room in 0..<(html.utf8.count + 64) {
                let written = inJSON(body, room: room)
                #expect(written == nil || written == html)
                #expect(written == nil || room >= html.utf8.count)
            }
            #expect(inJSON(body, room: html.utf8.count + body.utf8.count + 64) == html)
        }
    }

    /// Meanings are looked for eight bytes at a time, so each place among eight is another case.
    @Test("A byte with a meaning is found at any place, beside any other byte")
    func anywhere() {
        let bytes = Array("&'\"<:\n%(!;=?9;\u{B}\u{D}".utf8)
        for length in 1...20 {
            for place in 0..<length {
                for (first, second) in bytes.flatMap({ first in bytes.map { (first, $0) } }) {
                    var text = [UInt8](repeating: 0x61, count: length)
                    text[place] = first
                    text[min(place + 1, length - 1)] = second
                    let body = String(decoding: text, as: UTF8.self)
                    #expect(rendered(body) == PlainHTML.render(body))
                }
            }
        }
    }
}
