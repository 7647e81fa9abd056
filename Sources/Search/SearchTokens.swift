/// How texts stand in the index, and how a query asks for those that may match.
///
/// A token is a word, or two neighbouring characters of an unspaced script, or one that has none
/// behind it: so each character begins one token, a word of two characters is one token, and one
/// character is found as the beginning of tokens. Positions are not kept: what the index finds is
/// compared with the text itself.
package enum SearchTokens {
    /// A longer word stands in the index with its beginning, in bytes.
    private static let maxBytes = 48
    /// So many tokens of a term are asked for: the rest is seen in the text.
    private static let maxAsked = 12

    /// Who may find a text by a token.
    package enum Audience: Sendable {
        case everyone
        case moderators

        var letter: UInt8 { self == .everyone ? 0x70 : 0x68 }
    }

    /// The tokens of a text, each once, as the index takes them: in a row with spaces between.
    /// Each begins with who may find it and the site, so that no one meets another's.
    package static func row(_ text: SearchText, of siteID: Int64, for audience: Audience) -> [UInt8]
    {
        let start = prefix(siteID, audience)
        var seen = SearchTokenSet(count: text.units.count)
        // A character of an unspaced script stands in two tokens at most, all else in one.
        let most = text.bytes.count * 2 + text.units.count * (start.count + 1)
        return [UInt8](unsafeUninitializedCapacity: most) { row, count in
            func add(_ piece: UnsafeBufferPointer<UInt8>) {
                count = row[count...].initialize(fromContentsOf: piece)
            }
            text.bytes.withUnsafeBufferPointer { bytes in
                start.withUnsafeBufferPointer { start in
                    for index in text.units.indices {
                        let token = Self.token(of: text, at: index)
                        guard seen.insert(token, of: bytes) else { continue }
                        if count > 0 {
                            row[count] = 0x20
                            count += 1
                        }
                        add(start)
                        add(UnsafeBufferPointer(rebasing: bytes[token]))
                    }
                }
            }
        }
    }

    private static func prefix(_ siteID: Int64, _ audience: Audience) -> [UInt8] {
        // U+00B7 is in no word.
        [audience.letter] + Array(String(siteID, radix: 36).utf8) + [0xC2, 0xB7]
    }

    /// Where the token of a unit stands.
    private static func token(of text: SearchText, at index: Int) -> Range<Int> {
        let unit = text.units[index]
        guard unit.isUnspaced else { return cut(unit, of: text) }
        guard index + 1 < text.units.count else { return unit.place }
        let next = text.units[index + 1]
        guard next.isUnspaced, !next.isApart else { return unit.place }
        return unit.place.lowerBound..<next.place.upperBound
    }

    /// So much of a word as the index has.
    private static func cut(_ word: SearchText.Unit, of text: SearchText) -> Range<Int> {
        let start = word.place.lowerBound
        guard word.count > maxBytes else { return word.place }
        var end = start + maxBytes
        while end > start, text.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return start..<end
    }

    /// What a term asks the index for.
    fileprivate struct Asked {
        let token: ArraySlice<UInt8>
        let isPrefix: Bool
    }

    fileprivate static func asked(for term: SearchTerm) -> [Asked] {
        let units = term.text.units
        var asked: [Asked] = []
        var single: Asked?
        for (index, unit) in units.enumerated() {
            let bytes = term.text.bytes(of: unit)
            if !unit.isUnspaced {
                let word = term.text.bytes[cut(unit, of: term.text)]
                let isPrefix = term.isPrefix[index] && word.count == bytes.count
                asked.append(Asked(token: word, isPrefix: isPrefix))
            } else if index + 1 < units.count, units[index + 1].isUnspaced,
                !units[index + 1].isApart
            {
                let pair = term.text.bytes[token(of: term.text, at: index)]
                asked.append(Asked(token: pair, isPrefix: false))
            } else if index == 0 || !units[index - 1].isUnspaced || unit.isApart {
                single = single ?? Asked(token: bytes, isPrefix: true)
            }
        }
        // A character alone begins many tokens: it is asked for where nothing else is.
        if asked.isEmpty, let single { asked = [single] }
        return Array(asked.prefix(maxAsked))
    }

    /// An expression of FTS5 that all texts match which the query may find; others may match it
    /// too. Tokens alone come from the query, and they hold no sign but letters and digits.
    package static func expression(
        of query: SearchQuery, in siteID: Int64, for audiences: [Audience]
    ) -> String {
        var bytes: [UInt8] = []
        for (index, audience) in audiences.enumerated() {
            if index > 0 { bytes += " OR ".utf8 }
            let start = prefix(siteID, audience)
            write(query.groups, " AND ", to: &bytes) { group, bytes in
                write(group, " OR ", to: &bytes) { term, bytes in
                    write(asked(for: term), " AND ", to: &bytes) { asked, bytes in
                        bytes.append(0x22)
                        bytes += start
                        bytes += asked.token
                        bytes.append(0x22)
                        if asked.isPrefix { bytes.append(0x2A) }
                    }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write<Item>(
        _ items: [Item], _ joint: String, to bytes: inout [UInt8],
        _ write: (Item, inout [UInt8]) -> Void
    ) {
        bytes.append(0x28)
        for (index, item) in items.enumerated() {
            if index > 0 { bytes += joint.utf8 }
            write(item, &bytes)
        }
        bytes.append(0x29)
    }
}
