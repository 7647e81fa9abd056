extension RevealedText {
    /// Bytes that further readings of words may add.
    private static let maxFurtherBytes = 16_384

    /// Takes what `hidden` found in a text; what was revealed of another one before is gone.
    /// `neighbours` is how many words on either side a phrase can reach.
    mutating func take(_ hidden: borrowing Obfuscation, neighbours: Int) {
        clear()
        let words = hidden.words.indices
        var next = 0
        for index in words where !hidden.words[index].readings.isEmpty {
            let from = max(next, index - neighbours)
            if from > next || next == 0 { breakOff() }
            let end = min(words.count, index + neighbours + 1)
            for word in from..<max(from, end) {
                write(hidden.words[word], hidden, reading: 0, withGap: word > from || from == next)
            }
            next = max(next, end)
        }
        takeFurtherReadings(hidden, neighbours)
    }

    private mutating func takeFurtherReadings(_ hidden: borrowing Obfuscation, _ neighbours: Int) {
        let words = hidden.words.indices
        let limit = bytes.count + Self.maxFurtherBytes
        for index in words where hidden.words[index].readings.count > 1 {
            for reading in 1..<hidden.words[index].readings.count where bytes.count < limit {
                breakOff()
                let from = max(0, index - neighbours)
                for word in from..<min(words.count, index + neighbours + 1) {
                    write(
                        hidden.words[word], hidden, reading: word == index ? reading : 0,
                        withGap: word > from)
                }
            }
        }
    }

    private mutating func write(
        _ word: Obfuscation.Word, _ hidden: borrowing Obfuscation, reading: Int, withGap: Bool
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
        var hidden = Obfuscation(isListed: true)
        hidden.read(NormalizedText(String(decoding: word, as: UTF8.self)))
        var text = RevealedText()
        var letters = 0
        var isSpaced = true
        for index in hidden.words.indices {
            let word = hidden.words[index]
            guard !word.readings.isEmpty else { return nil }
            let reading = hidden.readings[word.readings.lowerBound]
            letters += reading.count
            for index in reading where hidden.spelled[index].script != .spaced { isSpaced = false }
            text.write(word, hidden, reading: 0, withGap: true)
        }
        let runs = text.runs.withElements { Array($0) }
        // xxx is drawn out as it stands.
        let isOneCharacter = runs.first == runs.last
        guard letters >= (isSpaced ? 3 : 2), !isOneCharacter else { return nil }
        return (text.bytes.withElements { Array($0) }, runs.map(\.count), hidden.words.count)
    }
}
