import CText

/// Writes a body's HTML into memory, as it stands inside a JSON string.
///
/// Text is copied as it is looked at, sixteen bytes at a time. There is always room for what is
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
        if !writer.writeLines(takesStars: takesStars) {
            writer.place = start
            writer.writeMarkdown(takesStars: takesStars)
        }
        return writer.isFull ? nil : writer.place - start
    }

    /// Writes the whole body if it holds nothing that may be Markdown, which most do not: true if
    /// so.
    private mutating func writeLines(takesStars: Bool) -> Bool {
        var isInParagraph = false
        var at = 0
        while at < body.count, !isFull {
            let first = afterBlanks(from: at)
            if first == body.count || body[first] == 0x0A {
                if isInParagraph { write("</p>", before: first) }
                isInParagraph = false
                at = first + 1
                continue
            }
            // What lists begin with.
            if body[first] == 0x2D || body[first] == 0x31 { return false }
            write(isInParagraph ? "<br>" : paragraph, before: at)
            isInParagraph = true
            guard let end = writeLine(from: at, takesStars: takesStars) else { return false }
            at = end + 1
        }
        if isInParagraph { write("</p>", before: body.count) }
        return true
    }

    var paragraph: StaticString { "<p dir=\\\"auto\\\">" }

    private func afterBlanks(from start: Int) -> Int {
        var at = start
        while at < body.count, body[at] == 0x20 || body[at] == 0x09 || body[at] == 0x0D { at += 1 }
        return at
    }

    /// Writes a line and gives its end; nil where it holds what may be Markdown.
    private mutating func writeLine(from start: Int, takesStars: Bool) -> Int? {
        guard let bytes = body.baseAddress else { return body.count }
        var at = start
        // Before it nothing may be an address: it was written already.
        var floor = start
        while !isFull {
            let plain = ctext_copy_body(bytes + at, place, body.count - at)
            (at, place) = (at + plain, place + plain)
            guard at < body.count else { break }
            switch body[at] {
            case 0x0A: return at
            case 0x3E, 0x5B, 0x5F, 0x60, 0x7E: return nil
            case 0x2A where takesStars: return nil
            case 0x3A:
                if let link = SafeHTML.link(body, aroundColon: at, after: floor) {
                    // Its scheme was written as text.
                    place -= at - link.lowerBound
                    writeLink(to: link, link, before: link.lowerBound)
                    (at, floor) = (link.upperBound, link.upperBound)
                    continue
                }
            default: break
            }
            writeSpecial(body[at], before: at + 1)
            at += 1
        }
        return at
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
