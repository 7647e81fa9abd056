/// A body as HTML that a page can show as it is: paragraphs, line breaks and links, all else
/// escaped.
///
/// The output holds `p`, `br` and `a` alone; links go to http and https only and carry
/// `rel="ugc nofollow noopener"`. Time and size are linear in the body.
package enum SafeHTML {
    /// The body's HTML; empty where the body is blank.
    package static func render(_ body: String) -> String {
        var html: [UInt8] = []
        html.reserveCapacity(body.utf8.count + 64)
        let bytes = Array(body.utf8)
        for paragraph in paragraphs(bytes) {
            html.append(contentsOf: "<p dir=\"auto\">".utf8)
            for (index, line) in paragraph.split(separator: 0x0A).enumerated() {
                if index > 0 { html.append(contentsOf: "<br>".utf8) }
                write(line, to: &html)
            }
            html.append(contentsOf: "</p>".utf8)
        }
        return String(decoding: html, as: UTF8.self)
    }

    /// Runs of lines between blank lines.
    private static func paragraphs(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start: Int?
        var end = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                if let first = start { result.append(bytes[first..<end]) }
                start = nil
            } else {
                start = start ?? line.startIndex
                end = line.endIndex
            }
        }
        if let first = start { result.append(bytes[first..<end]) }
        return result
    }

    private static func write(_ line: ArraySlice<UInt8>, to html: inout [UInt8]) {
        var at = line.startIndex
        while at < line.endIndex {
            if let end = linkEnd(line, from: at) {
                html.append(contentsOf: "<a href=\"".utf8)
                escape(line[at..<end], to: &html)
                html.append(contentsOf: "\" rel=\"ugc nofollow noopener\">".utf8)
                escape(line[at..<end], to: &html)
                html.append(contentsOf: "</a>".utf8)
                at = end
            } else {
                let next = line[(at + 1)...].firstIndex { $0 | 0x20 == 0x68 } ?? line.endIndex
                escape(line[at..<next], to: &html)
                at = next
            }
        }
    }

    /// Where an address that starts at `start` ends; nil where none starts there. Punctuation that
    /// closes a sentence is no part of it.
    private static func linkEnd(_ line: ArraySlice<UInt8>, from start: Int) -> Int? {
        let rest = line[start...]
        let isFirst = start == line.startIndex || !isLetter(line[start - 1])
        guard isFirst,
            let scheme = ["https://", "http://"].first(where: { starts(rest, with: $0) })
        else { return nil }
        let first = start + scheme.utf8.count
        var end =
            line[first...].firstIndex { $0 <= 0x20 || "<>\"`'".utf8.contains($0) } ?? line.endIndex
        // A parenthesis that the address itself opened belongs to it.
        var balance = line[first..<end].reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) }
        while end > first, ".,;:!?)]}".utf8.contains(line[end - 1]) {
            if line[end - 1] == 0x29 {
                if balance >= 0 { break }
                balance += 1
            }
            end -= 1
        }
        return end > first ? end : nil
    }

    private static func starts(_ bytes: ArraySlice<UInt8>, with word: String) -> Bool {
        bytes.count >= word.utf8.count
            && zip(bytes, word.utf8).allSatisfy { byte, letter in
                byte == letter || (0x41...0x5A).contains(byte) && byte | 0x20 == letter
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
    }

    private static func escape(_ bytes: ArraySlice<UInt8>, to html: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case 0x26: html.append(contentsOf: "&amp;".utf8)
            case 0x3C: html.append(contentsOf: "&lt;".utf8)
            case 0x3E: html.append(contentsOf: "&gt;".utf8)
            case 0x22: html.append(contentsOf: "&quot;".utf8)
            case 0x27: html.append(contentsOf: "&#39;".utf8)
            default: html.append(byte)
            }
        }
    }
}
