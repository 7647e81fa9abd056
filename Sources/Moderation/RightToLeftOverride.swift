/// Letters behind a right-to-left override (U+202E, UAX #9) are shown backwards: who reads a page
/// sees `free` where `eerf` is written.
enum RightToLeftOverride {
    private static let begin: Unicode.Scalar = "\u{202E}"
    private static let end: Unicode.Scalar = "\u{202C}"

    /// Whether there is one in a body.
    static func stands(in body: String) -> Bool {
        let bytes = body.utf8
        return bytes.withContiguousStorageIfAvailable { bytes in
            guard bytes.count > 2 else { return false }
            for at in 2..<bytes.count
            where bytes[at] == 0xAE && bytes[at - 1] == 0x80 && bytes[at - 2] == 0xE2 {
                return true
            }
            return false
        } ?? body.unicodeScalars.contains(begin)
    }

    /// The text in the order in which it is read; each code point of what was turned round came
    /// from all of that. What has no Latin letters is written from the right anyway.
    static func read(
        _ text: String.UnicodeScalarView, _ origins: [Range<UInt32>]
    ) -> (text: String.UnicodeScalarView, origins: [Range<UInt32>]) {
        var scalars = Array(text)
        var origins = origins
        var at = 0
        while at < scalars.count {
            guard scalars[at] == begin else {
                at += 1
                continue
            }
            let start = at + 1
            at = start
            while at < scalars.count, scalars[at] != end, scalars[at] != "\n" { at += 1 }
            let run = start..<at
            let isLatin = run.contains {
                scalars[$0].properties.isAlphabetic && scalars[$0] < "\u{250}"
            }
            guard isLatin, let first = run.first(where: { !scalars[$0].properties.isWhitespace }),
                let last = run.last(where: { !scalars[$0].properties.isWhitespace })
            else { continue }
            let all = origins[first].lowerBound..<origins[last].upperBound
            for index in run { origins[index] = all }
            scalars[run].reverse()
        }
        var read = String.UnicodeScalarView()
        read.append(contentsOf: scalars)
        return (read, origins)
    }
}
