/// Words that are looked for together, and what each of them is in which lists.
struct WordIndex: Sendable {
    /// A word in a list.
    struct Use: Sendable, Equatable {
        let list: Int
        let match: WordList.Match
        /// How often each byte's character must stand in the text; empty where that is not asked.
        let counts: [UInt32]
    }

    private var words: [[UInt8]] = []
    private var indices: [[UInt8]: Int] = [:]
    private var lengths: [Int] = []
    /// The uses of each word.
    private var uses: [[Use]] = []
    private var database: Database?

    var isEmpty: Bool { lengths.isEmpty }

    /// Adds a word, which is not empty, before all is compiled.
    mutating func add(_ word: [UInt8], _ use: Use) {
        if let index = indices[word] {
            // One word of a list in both ways to match is found in the wider one.
            if !uses[index].contains(use) { uses[index].append(use) }
            return
        }
        indices[word] = words.count
        words.append(word)
        lengths.append(word.count)
        uses.append([use])
    }

    /// Makes the index ready; nothing can be added after.
    mutating func compile(_ forms: inout CompiledForms) throws(CompileFailure) {
        database = words.isEmpty ? nil : try Database.literals(words, &forms)
        words = []
        indices = [:]
    }

    /// Calls `found` for each use of each word and the bytes where it stands.
    func search(_ text: UnsafeBufferPointer<UInt8>, _ found: (Use, Range<Int>) -> Void) {
        guard let database else { return }
        database.scan(text) { match in
            let range = (match.end - lengths[match.id])..<match.end
            let isWhole = WordBoundary.holds(range, in: text)
            for use in uses[match.id] where isWhole || use.match == .anywhere {
                if isWhole || WordBoundary.isOfWholeLetters(range, in: text) {
                    found(use, range)
                }
            }
            return true
        }
    }
}
