extension Obfuscation {
    /// Takes a run of letters, figures and what may stand within words.
    mutating func readPart(_ part: Range<Int>) {
        var pieces: [(range: Range<Int>, script: Glyph.Script)] = []
        for piece in part.split(at: { glyphs[$0].kind == .joiner }) {
            var start = piece.lowerBound
            for index in piece.dropFirst() where script(index) != script(index - 1) {
                pieces.append((start..<index, script(start)))
                start = index
            }
            pieces.append((start..<piece.upperBound, script(start)))
        }
        var at = 0
        while at < pieces.count {
            var end = at + 1
            while end < pieces.count, pieces[end].script == pieces[at].script { end += 1 }
            take(pieces[at..<end].map(\.range))
            at = end
        }
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
    private mutating func take(_ pieces: [Range<Int>]) {
        guard let first = pieces.first, let last = pieces.last else { return }
        let whole = first.lowerBound..<last.upperBound
        if pieces.count == 1 {
            take(first, isPlain(first) ? [] : readings(Array(first), isJoined: false))
            return
        }
        if let starred = starred(whole) {
            take(whole, readings(starred, isJoined: true))
            return
        }
        let count = pieces.reduce(0) { $0 + $1.count }
        let isOne =
            isListed
            || zip(pieces, pieces.dropFirst()).allSatisfy {
                isOneWord($0, $1, count)
            }
        guard isOne else {
            for piece in pieces {
                take(piece, isPlain(piece) ? [] : readings(Array(piece), isJoined: false))
            }
            return
        }
        take(whole, readings(pieces.flatMap { Array($0) }, isJoined: true))
    }

    /// Whether what stands between two pieces may stand within a word. A full stop may end a
    /// sentence (`let's go.ok`): where no single letter is beside it, the word must be longer.
    private func isOneWord(_ left: Range<Int>, _ right: Range<Int>, _ letters: Int) -> Bool {
        let between = left.upperBound..<right.lowerBound
        if left.count == 1 || right.count == 1 { return between.count <= 2 }
        let hasStop = between.contains { glyphs[$0].scalar == 0x2E }
        return between.count == 1 && (!hasStop || letters >= Self.minLettersAcrossStop)
    }

    private static let minLettersAcrossStop = 5

    /// The letters and stars of `f*ck`, where a star may be a vowel: one or two of them, and three
    /// letters or more. `*` as emphasis has no letter on one of its sides.
    private func starred(_ word: Range<Int>) -> [Int]? {
        var stars = 0
        var units: [Int] = []
        for index in word {
            if glyphs[index].scalar == 0x2A {
                guard glyphs[index - 1].kind == .letter, glyphs[index + 1].kind == .letter else {
                    return nil
                }
                stars += 1
            } else if glyphs[index].kind == .joiner {
                continue
            }
            units.append(index)
        }
        return (1...2).contains(stars) && units.count - stars > 2 ? units : nil
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
