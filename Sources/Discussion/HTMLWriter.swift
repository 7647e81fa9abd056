/// Writes a body's HTML into memory, as it stands inside a JSON string.
///
/// Eight bytes are put in their place before they are looked at. There is always room for what is
/// left of the body as it stands; where something longer takes a byte's place, room is asked for.
struct HTMLWriter {
    let body: UnsafeBufferPointer<UInt8>
    private var place: UnsafeMutablePointer<UInt8>
    private let limit: UnsafeMutablePointer<UInt8>
    private(set) var isFull = false

    /// Gives the HTML's length, nil where there is not room enough. `takesStars`: a star is a sign
    /// of Markdown.
    static func write(
        _ body: UnsafeBufferPointer<UInt8>, to buffer: UnsafeMutableBufferPointer<UInt8>,
        takesStars: Bool
    ) -> Int? {
        guard let start = buffer.baseAddress else { return nil }
        var writer = HTMLWriter(body: body, place: start, limit: start + buffer.count)
        if MarkdownSigns.stand(in: body) {
            writer.writeMarkdown(takesStars: takesStars)
        } else {
            writer.writeLines()
        }
        return writer.isFull ? nil : writer.place - start
    }

    private mutating func writeLines() {
        var isInParagraph = false
        var at = 0
        while at < body.count, !isFull {
            if let end = blankLineEnd(from: at) {
                if isInParagraph { write("</p>", before: end) }
                isInParagraph = false
                at = end + 1
            } else {
                write(isInParagraph ? "<br>" : paragraph, before: at)
                isInParagraph = true
                at = writeLine(from: at) + 1
            }
        }
        if isInParagraph { write("</p>", before: body.count) }
    }

    var paragraph: StaticString { "<p dir=\\\"auto\\\">" }

    /// Where the line ends, if there is nothing to see in it.
    private func blankLineEnd(from start: Int) -> Int? {
        var at = start
        while at < body.count, body[at] == 0x20 || body[at] == 0x09 || body[at] == 0x0D { at += 1 }
        return at == body.count || body[at] == 0x0A ? at : nil
    }

    /// Writes a line and gives its end.
    private mutating func writeLine(from start: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(body)
        var at = start
        // Before it nothing may be an address: it was written already.
        var floor = start
        while at < body.count, !isFull {
            if at + 8 <= body.count {
                let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                UnsafeMutableRawPointer(place).storeBytes(of: word, as: UInt64.self)
                let found = Self.special(UInt64(littleEndian: word))
                let plain = found == 0 ? 8 : found.trailingZeroBitCount / 8
                at += plain
                place += plain
                if found == 0 { continue }
            } else if Self.special(UInt64(body[at]) | 0x6161_6161_6161_6100) == 0 {
                write(body[at])
                at += 1
                continue
            }
            if body[at] == 0x0A { break }
            if body[at] == 0x3A, let link = SafeHTML.link(body, aroundColon: at, after: floor) {
                // Its scheme was written as text.
                place -= at - link.lowerBound
                writeLink(to: link, link, before: link.lowerBound)
                at = link.upperBound
                floor = at
            } else {
                writeSpecial(body[at], before: at + 1)
                at += 1
            }
        }
        return at
    }

    /// The high bit of the lowest of eight bytes that may have a meaning. Bits above it mean
    /// nothing: a subtraction that borrows spoils them (S. E. Anderson, "Bit Twiddling Hacks",
    /// `haszero`, `hasless`).
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Two that differ in one bit are found at once: & and ', < and >.
        let ampersand = (word & (ones &* 0xFE)) ^ (ones &* 0x26)
        let bracket = (word & (ones &* 0xFD)) ^ (ones &* 0x3C)
        let (quote, colon) = (word ^ (ones &* 0x22), word ^ (ones &* 0x3A))
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- (ones &* 0x20)) & ~word
        return
            (control | (ampersand &- ones) & ~ampersand | (bracket &- ones) & ~bracket
            | (quote &- ones) & ~quote | (colon &- ones) & ~colon
            | (backslash &- ones) & ~backslash) & (ones &* 0x80)
    }

    // MARK: - What is not text as it stands

    /// Writes a link; the body goes on no sooner than `next`.
    mutating func writeLink(to address: Range<Int>, _ text: Range<Int>, before next: Int) {
        write("<a href=\\\"", before: next)
        for at in address { writeSpecial(body[at], before: next) }
        write("\\\" rel=\\\"ugc nofollow noopener\\\">", before: next)
        for at in text { writeSpecial(body[at], before: next) }
        write("</a>", before: next)
    }

    /// Writes a part of a line, in which nothing is an address.
    mutating func writeText(_ range: Range<Int>) {
        for at in range where !isFull { writeSpecial(body[at], before: at + 1) }
    }

    /// Writes a byte as HTML has it, `next` being where the body goes on.
    private mutating func writeSpecial(_ byte: UInt8, before next: Int) {
        switch byte {
        case 0x26: write("&amp;", before: next)
        case 0x3C: write("&lt;", before: next)
        case 0x3E: write("&gt;", before: next)
        case 0x22: write("&quot;", before: next)
        case 0x27: write("&#39;", before: next)
        case 0x5C: write("\\\\", before: next)
        case 0x09: write("\\t", before: next)
        case 0x0D: write("\\r", before: next)
        case ..<0x20:
            write(byte < 0x10 ? "\\u000" : "\\u001", before: next)
            let digit = byte & 15
            write(digit < 10 ? 0x30 + digit : 0x57 + digit)
        default:
            guard hasRoom(1, before: next) else { return }
            write(byte)
        }
    }

    mutating func write(_ text: StaticString, before next: Int) {
        let length = text.utf8CodeUnitCount
        guard hasRoom(length, before: next) else { return }
        place.update(from: text.utf8Start, count: length)
        place += length
    }

    private mutating func write(_ byte: UInt8) {
        place.pointee = byte
        place += 1
    }

    /// Whether there is room for so many bytes and for what is left of the body from `next` on,
    /// with what the last eight bytes of it may write too far.
    private mutating func hasRoom(_ bytes: Int, before next: Int) -> Bool {
        if limit - place < bytes + (body.count - next) + 16 { isFull = true }
        return !isFull
    }
}
