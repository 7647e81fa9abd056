import JSONValues
import Wire

/// What people have written, out of published collections: each text as it might come in.
enum RealTexts {
    private static let mostBytes = 64 << 20
    private static let longest = 10_000

    /// The texts of the labelled collections in a folder, and of the threads beside it where they
    /// are.
    static func all(in folder: String) throws(BenchProblem) -> [String] {
        let sets =
            try ClassifierSets.spam(in: folder).compactMap(\.first)
            + ClassifierSets.offence(in: folder).compactMap(\.first).prefix(4)
        var texts = sets.flatMap { ($0.training + $0.test).map(\.text) }
        for name in ["changemyview", "metadecidim", "reddit"] {
            let path = "\(folder)/../threads/\(name)/comments.jsonl"
            guard FileSystem.size(path) != nil else { continue }
            for line in try FileSystem.bytes(path, most: mostBytes).split(separator: 0x0A) {
                guard let object = (try? StrictJSON.parse(Array(line)))?.object else { continue }
                if let body = object["body"]?.text { texts.append(body) }
            }
        }
        var seen: Set<String> = []
        return texts.filter { text in
            (1...longest).contains(text.utf8.count)
                && text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }
                && text.contains { !$0.isWhitespace } && seen.insert(text).inserted
        }
    }
}
