import Discussion

/// What to learn from and what to be tested on.
struct ClassifierSplit {
    let name: String
    let training: [LabeledText]
    let test: [LabeledText]

    /// With the first so many examples only.
    func learning(first count: Int) -> ClassifierSplit {
        ClassifierSplit(
            name: "\(name), \(Text.grouped(count)) examples",
            training: Array(training.prefix(count)),
            test: test)
    }

    /// The test with its positive texts in look-alike letters.
    func disguised(signs: Bool) -> [LabeledText] {
        test.enumerated().map { at, text in
            guard text.isPositive else { return text }
            let seed = SeededDice.mix(UInt64(at))
            return LabeledText(
                text: LookAlikes.disguise(text.text, signs: signs, seed: seed), isPositive: true)
        }
    }
}

/// The splits of the published collections: of YouTube comments two videos and a third, of others
/// one in five by the number of the row.
enum ClassifierSets {
    /// The splits of the spam in this folder; those that are averaged stand together.
    static func spam(in folder: String) throws(BenchProblem) -> [[ClassifierSplit]] {
        let messages = try LabeledTexts.tabbed(
            "\(folder)/sms-spam/SMSSpamCollection", text: 1, label: 0
        ) { $0 == "spam" }
        return try youTube("\(folder)/youtube-spam").map { [$0] } + [folds("sms-spam", messages)]
    }

    /// The splits of the offensive texts, each language's and all of them in one; of English also
    /// with few examples.
    static func offence(in folder: String) throws(BenchProblem) -> [[ClassifierSplit]] {
        let offensive = try LabeledTexts.tabbed(
            "\(folder)/olid/olid-training-v1.0.tsv", text: 1, label: 2
        ) { $0 == "OFF" }
        let korean = try LabeledTexts.tabbed(
            "\(folder)/korean-hate-kocohub/labeled/train.tsv", text: 0, label: 3
        ) { $0 != "none" }
        let german = try LabeledTexts.commaSeparated(
            "\(folder)/germeval2021/GermEval21_TrainData.csv", text: "comment_text",
            label: "Sub1_Toxic")
        let chinese = try LabeledTexts.commaSeparated(
            "\(folder)/chinese-cold/dev.csv", text: "TEXT", label: "label")
        let each = [
            folds("olid", offensive)[0], folds("korean-hate", korean)[0],
            folds("germeval2021", german)[0], folds("chinese-cold", chinese)[0],
        ]
        let together = ClassifierSplit(
            name: "the four in one", training: each.flatMap(\.training),
            test: each.flatMap(\.test))
        let few = [100, 300, 1000, 3000].map { each[0].learning(first: $0) }
        return (each + [together] + few).map { [$0] }
    }

    private static func youTube(_ folder: String) throws(BenchProblem) -> [ClassifierSplit] {
        var videos: [(name: String, texts: [LabeledText])] = []
        for (number, name) in ["Psy", "KatyPerry", "LMFAO"].enumerated() {
            let path = "\(folder)/Youtube0\(number + 1)-\(name).csv"
            let texts = try LabeledTexts.commaSeparated(path, text: "CONTENT", label: "label")
            videos.append((name, texts))
        }
        return videos.map { video in
            ClassifierSplit(
                name: "youtube \(video.name)",
                training: videos.filter { $0.name != video.name }.flatMap(\.texts),
                test: video.texts)
        }
    }

    /// Each fifth of the rows in turn as the test.
    private static func folds(_ name: String, _ texts: [LabeledText]) -> [ClassifierSplit] {
        (0..<5).map { fold in
            var split: (training: [LabeledText], test: [LabeledText]) = ([], [])
            for (row, text) in texts.enumerated() {
                if self.fold(of: row) == fold {
                    split.test.append(text)
                } else {
                    split.training.append(text)
                }
            }
            return ClassifierSplit(name: name, training: split.training, test: split.test)
        }
    }

    /// Which fifth a row is in, counted from 0.
    static func fold(of row: Int) -> Int {
        var dice = SeededDice(seed: UInt64(row))
        return Int(dice.next() % 5)
    }
}
