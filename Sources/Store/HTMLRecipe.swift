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
        let body = Places(of: body)
        var (at, expected, added) = (0, 0, 0)
        while at < html.count {
            guard
                let copy = body.copy(of: html, at: at, expected: expected, least: Self.leastCopied)
            else {
                at += 1
                continue
            }
            bytes.append(number: at - added)
            bytes += html[added..<at]
            let step = copy.lowerBound - expected
            bytes.append(number: step < 0 ? -step << 1 | 1 : step << 1)
            bytes.append(number: copy.count)
            at += copy.count
            (expected, added) = (copy.upperBound, at)
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
    /// By a hash of the piece, the last place of one; -1 where there is none.
    private var last: [Int32]
    private let shift: UInt32

    init(of body: UnsafeBufferPointer<UInt8>) {
        self.body = body
        let bits = body.count < 1024 ? 9 : 12
        shift = UInt32(32 - bits)
        last = [Int32](repeating: -1, count: 1 << bits)
        for at in 0..<max(0, body.count - Self.piece + 1) {
            last[Self.hash(body, at, shift)] = Int32(truncatingIfNeeded: at)
        }
    }

    /// Knuth, The Art of Computer Programming, volume 3, section 6.4: multiplicative hashing.
    private static func hash(_ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ shift: UInt32) -> Int
    {
        Int((word(text, at) &* 2_654_435_769) >> shift)
    }

    private static func word(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32 {
        UInt32(text[at]) | UInt32(text[at + 1]) << 8 | UInt32(text[at + 2]) << 16
            | UInt32(text[at + 3]) << 24
    }

    /// The piece of the body that the HTML goes on with; nil where there is none worth copying.
    /// Mostly it goes on where it was, or behind a sign or two that became something else.
    func copy(
        of html: UnsafeBufferPointer<UInt8>, at: Int, expected: Int, least: Int
    ) -> Range<Int>? {
        guard at + Self.piece <= html.count, body.count >= Self.piece else { return nil }
        let word = Self.word(html, at)
        for place in expected..<min(expected + 5, max(expected, body.count - Self.piece + 1))
        where Self.word(body, place) == word {
            return place..<place + length(of: html, at, place)
        }
        let place = Int(last[Self.hash(html, at, shift)])
        guard place >= 0, Self.word(body, place) == word else { return nil }
        let length = length(of: html, at, place)
        return length < least ? nil : place..<place + length
    }

    private func length(of html: UnsafeBufferPointer<UInt8>, _ at: Int, _ place: Int) -> Int {
        let most = min(html.count - at, body.count - place)
        var length = Self.piece
        while length < most, html[at + length] == body[place + length] { length += 1 }
        return length
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
    /// Hands on, piece by piece, the HTML that a recipe makes of a body, as it stands in a JSON
    /// string; throws where the bytes are none that the recipe of that body has.
    package static func forEachPiece(
        of recipe: CommentRow.Text, on body: CommentRow.Text, _ take: (CommentRow.Text) -> Void
    ) throws(SQLiteError) {
        var reader = RecipeReader(bytes: recipe)
        var place = 0
        while !reader.isAtEnd {
            guard let added = reader.number(), let text = reader.text(added) else {
                throw RecipeReader.isDamaged
            }
            take(text)
            if reader.isAtEnd { break }
            guard let step = reader.number(), let length = reader.number() else {
                throw RecipeReader.isDamaged
            }
            place += step & 1 == 0 ? step >> 1 : -(step >> 1)
            guard place >= 0, length <= body.count, place <= body.count - length else {
                throw RecipeReader.isDamaged
            }
            take(CommentRow.Text(rebasing: body[place..<place + length]))
            place += length
        }
    }
}

/// Reads a recipe's numbers and texts.
private struct RecipeReader {
    let bytes: CommentRow.Text
    private var at = 0

    static var isDamaged: SQLiteError {
        SQLiteError(code: 11, message: "what makes HTML of a comment's text is damaged")
    }

    init(bytes: CommentRow.Text) { self.bytes = bytes }

    var isAtEnd: Bool { at >= bytes.count }

    /// Nil past the end, and for numbers that no text is long enough for.
    mutating func number() -> Int? {
        var (value, shift) = (0, 0)
        while at < bytes.count, shift <= 28 {
            let byte = Int(bytes[at])
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    mutating func text(_ length: Int) -> CommentRow.Text? {
        guard length <= bytes.count - at else { return nil }
        defer { at += length }
        return CommentRow.Text(rebasing: bytes[at..<at + length])
    }
}
