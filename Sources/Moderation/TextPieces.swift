/// Takes the features of a text one by one, with the bytes [start, end) that each stands for.
protocol PieceSink {
    mutating func take(_ index: UInt32, _ start: Int, _ end: Int)
}

/// Finds the pieces of a text that are its features, in one pass and without an allocation:
///
/// - letters are read as the Latin ones that they look like (UTS #39), figures and signs beside a
///   letter as those that they stand for, and loose marks not at all, so that what is disguised has
///   the features of what it says;
/// - words (runs of letters and digits) and pairs of words that follow each other;
/// - within what white space divides, its edges counted as a space each: runs of 2 to 4 code
///   points; of Han, kana and symbols 1 to 3, since one alone means something there;
/// - Hangul syllables are read as their letters (2 to 4 of these), so that endings and spelling
///   variants share features, and as whole syllables, 1 and 2.
///
/// At most three features for each letter and two more for each syllable and each word.
struct TextPieces<Sink: PieceSink> {
    var sink: Sink

    // The last four letters, the newest first, and where each begins.
    private var letters: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    private var starts: (Int, Int, Int, Int) = (0, 0, 0, 0)
    /// How many of them belong to this stretch.
    private var count = 0
    private var script = Script.alphabetic

    private var word: UInt64 = 0
    private var wordStart = -1
    private var lastWord: UInt64 = 0
    private var lastWordStart = -1

    private var lastSyllable: UInt64 = 0
    private var lastSyllableStart = -1

    init(sink: Sink) { self.sink = sink }

    /// Finds all of them; bytes that are not UTF-8 stand for themselves.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        // Whether a small Latin letter stands before.
        var isBeside = false
        while at < text.count {
            let byte = text[at]
            if byte < 0x80 {
                var letter = byte
                if byte < 0x41, let meant = LookAlike.letter(of: byte, isBeside, text, at + 1) {
                    letter = meant
                }
                take(UInt32(letter), CharacterKind.of(ascii: letter), at, at + 1)
                isBeside = letter &- 0x61 < 26
                at += 1
            } else {
                let (scalar, length) = UTF8Text.scalar(in: text, at: at)
                if !Glyph.isLooseMark(scalar) {
                    isBeside = takeLook(of: scalar, at, at + length)
                }
                at += length
            }
        }
        endWord(at: at)
        endStretch(at: at)
    }

    /// Takes the Latin letters that a code point over 0x7F looks like, or itself; whether it looks
    /// like any.
    private mutating func takeLook(of scalar: UInt32, _ start: Int, _ end: Int) -> Bool {
        let kind = CharacterKind.of(scalar)
        var letters = LookAlike.letters(of: scalar, kind)
        guard letters != 0 else {
            take(scalar, kind, start, end)
            return false
        }
        while letters != 0 {
            take(letters & 0xFF, .letter, start, end)
            letters >>= 8
        }
        return true
    }

    @inline(__always)
    private mutating func take(_ scalar: UInt32, _ kind: CharacterKind, _ start: Int, _ end: Int) {
        switch kind {
        case .whiteSpace:
            endWord(at: start)
            endStretch(at: start)
            return
        case .mark, .symbol:
            endWord(at: start)
        case .letter, .ideograph, .hangul:
            if wordStart < 0 { wordStart = start }
            word = FeatureHash.word(word, scalar)
        }
        if count == 0 { push(0x20, start) }
        switch kind {
        case .hangul: takeSyllable(scalar, start, end)
        case .ideograph, .symbol: takeLetter(UInt64(scalar), .whole, start, end)
        default: takeLetter(UInt64(scalar), .alphabetic, start, end)
        }
        if kind != .hangul { lastSyllableStart = -1 }
    }

    // MARK: - Words

    @inline(__always)
    private mutating func endWord(at end: Int) {
        guard wordStart >= 0 else { return }
        sink.take(FeatureHash.index(word: word), wordStart, end)
        if lastWordStart >= 0 {
            sink.take(FeatureHash.index(pair: lastWord, word), lastWordStart, end)
        }
        lastWord = word
        lastWordStart = wordStart
        word = 0
        wordStart = -1
    }

    // MARK: - Runs

    /// How long the runs are that end with a letter.
    private enum Script {
        case alphabetic
        case whole
    }

    @inline(__always)
    private mutating func push(_ letter: UInt64, _ start: Int) {
        letters = (letter, letters.0, letters.1, letters.2)
        starts = (start, starts.0, starts.1, starts.2)
        count += 1
    }

    @inline(__always)
    private mutating func takeLetter(
        _ letter: UInt64, _ script: Script, _ start: Int, _ end: Int
    ) {
        push(letter, start)
        self.script = script
        let keys = FeatureHash.keys
        if script == .whole {
            sink.take(run(letter &* keys.0 &+ FeatureHash.lengths.3), start, end)
        }
        takeRuns(script, end)
    }

    /// The runs of two and more that end with the newest letter.
    @inline(__always)
    private mutating func takeRuns(_ script: Script, _ end: Int) {
        let (keys, lengths) = (FeatureHash.keys, FeatureHash.lengths)
        guard count >= 2 else { return }
        var sum = letters.0 &* keys.0 &+ letters.1 &* keys.1
        sink.take(run(sum &+ lengths.0), starts.1, end)
        guard count >= 3 else { return }
        sum &+= letters.2 &* keys.2
        sink.take(run(sum &+ lengths.1), starts.2, end)
        guard count >= 4, script == .alphabetic else { return }
        sum &+= letters.3 &* keys.3
        sink.take(run(sum &+ lengths.2), starts.3, end)
    }

    @inline(__always)
    private func run(_ sum: UInt64) -> UInt32 { FeatureHash.index(run: sum) }

    @inline(__always)
    private mutating func endStretch(at end: Int) {
        guard count > 0 else { return }
        push(0x20, end)
        takeRuns(script, end)
        count = 0
        lastSyllableStart = -1
    }

    /// The letters of a syllable follow from its number (Unicode 16, section 3.12).
    private mutating func takeSyllable(_ scalar: UInt32, _ start: Int, _ end: Int) {
        let number = UInt64(scalar) - 0xAC00
        takeLetter(0x1100 + number / 588, .alphabetic, start, end)
        takeLetter(0x1161 + number / 28 % 21, .alphabetic, start, end)
        if number % 28 > 0 { takeLetter(0x11A7 + number % 28, .alphabetic, start, end) }
        let one = UInt64(scalar) &* FeatureHash.keys.0 &+ FeatureHash.syllable
        sink.take(run(one), start, end)
        if lastSyllableStart >= 0 {
            sink.take(run(one &+ lastSyllable &* FeatureHash.keys.1), lastSyllableStart, end)
        }
        lastSyllable = UInt64(scalar)
        lastSyllableStart = start
    }
}
