extension Obfuscation {
    /// Takes a run of letters, figures and what may stand within words.
    mutating func readPart(_ part: Range<Int>) {
        pieces.removeAll()
        var start = part.lowerBound
        for index in part {
            if glyphs[index].kind == .joiner {
                addPiece(start..<index)
                start = index + 1
            } else if index > start, script(index) != script(index - 1) {
                addPiece(start..<index)
                start = index
            }
        }
        addPiece(start..<part.upperBound)
        var at = 0
        while at < pieces.count {
            var end = at + 1
            while end < pieces.count, pieces[end].script == pieces[at].script { end += 1 }
            take(pieces: at..<end)
            at = end
        }
    }

    private mutating func addPiece(_ range: Range<Int>) {
        if range.isEmpty { return }
        pieces.append(Piece(range: range, script: script(range.lowerBound)))
    }

    /// A figure between two syllables of Hangul is but put in between.
    private func script(_ index: Int) -> Glyph.Script {
        let glyph = glyphs[index]
        if glyph.kind == .letter { return glyph.script }
        guard index > 0, index + 1 < glyphs.count, glyphs[index - 1].script == .hangul,
            glyphs[index + 1].script == .hangul
        else { return .spaced }
        return .hangul
    }

    /// Takes pieces of one script: as one word where they may be one.
    private mutating func take(pieces chosen: Range<Int>) {
        let first = pieces[chosen.lowerBound].range
        let whole = first.lowerBound..<pieces[chosen.upperBound - 1].range.upperBound
        if chosen.count == 1 { return take(piece: first) }
        if findStarred(whole) { return take(whole, readWord(isJoined: true)) }
        guard isListed || areOneWord(chosen) else {
            for index in chosen { take(piece: pieces[index].range) }
            return
        }
        word.removeAll()
        for index in chosen { word.append(pieces[index].range, of: glyphs) }
        take(whole, readWord(isJoined: true))
    }

    private mutating func take(piece: Range<Int>) {
        if isPlain(piece) { return take(piece, Self.none) }
        word.removeAll()
        word.append(piece, of: glyphs)
        take(piece, readWord(isJoined: false))
    }

    private func areOneWord(_ chosen: Range<Int>) -> Bool {
        var count = 0
        for index in chosen { count += pieces[index].range.count }
        for index in chosen.dropLast()
        where !isOneWord(pieces[index].range, pieces[index + 1].range, count) { return false }
        return true
    }

    /// Whether what stands between two pieces may stand within a word. A full stop may end a
    /// sentence (`let's go.ok`): where no single letter is beside it, the word must be longer.
    private func isOneWord(_ left: Range<Int>, _ right: Range<Int>, _ letters: Int) -> Bool {
        let between = left.upperBound..<right.lowerBound
        if left.count == 1 || right.count == 1 { return between.count <= 2 }
        guard between.count == 1 else { return false }
        let isStop = glyphs[between.lowerBound].scalar == 0x2E
        return !isStop || letters >= Self.minLettersAcrossStop
    }

    private static let minLettersAcrossStop = 5

    /// Makes the letters and stars of `f*ck` the word, where a star may be a vowel: one or two of
    /// them, and three letters or more. `*` as emphasis has no letter on one of its sides.
    private mutating func findStarred(_ whole: Range<Int>) -> Bool {
        var stars = 0
        word.removeAll()
        for index in whole {
            if glyphs[index].scalar == 0x2A {
                guard glyphs[index - 1].kind == .letter, glyphs[index + 1].kind == .letter else {
                    return false
                }
                stars += 1
            } else if glyphs[index].kind == .joiner {
                continue
            }
            word.append(glyphs[index])
        }
        return (1...2).contains(stars) && word.count - stars > 2
    }

    /// Whether nothing can be hidden in a piece: it is written in small ASCII letters or a script
    /// without look-alikes, without marks, and nothing is drawn out.
    func isPlain(_ piece: Range<Int>) -> Bool {
        guard !isListed else { return false }
        var previous: UInt32 = 0
        var run = 1
        for index in piece {
            let glyph = glyphs[index]
            guard glyph.kind == .letter, !glyph.hasMarks,
                glyph.isASCIILetter || glyph.script != .spaced
            else { return false }
            run = glyph.scalar == previous ? run + 1 : 1
            if run >= RevealedText.drawnOut { return false }
            previous = glyph.scalar
        }
        return true
    }
}
