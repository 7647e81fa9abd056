/// The blocks of a body that holds Markdown: paragraphs, quotes, lists and fenced code, line by
/// line, nothing looked at twice.
///
/// A subset of CommonMark 0.31 as readers use it: a line is a line, and what stands behind a quote
/// or a list without its sign is no part of it.
struct MarkdownBlocks {
    /// What is open within the quotes.
    enum Leaf: Equatable {
        case none, paragraph, bullets, numbers
        /// With the sign and the length of its fence.
        case code(UInt8, Int)
    }

    /// Quotes within each other; further signs are text.
    static let maxQuotes = 3

    var leaf = Leaf.none
    var quotes = 0
    /// Of the open list the number of the last item.
    var number = 0
}

extension HTMLWriter {
    /// Writes the whole body.
    mutating func writeMarkdown(takesStars: Bool) {
        var blocks = MarkdownBlocks()
        var at = 0
        while at < body.count, !isFull {
            var end = at
            while end < body.count, body[end] != 0x0A { end += 1 }
            writeLine(at..<end, &blocks, takesStars)
            at = end + 1
        }
        close(&blocks, before: body.count)
        setQuotes(0, &blocks, before: body.count)
    }

    private mutating func writeLine(
        _ line: Range<Int>, _ blocks: inout MarkdownBlocks, _ takesStars: Bool
    ) {
        var (start, quotes) = (line.lowerBound, 0)
        let isCode = if case .code = blocks.leaf { true } else { false }
        // Within code of no quote a sign is code.
        let most = isCode ? blocks.quotes : MarkdownBlocks.maxQuotes
        while quotes < most, let inner = afterQuoteSign(start..<line.upperBound) {
            (start, quotes) = (inner, quotes + 1)
        }
        let rest = start..<line.upperBound
        let isBlank = rest.allSatisfy { body[$0] == 0x20 || body[$0] == 0x09 || body[$0] == 0x0D }
        if quotes < blocks.quotes || quotes > blocks.quotes && !isBlank {
            close(&blocks, before: start)
            setQuotes(quotes, &blocks, before: start)
        }
        if case .code(let sign, let count) = blocks.leaf {
            if let fence = fence(rest), fence.sign == sign, fence.count >= count, fence.isBare {
                return close(&blocks, before: rest.upperBound)
            }
            writeText(rest)
            return write("\\n", before: rest.upperBound)
        }
        if isBlank {
            if blocks.leaf == .paragraph { close(&blocks, before: rest.upperBound) }
        } else if let fence = fence(rest) {
            close(&blocks, before: start)
            write("<pre dir=\\\"auto\\\"><code>", before: rest.upperBound)
            blocks.leaf = .code(fence.sign, fence.count)
        } else if let item = item(rest, blocks, takesStars) {
            if blocks.leaf != item.leaf {
                close(&blocks, before: start)
                write(item.leaf == .bullets ? "<ul>" : "<ol>", before: start)
                (blocks.leaf, blocks.number) = (item.leaf, 0)
            }
            blocks.number += 1
            write("<li dir=\\\"auto\\\">", before: start)
            writeInline(item.text, takesStars)
            write("</li>", before: rest.upperBound)
        } else {
            if blocks.leaf != .paragraph { close(&blocks, before: start) }
            write(blocks.leaf == .paragraph ? "<br>" : paragraph, before: start)
            blocks.leaf = .paragraph
            writeInline(rest, takesStars)
        }
    }

    /// Ends what is open within the quotes.
    private mutating func close(_ blocks: inout MarkdownBlocks, before next: Int) {
        switch blocks.leaf {
        case .none: break
        case .paragraph: write("</p>", before: next)
        case .bullets: write("</ul>", before: next)
        case .numbers: write("</ol>", before: next)
        case .code: write("</code></pre>", before: next)
        }
        blocks.leaf = .none
    }

    private mutating func setQuotes(_ count: Int, _ blocks: inout MarkdownBlocks, before next: Int)
    {
        while blocks.quotes > count {
            write("</blockquote>", before: next)
            blocks.quotes -= 1
        }
        while blocks.quotes < count {
            write("<blockquote>", before: next)
            blocks.quotes += 1
        }
    }

    // MARK: - What a line begins with

    private func afterSpaces(_ line: Range<Int>, most: Int = 3) -> Int {
        var at = line.lowerBound
        while at < line.upperBound, body[at] == 0x20, at - line.lowerBound < most { at += 1 }
        return at
    }

    private func afterQuoteSign(_ line: Range<Int>) -> Int? {
        let at = afterSpaces(line)
        guard at < line.upperBound, body[at] == 0x3E else { return nil }
        return at + 1 < line.upperBound && body[at + 1] == 0x20 ? at + 2 : at + 1
    }

    /// A fence, and whether nothing stands behind it.
    private func fence(_ line: Range<Int>) -> (sign: UInt8, count: Int, isBare: Bool)? {
        let first = afterSpaces(line)
        guard first < line.upperBound, body[first] == 0x60 || body[first] == 0x7E else {
            return nil
        }
        let sign = body[first]
        var at = first
        while at < line.upperBound, body[at] == sign { at += 1 }
        let rest = at..<line.upperBound
        guard at - first >= 3, !rest.contains(where: { body[$0] == 0x60 }) else { return nil }
        return (sign, at - first, rest.allSatisfy { body[$0] <= 0x20 })
    }

    /// An item of a list. Numbers begin with 1 and count on, or are all 1, so that a line that
    /// begins with a year is none, and each item has the number that was written.
    private func item(
        _ line: Range<Int>, _ blocks: MarkdownBlocks, _ takesStars: Bool
    ) -> (leaf: MarkdownBlocks.Leaf, text: Range<Int>)? {
        let first = afterSpaces(line, most: 8)
        guard first < line.upperBound else { return nil }
        var at = first
        let kind: MarkdownBlocks.Leaf
        switch body[first] {
        case 0x2D,
            0x2A where takesStars || body[first] == 0x2D:
            (at, kind) = (first + 1, .bullets)
        case 0x30...0x39:
            var number = 0
            while at < line.upperBound, at - first < 9, 0x30...0x39 ~= body[at] {
                number = number * 10 + Int(body[at] - 0x30)
                at += 1
            }
            let isNext = blocks.leaf == .numbers && number == blocks.number + 1
            guard isNext || number == 1, at < line.upperBound,
                body[at] == 0x2E || body[at] == 0x29
            else { return nil }
            (at, kind) = (at + 1, .numbers)
        default: return nil
        }
        guard at < line.upperBound, body[at] == 0x20 else { return nil }
        let text = afterSpaces(at..<line.upperBound, most: line.count)
        return text < line.upperBound ? (kind, text..<line.upperBound) : nil
    }

    // MARK: - Within a line

    private mutating func writeInline(_ line: Range<Int>, _ takesStars: Bool) {
        var at = line.lowerBound
        for mark in MarkdownLine(body, line, takesStars: takesStars).marks where mark.isUsed {
            writeText(at..<mark.range.lowerBound)
            at = mark.range.upperBound
            switch mark.kind {
            case .escape: break
            case .opening(let isStrong): write(isStrong ? "<strong>" : "<em>", before: at)
            case .closing(let isStrong): write(isStrong ? "</strong>" : "</em>", before: at)
            case .code(let code):
                write("<code>", before: mark.range.lowerBound)
                writeText(code)
                write("</code>", before: at)
            case .link(let text, let address):
                writeLink(to: address, text, before: mark.range.lowerBound)
            }
        }
        writeText(at..<line.upperBound)
    }
}
