/// Finds what may be hidden in a text: takes it apart into words and decides for each what it may
/// say.
struct Obfuscation {
    let glyphs: [Glyph]
    /// A word of a list is taken as it stands: its figures mean themselves, its letters are always
    /// those that they look like.
    let isListed: Bool
    private(set) var words: [Word] = []
    /// The glyphs up to here belong to words, or are what stands between them.
    private var done = 0
    /// Chunks of a single character each that followed one another, up to now.
    private var singles: [Range<Int>] = []

    /// A word, and what it may say.
    struct Word {
        /// The glyphs between it and the word before.
        let gap: Range<Int>
        /// The glyphs that it is written with.
        let plain: Range<Int>
        /// What it says once seen through; empty where it is nothing but itself.
        let readings: [[Glyph]]
    }

    /// `text` has no white space but single spaces.
    init(_ text: NormalizedText, isListed: Bool = false) {
        glyphs = Self.glyphs(of: text)
        self.isListed = isListed
        var at = 0
        while at < glyphs.count {
            let start = at
            while at < glyphs.count, glyphs[at].kind != .space { at += 1 }
            if start < at { read(start..<at) }
            at += 1
        }
        flushSingles()
    }

    private static func glyphs(of text: NormalizedText) -> [Glyph] {
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(text.bytes.count)
        text.forEachScalar { scalar, first, last in
            if Glyph.isLooseMark(scalar), let base = glyphs.indices.last,
                glyphs[base].kind != .space
            {
                glyphs[base].last = max(glyphs[base].last, last)
                glyphs[base].hasMarks = true
            } else {
                glyphs.append(Glyph(scalar, first, last))
            }
        }
        return glyphs
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
            if let first = singles.first,
                glyphs[first.lowerBound].script != glyphs[core.lowerBound].script
            {
                flushSingles()
            }
            singles.append(core)
            // `a, b, c` is a list.
            if glyphs[chunk.upperBound - 1].kind == .other { flushSingles() }
            return
        }
        flushSingles()
        if isPlain(core) || isAddress(chunk) {
            take(core, [])
        } else if let letters = lettersApart(core) {
            take(core, readings(letters, isJoined: true))
        } else {
            for part in core.split(at: { glyphs[$0].kind == .other }) { readPart(part) }
        }
    }

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
        return (0..<text.utf8CodeUnitCount).allSatisfy {
            glyphs[start + $0].scalar == UInt32(text.utf8Start[$0])
        }
    }

    /// The letters of `f.r.e.e` or `f/r/e/e`: each alone, three or more, and always something that
    /// is no letter or digit between them.
    private func lettersApart(_ core: Range<Int>) -> [Int]? {
        guard core.count > 4, glyphs[core.lowerBound].kind == .letter else { return nil }
        let separator = glyphs[core.lowerBound + 1]
        var letters: [Int] = []
        var wasLetter = false
        for index in core {
            let glyph = glyphs[index]
            switch glyph.kind {
            case .letter, .digit:
                if wasLetter { return nil }
                letters.append(index)
                wasLetter = true
            case .sign where glyph.scalar != separator.scalar:
                if wasLetter { return nil }
                letters.append(index)
                wasLetter = true
            default: wasLetter = false
            }
        }
        return letters.count > 2 ? letters : nil
    }

    private mutating func flushSingles() {
        defer { singles.removeAll(keepingCapacity: true) }
        guard let first = singles.first, let last = singles.last else { return }
        let isLong = singles.count >= (glyphs[first.lowerBound].script == .spaced ? 3 : 2)
        var spoken = isLong ? readings(singles.map(\.lowerBound), isJoined: true) : []
        guard !spoken.isEmpty else {
            for single in singles { take(single, isListed ? [Array(glyphs[single])] : []) }
            return
        }
        if !isListed, let reading = spoken.first, reading.count > 3 {
            // `a f r e e` and `f r e e u` hold a word of one letter.
            let hasArticle = reading[0].scalar == 0x61 || reading[0].scalar == 0x69
            let hasYou = reading[reading.count - 1].scalar == 0x75
            if hasArticle { spoken.append(Array(reading.dropFirst())) }
            if hasYou { spoken.append(reading.dropLast()) }
            if hasArticle, hasYou { spoken.append(reading.dropFirst().dropLast()) }
        }
        take(first.lowerBound..<last.upperBound, spoken)
    }

    /// Takes a word and what stands before it.
    mutating func take(_ plain: Range<Int>, _ readings: [[Glyph]]) {
        words.append(
            Word(gap: done..<max(done, plain.lowerBound), plain: plain, readings: readings))
        done = plain.upperBound
    }
}

extension Range<Int> {
    /// The parts between the indices at which it is cut, none of them empty.
    func split(at isCut: (Int) -> Bool) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = lowerBound
        for index in self where isCut(index) {
            if start < index { parts.append(start..<index) }
            start = index + 1
        }
        if start < upperBound { parts.append(start..<upperBound) }
        return parts
    }
}
