import CText
import SQLite

/// What makes a comment's HTML of its published body: pieces of the body, and what stands between
/// them, in the way of RFC 3284's instructions to add and to copy. Made once, when the text is
/// written; a tenth of what the HTML itself would take, because most of that is the body again.
///
/// Each instruction is a number of bytes to add, those bytes, how far to go on in the body (which
/// may be back) and how many bytes to copy from there; the last one may end behind its own bytes.
/// Numbers are LEB128, that which may be negative with its sign in the lowest bit.
package struct HTMLRecipe: Sendable {
    package let bytes: [UInt8]

    /// As it was stored; empty where there is no text.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// A copy takes two or three bytes itself: of pieces that are looked for anywhere, shorter ones
    /// are not worth it.
    private static let leastCopied = 6

    /// Of `html`, as it stands in a JSON string. Any `html` can be made of any `body`.
    package init(of html: UnsafeBufferPointer<UInt8>, from body: UnsafeBufferPointer<UInt8>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        var body = Places(of: body)
        var (at, expected, added) = (0, 0, 0)
        while at < html.count {
            guard
                let copy = body.copy(of: html, at: at, expected: expected, least: Self.leastCopied)
            else {
                at += 1
                continue
            }
            bytes.append(number: copy.at - added)
            bytes += html[added..<copy.at]
            let step = copy.piece.lowerBound - expected
            bytes.append(number: step < 0 ? -step << 1 | 1 : step << 1)
            bytes.append(number: copy.piece.count)
            at = copy.at + copy.piece.count
            (expected, added) = (copy.piece.upperBound, at)
        }
        if added < at {
            bytes.append(number: at - added)
            bytes += html[added..<at]
        }
        self.bytes = bytes
    }
}

/// Where in a body its pieces of four bytes stand.
private struct Places {
    private static let piece = 4

    private let body: UnsafeBufferPointer<UInt8>
    /// By a hash of the piece, the last place of one; -1 where there is none. Made where a piece is
    /// looked for: of a text without links none is.
    private var last: [Int32] = []
    private let bits: UInt32

    init(of body: UnsafeBufferPointer<UInt8>) {
        self.body = body
        bits = body.count < 1024 ? 9 : 12
    }

    /// The piece of the body that the HTML goes on with from `at` or a little later on, and where
    /// that is; nil where there is none worth copying.
    mutating func copy(
        of html: UnsafeBufferPointer<UInt8>, at: Int, expected: Int, least: Int
    ) -> (at: Int, piece: Range<Int>)? {
        guard at + Self.piece <= html.count, body.count >= Self.piece else { return nil }
        // Mostly it goes on where it was, or behind a sign or two that became something else.
        let next = min(expected + 5, max(expected, body.count - Self.piece + 1))
        let word = Self.word(html, at)
        for place in expected..<next where Self.word(body, place) == word {
            return (at, place..<place + length(of: html, at, place))
        }
        if let copy = copyBehindTag(of: html, at: at, expected: expected, least: least) {
            return copy
        }
        return lookedUp(word, of: html, at: at, least: least).map { (at, $0) }
    }

    /// The same behind a tag, or an entity that became of a sign or of a line's end. What is longer
    /// may have a piece of the body in it, as links do.
    private func copyBehindTag(
        of html: UnsafeBufferPointer<UInt8>, at: Int, expected: Int, least: Int
    ) -> (at: Int, piece: Range<Int>)? {
        guard Self.startsMarkup(html[at]), expected + Self.piece + 2 <= body.count else {
            return nil
        }
        let end = min(at + Self.longestTag, html.count - Self.piece)
        let words = (
            Self.word(body, expected), Self.word(body, expected + 1), Self.word(body, expected + 2)
        )
        for behind in at + 1..<max(at + 1, end) {
            let word = Self.word(html, behind)
            let skipped = word == words.0 ? 0 : word == words.1 ? 1 : word == words.2 ? 2 : nil
            guard let place = skipped.map({ expected + $0 }) else { continue }
            let length = length(of: html, behind, place)
            if length >= least { return (behind, place..<place + length) }
        }
        return nil
    }

    /// A tag, an entity, or an escape of JSON.
    private static func startsMarkup(_ byte: UInt8) -> Bool {
        byte == 0x3C || byte == 0x26 || byte == 0x5C
    }

    /// `</p><p dir=\"auto\">` is one of the longest that stand in every other text.
    private static let longestTag = 24

    private mutating func lookedUp(
        _ word: UInt32, of html: UnsafeBufferPointer<UInt8>, at: Int, least: Int
    ) -> Range<Int>? {
        guard html.count - at >= least else { return nil }
        if last.isEmpty {
            last = [Int32](repeating: -1, count: 1 << Int(bits))
            for at in 0...body.count - Self.piece {
                last[hash(Self.word(body, at))] = Int32(truncatingIfNeeded: at)
            }
        }
        let place = Int(last[hash(word)])
        guard place >= 0, Self.word(body, place) == word else { return nil }
        let length = length(of: html, at, place)
        return length < least ? nil : place..<place + length
    }

    /// Knuth, The Art of Computer Programming, volume 3, section 6.4: multiplicative hashing.
    private func hash(_ word: UInt32) -> Int { Int((word &* 2_654_435_769) >> (32 - bits)) }

    private static func word(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32 {
        UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: at, as: UInt32.self)
    }

    private func length(of html: UnsafeBufferPointer<UInt8>, _ at: Int, _ place: Int) -> Int {
        let most = min(html.count - at, body.count - place)
        guard let html = html.baseAddress, let body = body.baseAddress else { return 0 }
        return ctext_alike(html + at, body + place, most)
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

extension HTMLRecipe {
    /// So many bytes behind what `write` has written it may overwrite.
    package static var slack: Int { Int(CTEXT_SLACK) }

    /// Writes the HTML that a recipe makes of a body, as it stands in a JSON string: how many bytes
    /// that are, nil where they and the slack do not go into the buffer. Throws where the bytes are
    /// none that the recipe of that body has.
    package static func write(
        _ recipe: CommentRow.Text, on body: CommentRow.Text,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(SQLiteError) -> Int? {
        let length = ctext_expand(
            recipe.baseAddress, recipe.count, body.baseAddress, body.count, buffer.baseAddress,
            buffer.count)
        switch length {
        case 0...: return Int(length)
        case Int64(CTEXT_NO_ROOM): return nil
        default:
            throw SQLiteError(
                code: 11, message: "what makes HTML of a comment's text is damaged")
        }
    }
}
