import Discussion

/// Texts in English, Korean and Japanese whose words come as often as words do (Zipf's law), so
/// that it is known which are common and which are rare.
struct SearchTexts {
    /// Words of each language.
    private static let words = 20_000
    private static let particles = ["은", "는", "이", "가", "을", "를", "의", "에", "도", ""]
    private static let kana = ["の", "は", "が", "を", "に", "で", "と", "も"]

    private let zipf = ZipfDice(count: words)

    /// The English word of a rank, counted from 1: syllables that say its number.
    static func english(_ rank: Int) -> String {
        let consonants = Array("bdfghklmnprstvz")
        let vowels = Array("aeiou")
        var (rest, word) = (rank + 75, "")
        while rest > 0 {
            word.append(consonants[rest % 15])
            word.append(vowels[rest / 15 % 5])
            rest /= 75
        }
        return word
    }

    /// The Korean word of a rank: two syllables.
    static func korean(_ rank: Int) -> String { pair(rank, from: 0xAC00, of: 11_172) }

    /// The Japanese word of a rank: two characters of the common ones.
    static func japanese(_ rank: Int) -> String { pair(rank, from: 0x4E00, of: 4_000) }

    private static func pair(_ rank: Int, from first: UInt32, of count: Int) -> String {
        // Primes, so that neighbours in rank have nothing in common.
        let numbers = [rank * 7_919 % count, rank * 104_729 % count]
        var text = String.UnicodeScalarView()
        for number in numbers {
            if let scalar = Unicode.Scalar(first + UInt32(number)) { text.append(scalar) }
        }
        return String(text)
    }

    /// A comment of ten to forty words, of a language by its number.
    func text(_ number: Int, _ dice: inout SeededDice) -> String {
        var words: [String] = []
        for _ in 0..<(10 + dice.below(30)) {
            let rank = zipf.draw(&dice)
            switch number % 3 {
            case 0: words.append(Self.english(rank))
            case 1:
                words.append(
                    Self.korean(rank) + Self.particles[dice.below(Self.particles.count)])
            default:
                words.append(Self.japanese(rank) + Self.kana[dice.below(Self.kana.count)])
            }
        }
        return words.joined(separator: number % 3 == 2 ? "" : " ")
    }
}
