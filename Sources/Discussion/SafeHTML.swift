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
        var at = 0
        while at < body.count {
            if let end = blankLineEnd(body, from: at) {
                if isInParagraph { write("</p>", emit) }
                isInParagraph = false
                at = end + 1
            } else {
                write(isInParagraph ? "<br>" : "<p dir=\"auto\">", emit)
                isInParagraph = true
                at = writeLine(body, from: at, emit) + 1
            }
        }
        if isInParagraph { write("</p>", emit) }
    }

    /// Where the line ends, if there is nothing to see in it.
    private static func blankLineEnd(
        _ body: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        var at = start
        while at < body.count, body[at] == 0x20 || body[at] == 0x09 || body[at] == 0x0D { at += 1 }
        return at == body.count || body[at] == 0x0A ? at : nil
    }

    /// Writes a line and gives its end. Runs without anything special are given as they stand.
    private static func writeLine(
        _ body: UnsafeBufferPointer<UInt8>, from start: Int,
        _ emit: (UnsafeBufferPointer<UInt8>) -> Void
    ) -> Int {
        // What stands before is written, up to `plain`.
        var plain = start
        var at = start
        func flush(to end: Int) {
            if plain < end { emit(UnsafeBufferPointer(rebasing: body[plain..<end])) }
        }
        while true {
            at = special(body, from: at)
            guard at < body.count, body[at] != 0x0A else { break }
            if let entity = entity(body[at]) {
                flush(to: at)
                write(entity, emit)
                at += 1
                plain = at
            } else if let link = link(body, aroundColon: at, after: plain) {
                flush(to: link.lowerBound)
                writeLink(body, link, emit)
                at = link.upperBound
                plain = at
            } else {
                at += 1
            }
        }
        flush(to: at)
        return at
    }

    /// Where the next byte stands that has a meaning: one with an entity, a line's end, or a colon,
    /// which an address has. Eight bytes at a time: bodies are most of a page.
    private static func special(_ body: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start
        while at + 8 <= body.count {
            let word = UnsafeRawBufferPointer(body).loadUnaligned(
                fromByteOffset: at, as: UInt64.self)
            let found = special(UInt64(littleEndian: word))
            if found != 0 { return at + found.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < body.count, body[at] != 0x0A, body[at] != 0x3A, entity(body[at]) == nil {
            at += 1
        }
        return at
    }

    /// The high bit of the lowest of eight bytes that has a meaning. Bits above it mean nothing: a
    /// subtraction that borrows spoils them (S. E. Anderson, "Bit Twiddling Hacks", `haszero`).
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Two that differ in one bit are found at once: & and ', < and >.
        let ampersand = (word & (ones &* 0xFE)) ^ (ones &* 0x26)
        let bracket = (word & (ones &* 0xFD)) ^ (ones &* 0x3C)
        let (quote, colon) = (word ^ (ones &* 0x22), word ^ (ones &* 0x3A))
        let newline = word ^ (ones &* 0x0A)
        return
            ((ampersand &- ones) & ~ampersand | (bracket &- ones) & ~bracket
            | (quote &- ones) & ~quote | (colon &- ones) & ~colon | (newline &- ones) & ~newline)
            & (ones &* 0x80)
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

    /// The address whose scheme ends with a colon, if it is one and begins no sooner than `floor`.
    /// Punctuation that closes a sentence is no part of it.
    private static func link(
        _ body: UnsafeBufferPointer<UInt8>, aroundColon colon: Int, after floor: Int
    ) -> Range<Int>? {
        let first = colon + 3
        guard first < body.count, body[colon + 1] == 0x2F, body[colon + 2] == 0x2F,
            let start = schemeStart(body, before: colon), start >= floor,
            start == 0 || !isLetter(body[start - 1])
        else { return nil }
        var end = first
        while end < body.count, !endsLink(body[end]) { end += 1 }
        // A parenthesis that the address itself opened belongs to it.
        var balance = body[first..<end].reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) }
        while end > first, closesSentence(body[end - 1]) {
            if body[end - 1] == 0x29 {
                if balance >= 0 { break }
                balance += 1
            }
            end -= 1
        }
        return end > first ? start..<end : nil
    }

    /// Where `http` or `https`, in any case, begins that ends before a colon.
    private static func schemeStart(
        _ body: UnsafeBufferPointer<UInt8>, before colon: Int
    ) -> Int? {
        let scheme: StaticString = colon > 0 && body[colon - 1] | 0x20 == 0x73 ? "https" : "http"
        let name = UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount)
        guard colon >= name.count else { return nil }
        let start = colon - name.count
        let isThere = name.indices.allSatisfy { index in
            let byte = body[start + index]
            return byte == name[index]
                || (0x41...0x5A).contains(byte) && byte | 0x20 == name[index]
        }
        return isThere ? start : nil
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
