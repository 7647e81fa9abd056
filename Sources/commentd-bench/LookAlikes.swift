import Discussion

/// Letters that look like others, as writers of spam use them.
enum LookAlikes {
    /// For each letter what may stand for it: Cyrillic, Greek, full width, then digits and signs.
    private static let table: [(Unicode.Scalar, letters: String, signs: String)] = [
        ("a", "аα\u{FF41}", "4@"), ("b", "Ь\u{FF42}", "8"), ("c", "сϲ\u{FF43}", ""),
        ("d", "ԁ\u{FF44}", ""), ("e", "еε\u{FF45}", "3"), ("h", "һ\u{FF48}", ""),
        ("i", "іι\u{FF49}", "1!"), ("k", "кκ\u{FF4B}", ""), ("l", "ӏ\u{FF4C}", "1"),
        ("m", "м\u{FF4D}", ""), ("n", "п\u{FF4E}", ""), ("o", "оο\u{FF4F}", "0"),
        ("p", "рρ\u{FF50}", ""), ("s", "ѕ\u{FF53}", "5$"), ("t", "т\u{FF54}", "7"),
        ("u", "υ\u{FF55}", ""), ("v", "ν\u{FF56}", ""), ("x", "хχ\u{FF58}", ""),
        ("y", "у\u{FF59}", ""),
    ]

    /// A text with some 40 of 100 such letters replaced, at times with a zero-width space behind
    /// them: the same for equal seeds. `signs`: digits and signs stand for letters too.
    static func disguise(_ text: String, signs: Bool, seed: UInt64) -> String {
        var dice = SeededDice(seed: seed)
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let small = Unicode.Scalar(scalar.value | 0x20) ?? scalar
            guard scalar.isASCII, let row = table.first(where: { $0.0 == small }),
                dice.percent(40)
            else {
                result.append(scalar)
                continue
            }
            let choices = Array((row.letters + (signs ? row.signs : "")).unicodeScalars)
            result.append(choices[dice.below(choices.count)])
            if dice.percent(10) { result.append("\u{200B}") }
        }
        return String(result)
    }
}
