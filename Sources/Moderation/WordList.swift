/// The words of a list, and how they are matched.
struct WordList: Sendable {
    /// How a list's words are found.
    enum Match: String, Sendable, CaseIterable {
        /// As whole words, by the rules of their script.
        case whole
        /// Inside longer words too.
        case anywhere
    }

    /// Normalized words, none of them empty.
    var words: [[UInt8]] = []
    var match = Match.whole
}

/// A word or phrase as it is compiled: normalized, white space as single spaces, none at the ends.
/// Empty where nothing is left.
func normalizedWord(_ word: String) -> [UInt8] {
    var bytes = NormalizedText(word).collapsingWhiteSpace().bytes[...]
    if bytes.first == 0x20 { bytes = bytes.dropFirst() }
    if bytes.last == 0x20 { bytes = bytes.dropLast() }
    return Array(bytes)
}

/// The words of a list file with the numbers of their lines: one word or phrase a line; blank lines
/// and those that begin with `#` are skipped, and so are a byte order mark and CR. What is no UTF-8
/// becomes U+FFFD.
func listedWords(_ file: [UInt8]) -> [(line: Int, word: String)] {
    let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { index, line in
        var line = line
        if index == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 {
            line = line.dropLast()
        }
        line = line.drop { $0 == 0x20 || $0 == 0x09 }
        guard !line.isEmpty, line.first != 0x23 else { return nil }
        return (index + 1, String(decoding: line, as: UTF8.self))
    }
}

/// How the words of a list file are matched: `# match: anywhere` on a line of its own says so.
func listedMatch(_ file: [UInt8]) throws(CompileFailure) -> WordList.Match {
    for (index, line) in file.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.first == 0x23 {
        let text = String(decoding: line.prefix(64), as: UTF8.self).dropFirst()
        let parts = text.split(separator: ":", maxSplits: 1).map { part in
            part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        guard parts.count == 2, parts[0] == "match" else { continue }
        if let match = WordList.Match(rawValue: parts[1]) { return match }
        let known = WordList.Match.allCases.map(\.rawValue).joined(separator: " or ")
        throw CompileFailure(problem: "line \(index + 1) of the list: expected match: \(known)")
    }
    return .whole
}
