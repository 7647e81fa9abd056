/// Finds what may be hidden in a text: takes it apart into words and decides for each what it may
/// say.
///
/// Every text in which something may be hidden goes through it, so that what it finds lies in few
/// piles, and these, with what it needs meanwhile, are used again for the next text.
struct Obfuscation: ~Copyable {
    private(set) var glyphs = Pile<Glyph>()
    /// A word of a list is taken as it stands: its figures mean themselves, its letters are always
    /// those that they look like.
    let isListed: Bool
    private(set) var words = Pile<Word>()
    /// What words say, one reading behind the other.
    var spelled = Pile<Glyph>()
    /// Where in `spelled` each reading lies.
    var readings = Pile<Range<Int>>()
    /// The glyphs up to here belong to words, or are what stands between them.
    private var done = 0
    /// Chunks of a single character each that followed one another, up to now.
    private var singles = Pile<Int>()
    /// The letters, figures and signs of the word that is looked at, as they are changed on the way
    /// to its readings.
    var word = Pile<Glyph>()
    var folded = Pile<Glyph>()
    var pieces = Pile<Piece>()

    /// A run of letters and figures of one script.
    struct Piece {
        let range: Range<Int>
        let script: Glyph.Script
    }

    /// A word, and what it may say.
    struct Word {
        /// The glyphs between it and the word before.
        let gap: Range<Int>
        /// The glyphs that it is written with.
        let plain: Range<Int>
        /// Which readings tell what it says once seen through; none where it is nothing but itself.
        let readings: Range<Int>
    }

    init(isListed: Bool = false) { self.isListed = isListed }

    /// Takes a text apart; what was found in another one before is gone. `text` has no white space
    /// but single spaces.
    mutating func read(_ text: NormalizedText) {
        words.removeAll()
        spelled.removeAll()
        readings.removeAll()
        done = 0
        takeGlyphs(of: text)
        var at = 0
        while at < glyphs.count {
            let start = at
            while at < glyphs.count, glyphs[at].kind != .space { at += 1 }
            if start < at { read(start..<at) }
            at += 1
        }
        flushSingles()
    }

    /// Whether what is kept for the next text is as large as no text within the limits asks for.
    var isBloated: Bool { max(glyphs.capacity, spelled.capacity) > Self.maxKept }

    private static let maxKept = 65_536

    private mutating func takeGlyphs(of text: NormalizedText) {
        glyphs.removeAll()
        // No text has more code points than bytes.
        glyphs.reserve(text.bytes.count)
        CodePointTable.withTable { table in
            text.forEachScalar { scalar, first, last in
                let at = glyphs.count - 1
                if Glyph.isLooseMark(scalar), at >= 0, glyphs[at].kind != .space {
                    glyphs[at].last = max(glyphs[at].last, last)
                    glyphs[at].hasMarks = true
                } else {
                    glyphs.append(table.glyph(scalar, first, last))
                }
            }
        }
    }

    private func isUnit(_ index: Int) -> Bool {
        switch glyphs[index].kind {
        case .letter, .digit, .sign: true
        case .joiner, .other, .space: false
        }
    }

    /// Takes a run of glyphs without white space.
    private mutating func read(_ chunk: Range<Int>) {
        guard let core = core(of: chunk) else { return }
        if core.count == 1 {
            if !singles.isEmpty, glyphs[singles[0]].script != glyphs[core.lowerBound].script {
                flushSingles()
            }
            singles.append(core.lowerBound)
            // `a, b, c` is a list.
            if glyphs[chunk.upperBound - 1].kind == .other { flushSingles() }
            return
        }
        flushSingles()
        if isPlain(core) || isAddress(chunk) {
            take(core, Self.none)
        } else if findLettersApart(core) {
            take(core, readWord(isJoined: true))
        } else {
            var start = core.lowerBound
            for index in core where glyphs[index].kind == .other {
                if start < index { readPart(start..<index) }
                start = index + 1
            }
            if start < core.upperBound { readPart(start..<core.upperBound) }
        }
    }

    /// No readings.
    static let none = 0..<0

    /// The chunk without punctuation at its ends; `!` and `|` are punctuation there.
    private func core(of chunk: Range<Int>) -> Range<Int>? {
        var (first, last) = (chunk.lowerBound, chunk.upperBound)
        while first < last, isEdge(first) { first += 1 }
        while first < last, isEdge(last - 1) { last -= 1 }
        return first < last ? first..<last : nil
    }

