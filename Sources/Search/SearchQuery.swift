import Discussion

/// What somebody looks for: words and phrases that must be there, in each group any of its terms,
/// and terms that must not be.
///
/// Whatever is written is a query, or is refused in plain words: there is no syntax to get wrong.
/// `"…"` keeps words together, `-` before a term excludes it, `OR` (or `|`) between two takes
/// either, `NOT` and `AND` in capitals say what they mean, and `word*` is the beginning of a word.
package struct SearchQuery: Sendable {
    /// Terms of a query.
    package static let maxTerms = 16
    /// Words, and characters of unspaced scripts, in all terms together.
    package static let maxUnits = 128

    /// Of each group one must be found.
    let groups: [[SearchTerm]]
    let excluded: [SearchTerm]

    package init(_ written: String) throws(Refusal) {
        var reading = Reading(Self.pieces(of: written), hasOperators: true)
        // Where operators are all that there is, they are words.
        if reading.groups.isEmpty, reading.excluded.isEmpty {
            reading = Reading(Self.pieces(of: written), hasOperators: false)
        }
        (groups, excluded) = (reading.groups, reading.excluded)
        guard !groups.isEmpty else {
            throw .invalid("query", "expected a word to look for, one that is not excluded")
        }
        let terms = groups.flatMap(\.self) + excluded
        guard terms.count <= Self.maxTerms else {
            throw .invalid("query", "expected at most \(Self.maxTerms) words and phrases")
        }
        guard terms.reduce(0, { $0 + $1.text.units.count }) <= Self.maxUnits else {
            throw .invalid(
                "query", "expected at most \(Self.maxUnits) words and characters in all")
        }
    }

    /// Whether a text is what is looked for. What is compared is added to `work`.
    package func matches(_ text: SearchText, _ work: inout Int) -> Bool {
        for group in groups {
            var isFound = false
            for term in group where !isFound { isFound = term.isFound(in: text, &work) }
            guard isFound else { return false }
        }
        for term in excluded where term.isFound(in: text, &work) { return false }
        return true
    }
}

extension SearchQuery {
    /// A part of what was written, in its order.
    private struct Piece {
        var text = ""
        var isPhrase = false
        var isExcluded = false
    }

    /// Cuts at white space, but for what stands between quotation marks. A mark that is not closed
    /// goes to the end.
    private static func pieces(of written: String) -> [Piece] {
        var pieces: [Piece] = []
        var piece = Piece()
        func finish() {
            if !piece.text.unicodeScalars.isEmpty { pieces.append(piece) }
            piece = Piece()
        }
        for scalar in written.unicodeScalars {
            let isQuote = scalar == "\"" || scalar == "\u{201C}" || scalar == "\u{201D}"
            if isQuote {
                let (isOpening, isExcluded) = (!piece.isPhrase, piece.isExcluded)
                let isDirect = piece.text.unicodeScalars.isEmpty
                finish()
                piece.isPhrase = isOpening
                piece.isExcluded = isOpening && isDirect && isExcluded
            } else if !piece.isPhrase, scalar.properties.isWhitespace {
                finish()
            } else if !piece.isPhrase, scalar == "-", piece.text.unicodeScalars.isEmpty {
                piece.isExcluded = true
            } else {
                piece.text.unicodeScalars.append(scalar)
            }
        }
        finish()
        return pieces
    }

    /// Makes groups of the parts.
    private struct Reading {
        var groups: [[SearchTerm]] = []
        var excluded: [SearchTerm] = []

        init(_ pieces: [Piece], hasOperators: Bool) {
            var isOr = false
            var isNot = false
            // Whether `OR` may stand here: directly behind a term that is looked for.
            var hasLeft = false
            for piece in pieces {
                if hasOperators, !piece.isPhrase, !piece.isExcluded {
                    switch piece.text {
                    case "OR", "|":
                        isOr = hasLeft
                        continue
                    case "NOT":
                        isNot = true
                        continue
                    case "AND": continue
                    default: break
                    }
                }
                guard let term = SearchTerm(piece.text) else { continue }
                if piece.isExcluded || isNot {
                    excluded.append(term)
                    hasLeft = false
                } else if isOr {
                    groups[groups.count - 1].append(term)
                } else {
                    groups.append([term])
                    hasLeft = true
                }
                (isOr, isNot) = (false, false)
            }
        }
    }
}
