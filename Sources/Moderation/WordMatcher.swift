/// Finds the words and phrases of any number of lists in one pass over a text.
struct WordMatcher: Sendable {
    /// All distinct words; nil where there are none.
    private let database: Database?
    /// Bytes of each word.
    private let lengths: [Int]
    /// The lists that each word stands in.
    private let listsOfWord: [[Int]]
    private let listCount: Int

    /// A matcher of nothing.
    init() {
        database = nil
        lengths = []
        listsOfWord = []
        listCount = 0
    }

    /// `lists` are lists of normalized words; none is empty.
    init(lists: [[[UInt8]]]) throws(CompileFailure) {
        var indices: [[UInt8]: Int] = [:]
        var words: [[UInt8]] = []
        var listsOfWord: [[Int]] = []
        for (list, members) in lists.enumerated() {
            for word in members {
                let index = indices[word] ?? words.count
                if index == words.count {
                    indices[word] = index
                    words.append(word)
                    listsOfWord.append([])
                }
                if listsOfWord[index].last != list { listsOfWord[index].append(list) }
            }
        }
        database = words.isEmpty ? nil : try Database.literals(words)
        lengths = words.map(\.count)
        self.listsOfWord = listsOfWord
        listCount = lists.count
    }

    /// For each list the places of its words in the body.
    func places(in text: NormalizedText) -> [[Range<Int>]] {
        guard let database else { return [[Range<Int>]](repeating: [], count: listCount) }
        let text = text.collapsingWhiteSpace()
        var found = [Places](repeating: Places(), count: listCount)
        text.bytes.withUnsafeBufferPointer { bytes in
            database.scan(bytes) { match in
                let range = (match.end - lengths[match.id])..<match.end
                if WordBoundary.holds(range, in: bytes) {
                    for list in listsOfWord[match.id] { found[list].take(range) }
                }
                return true
            }
        }
        return found.map { $0.settled.map(text.span) }
    }
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