    private func isEdge(_ index: Int) -> Bool {
        !isUnit(index) || glyphs[index].scalar == 0x21 || glyphs[index].scalar == 0x7C
    }

    /// Addresses of pages and of mail say what they say.
    private func isAddress(_ chunk: Range<Int>) -> Bool {
        if isListed { return false }
        if has("www.", at: chunk.lowerBound, chunk) { return true }
        var at: Int?
        for index in chunk {
            switch glyphs[index].scalar {
            case 0x3A where has("://", at: index, chunk): return true
            case 0x40 where index > chunk.lowerBound && glyphs[index - 1].kind != .joiner:
                at = index
            case 0x2E:
                guard let at, index > at + 1, index + 1 < chunk.upperBound else { continue }
                if glyphs[index + 1].kind == .letter { return true }
            default: break
            }
        }
        return false
    }

    private func has(_ text: StaticString, at start: Int, _ chunk: Range<Int>) -> Bool {
        guard start + text.utf8CodeUnitCount <= chunk.upperBound else { return false }
        for index in 0..<text.utf8CodeUnitCount
        where glyphs[start + index].scalar != UInt32(text.utf8Start[index]) { return false }
        return true
    }

    /// Makes the letters of `f.r.e.e` or `f/r/e/e` the word: each alone, three or more, and always
    /// something that is no letter or digit between them.
    private mutating func findLettersApart(_ core: Range<Int>) -> Bool {
        guard core.count > 4, glyphs[core.lowerBound].kind == .letter else { return false }
        let separator = glyphs[core.lowerBound + 1]
        if separator.kind == .letter || separator.kind == .digit { return false }
        word.removeAll()
        var wasLetter = false
        for index in core {
            let glyph = glyphs[index]
            switch glyph.kind {
            case .letter, .digit:
                if wasLetter { return false }
                word.append(glyph)
                wasLetter = true
            case .sign where glyph.scalar != separator.scalar:
                if wasLetter { return false }
                word.append(glyph)
                wasLetter = true
            default: wasLetter = false
            }
        }
        return word.count > 2
    }

    private mutating func flushSingles() {
        defer { singles.removeAll() }
        guard !singles.isEmpty else { return }
        let (first, last) = (singles[0], singles[singles.count - 1])
        var spoken = Self.none
        if singles.count >= (glyphs[first].script == .spaced ? 3 : 2) {
            word.removeAll()
            for index in singles.indices { word.append(glyphs[singles[index]]) }
            spoken = readWord(isJoined: true)
        }
        guard !spoken.isEmpty else {
            for index in singles.indices {
                let single = singles[index]
                if isListed { spelled.append(glyphs[single]) }
                take(
                    single..<single + 1,
                    isListed ? addReading(spelled.count - 1..<spelled.count) : Self.none)
            }
            return
        }
        if !isListed { spoken = spoken.lowerBound..<addShorterReadings(of: spoken.lowerBound) }
        take(first..<last + 1, spoken)
    }

    /// `a f r e e` and `f r e e u` hold a word of one letter. The end of all readings.
    private mutating func addShorterReadings(of index: Int) -> Int {
        let reading = readings[index]
        guard reading.count > 3 else { return readings.count }
        let hasArticle = [0x61, 0x69].contains(spelled[reading.lowerBound].scalar)
        let hasYou = spelled[reading.upperBound - 1].scalar == 0x75
        if hasArticle { addReading(reading.dropFirst()) }
        if hasYou { addReading(reading.dropLast()) }
        if hasArticle, hasYou { addReading(reading.dropFirst().dropLast()) }
        return readings.count
    }

    /// Adds a reading that stands in `spelled`; which one it is.
    @discardableResult
    private mutating func addReading(_ spelling: Range<Int>) -> Range<Int> {
        readings.append(spelling)
        return readings.count - 1..<readings.count
    }

    /// Takes a word and what stands before it.
    mutating func take(_ plain: Range<Int>, _ readings: Range<Int>) {
        words.append(
            Word(gap: done..<max(done, plain.lowerBound), plain: plain, readings: readings))
        done = plain.upperBound
    }
}
