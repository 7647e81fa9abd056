/// How far an import is.
struct ImportProgress {
    /// What is done now: `reading` or `importing`.
    let phase: String
    /// How much of all is done, from 0 to 1.
    let share: Double
    /// Comments that are done, and what was left out or put right.
    let comments: Int
    let troubles: Int
    let seconds: Double

    /// Columns of the bar, where there is room for it.
    private static let bar = (most: 24, least: 6)

    private var percent: Int { Int(share * 100) }
    private var rate: Int { Int(Double(comments) / max(seconds, 0.001)) }
    private var rest: Int { share > 0 ? Int(seconds / share * (1 - share)) : 0 }

    /// As a line of a log.
    var line: String {
        "\(phase) \(percent) %, \(comments) comments, \(rate) a second, \(rest) s left, "
            + "\(troubles) skipped or repaired"
    }

    /// As a bar with figures that takes less than a terminal's line, so that it stands in one: the
    /// fewer columns there are, the fewer words.
    func bar(columns: Int) -> String {
        let (minutes, seconds) = (rest / 60, rest % 60)
        let left = "\(minutes):\(seconds < 10 ? "0" : "")\(seconds)"
        let texts = [
            line,
            "\(percent) %, \(comments), \(rate)/s, \(left) left, \(troubles) skipped or repaired",
            "\(percent) %, \(comments), \(rate)/s, \(left) left, \(troubles) amiss",
            "\(percent) % \(comments) \(rate)/s \(left) \(troubles) amiss",
            "\(percent) % \(comments) \(troubles) amiss",
        ]
        let room = columns - 1
        let fitting = texts.first { TextLayout.width($0) + Self.bar.least < room }
        guard let text = fitting else { return TextLayout.cut(texts[texts.count - 1], to: room) }
        let length = min(Self.bar.most, room - 1 - TextLayout.width(text))
        let filled = Int(share * Double(length))
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: length - filled) + " " + text
    }
}
