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
        var body = body
        body.withUTF8 { bytes in
            render(bytes) { piece in html.append(contentsOf: piece) }
        }
        return String(decoding: html, as: UTF8.self)
    }

    /// Gives the HTML of a body, valid UTF-8, piece by piece: what needs no escape as it stands.
    package static func render(
        _ body: UnsafeBufferPointer<UInt8>, _ emit: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var isInParagraph = false
        var start = 0
        while start < body.count {
            let end = lineEnd(body, from: start)
            if isBlank(body, start..<end) {
                if isInParagraph { write("</p>", emit) }
                isInParagraph = false
            } else {
                write(isInParagraph ? "<br>" : "<p dir=\"auto\">", emit)
                isInParagraph = true
                writeLine(body, start..<end, emit)
            }
            start = end + 1
        }
        if isInParagraph { write("</p>", emit) }
    }

    private static func lineEnd(_ body: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < body.count, body[end] != 0x0A { end += 1 }
        return end
    }

    private static func isBlank(
        _ body: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
    ) -> Bool {
        body[line].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    /// Runs without anything special are given as they stand.
    private static func writeLine(
        _ body: UnsafeBufferPointer<UInt8>, _ line: Range<Int>,
        _ emit: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var at = line.lowerBound
        var plain = at
        func flush(to end: Int) {
            if plain < end { emit(UnsafeBufferPointer(rebasing: body[plain..<end])) }
        }
        while at < line.upperBound {
            if let entity = entity(body[at]) {
                flush(to: at)
                write(entity, emit)
                at += 1
                plain = at
            } else if body[at] | 0x20 == 0x68, let end = linkEnd(body, line, from: at) {
                flush(to: at)
                writeLink(body, at..<end, emit)
                at = end
                plain = end
            } else {
                at += 1
            }
        }
        flush(to: line.upperBound)
    }

    private static func writeLink(
        _ body: UnsafeBufferPointer<UInt8>, _ link: Range<Int>,
        _ emit: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        write("<a href=\"", emit)
        escape(body, link, emit)
        write("\" rel=\"ugc nofollow noopener\">", emit)
        escape(body, link, emit)
        write("</a>", emit)
    }

    private static func escape(
        _ body: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        _ emit: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var plain = range.lowerBound
        for at in range {
            guard let entity = entity(body[at]) else { continue }
            if plain < at { emit(UnsafeBufferPointer(rebasing: body[plain..<at])) }
            write(entity, emit)
            plain = at + 1
        }
        if plain < range.upperBound {
            emit(UnsafeBufferPointer(rebasing: body[plain..<range.upperBound]))
        }
    }

    private static func entity(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0x26: "&amp;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        case 0x22: "&quot;"
        case 0x27: "&#39;"
        default: nil
        }
    }

    /// Where an address that starts at `start` ends; nil where none starts there. Punctuation that
    /// closes a sentence is no part of it.
    private static func linkEnd(
        _ body: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, from start: Int
    ) -> Int? {
        guard start == line.lowerBound || !isLetter(body[start - 1]),
            let scheme = schemeLength(body[start..<line.upperBound])
        else { return nil }
        let first = start + scheme
        var end = first
        while end < line.upperBound, !endsLink(body[end]) { end += 1 }
        // A parenthesis that the address itself opened belongs to it.
        var balance = body[first..<end].reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) }
        while end > first, closesSentence(body[end - 1]) {
            if body[end - 1] == 0x29 {
                if balance >= 0 { break }
                balance += 1
            }
            end -= 1
        }
        return end > first ? end : nil
    }

    private static func schemeLength(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        for scheme in ["https://", "http://"] as [StaticString] {
            let name = UnsafeBufferPointer(
                start: scheme.utf8Start, count: scheme.utf8CodeUnitCount)
            let isThere =
                bytes.count >= name.count
                && zip(bytes, name).allSatisfy { byte, letter in
                    byte == letter || (0x41...0x5A).contains(byte) && byte | 0x20 == letter
                }
            if isThere { return name.count }
        }
        return nil
    }

    private static func endsLink(_ byte: UInt8) -> Bool {
        switch byte {
        case ...0x20, 0x3C, 0x3E, 0x22, 0x60, 0x27: true
        default: false
        }
    }

    private static func closesSentence(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E, 0x2C, 0x3A, 0x3B, 0x21, 0x3F, 0x29, 0x5D, 0x7D: true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
    }

    private static func write(
        _ text: StaticString, _ emit: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        emit(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
