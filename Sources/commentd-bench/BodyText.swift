import Discussion

/// Texts such as readers write: words with punctuation, quotes, some letters beyond ASCII and
/// breaks of the line, and nothing that a rule would stop.
enum BodyText {
    private static let words: [String] = [
        "we", "have", "seen", "how", "long", "such", "plans", "take", "here", "nobody", "asked",
        "what", "becomes", "of", "the", "old", "bridge,", "and", "who", "pays.", "my", "street",
        "was", "closed", "for", "a", "year;", "our", "school", "bus", "still", "goes", "round",
        "by", "river.", "\"temporary\"", "they", "said,", "in", "spring.", "let's", "wait", "to",
        "hear", "from", "council", "first", "on", "costs", "façade", "résumé", "über", "señor",
        "trams", "quieter", "than", "cars", "good", "report", "read", "it", "twice", "numbers",
        "look", "right", "but", "not", "new", "either", "\"in time\"", "means", "nothing",
    ]

    /// About as many bytes as asked for.
    static func make(bytes: Int, _ dice: inout SeededDice) -> String {
        var text = words[dice.below(words.count)]
        while text.utf8.count < bytes {
            text += dice.below(12) == 0 ? "\n" : " "
            text += words[dice.below(words.count)]
        }
        return text
    }
}
