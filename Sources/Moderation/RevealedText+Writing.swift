extension RevealedText {
    /// Bytes that further readings of words may add.
    private static let maxFurtherBytes = 16_384

    /// What `text` may say. `text` has no white space but single spaces; `neighbours` is how many
    /// words on either side a phrase can reach.
    init(_ text: NormalizedText, neighbours: Int) {
        guard Suspicion.arises(in: text) else { return }
        let hidden = Obfuscation(text)
        let words = hidden.words
        reserve(text.bytes.count)
        let changed = words.indices.filter { !words[$0].readings.isEmpty }
        guard !changed.isEmpty else { return }
        var next = 0
        for index in changed {
            let from = max(next, index - neighbours)
            if from > next || next == 0 { breakOff() }
            let end = min(words.count, index + neighbours + 1)
            for word in from..<max(from, end) {
                write(words[word], hidden, reading: 0, withGap: word > from || from == next)
            }
            next = max(next, end)
        }
        let limit = bytes.count + Self.maxFurtherBytes
        for index in changed {
            for reading in 0..<words[index].readings.count where reading > 0 && bytes.count < limit
            {
                breakOff()
                let from = max(0, index - neighbours)
                for word in from..<min(words.count, index + neighbours + 1) {
                    write(
                        words[word], hidden, reading: word == index ? reading : 0,
                        withGap: word > from)
                }
            }
        }
    }

    private mutating func write(
        _ word: Obfuscation.Word, _ hidden: Obfuscation, reading: Int, withGap: Bool
    ) {
        if withGap { for index in word.gap { append(hidden.glyphs[index]) } }
        if word.readings.isEmpty {
            for index in word.plain { append(hidden.glyphs[index]) }
        } else {
            let spelling = hidden.readings[word.readings.lowerBound + reading]
            for index in spelling { append(hidden.spelled[index]) }
        }
    }

    /// A word or phrase of a list as it is looked for in such a text: its bytes, how often each
    /// byte's character stands there, and how many words it has. Nil where it can only stand for
    /// itself: it has figures, or too few letters.
    static func listed(_ word: [UInt8]) -> (bytes: [UInt8], counts: [UInt32], words: Int)? {
        let hidden = Obfuscation(
            NormalizedText(String(decoding: word, as: UTF8.self)), isListed: true)
        var text = RevealedText()
        var letters = 0
        var isSpaced = true
        for word in hidden.words {
            guard let first = word.readings.first else { return nil }
            let reading = hidden.readings[first]
            letters += reading.count
            isSpaced = isSpaced && hidden.spelled[reading].allSatisfy { $0.script == .spaced }
            text.write(word, hidden, reading: 0, withGap: true)
        }
        // xxx is drawn out as it stands.
        let isOneCharacter = text.runs.first == text.runs.last
        guard letters >= (isSpaced ? 3 : 2), !isOneCharacter else { return nil }
        return (text.bytes, text.runs.map(\.count), hidden.words.count)
    }
}
