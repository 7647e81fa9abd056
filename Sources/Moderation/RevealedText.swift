/// What a text may say where obfuscation hides it, beside the text itself: only stretches in which
/// something is hidden, each with the words around it, apart by line feeds.
///
/// Runs of a character are one character in it; `runs` knows how many there were. What a stretch
/// says is found in it as whole words, as in the text; a word that is not hidden is not looked for
/// here, so that plain text can hit by nothing but itself.
struct RevealedText: ~Copyable {
    /// Valid UTF-8.
    private(set) var bytes = Pile<UInt8>(capacity: 512)
    /// For each byte of `bytes` what its character was.
    private(set) var runs = Pile<Run>(capacity: 512)

    /// A run of one character.
    struct Run: Equatable {
        /// Code points of the body, `first` up to but without `last`.
        var first: UInt32
        var last: UInt32
        /// How many times the character stood there.
        var count: UInt32
    }

    /// From so many times on a character may be drawn out; twice is spelling.
    static let drawnOut = 3

    /// The code points of the body that these bytes came from.
    func span(of range: Range<Int>) -> Range<Int> {
        if range.isEmpty { return 0..<0 }
        let (first, last) = (runs[range.lowerBound].first, runs[range.upperBound - 1].last)
        return first < last ? Int(first)..<Int(last) : 0..<0
    }

    /// Whether the characters of `range` stand there as often as a word has them, or are drawn out.
    /// Inside a longer word the first and the last may go on with it.
    func fits(_ counts: [UInt32], _ range: Range<Int>, isInside: Bool) -> Bool {
        for (index, expected) in zip(range, counts) {
            let count = runs[index].count
            if count == expected || count >= max(UInt32(Self.drawnOut), expected) { continue }
            let isEdge =
                runs[index] == runs[range.lowerBound]
                || runs[index] == runs[range.upperBound - 1]
            guard isInside, isEdge, count > expected else { return false }
        }
        return true
    }

    mutating func clear() {
        bytes.removeAll()
        runs.removeAll()
        previous = nil
    }

    /// Ends a stretch.
    mutating func breakOff() {
        guard !bytes.isEmpty, bytes[bytes.count - 1] != 0x0A else { return }
        bytes.append(0x0A)
        runs.append(Run(first: 0, last: 0, count: 1))
        previous = nil
    }

    private var previous: UInt32?

    /// Appends a character, or counts it where it stands already at the end.
    mutating func append(_ glyph: Glyph) {
        if glyph.scalar == previous {
            var index = bytes.count - 1
            let run = Run(
                first: runs[index].first, last: max(runs[index].last, glyph.last),
                count: runs[index].count + 1)
            while index > 0, bytes[index] & 0xC0 == 0x80 {
                runs[index] = run
                index -= 1
            }
            runs[index] = run
            return
        }
        let run = Run(first: glyph.first, last: glyph.last, count: 1)
        if glyph.scalar < 0x80 {
            previous = glyph.scalar
            bytes.append(UInt8(glyph.scalar))
            runs.append(run)
            return
        }
        guard let scalar = Unicode.Scalar(glyph.scalar) else { return }
        previous = glyph.scalar
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            bytes.append(byte)
            runs.append(run)
        }
    }
}
