import JSONValues

extension RuleReader {
    /// `words`: the name of a list file, or an array of words and phrases.
    mutating func words(_ value: JSONValue, _ path: String) -> [Condition] {
        if let name = value.text { return file(name, path) }
        guard let elements = value.array, (1...Self.maxWordsInRule).contains(elements.count) else {
            report(
                path,
                "expected the name of a list, or an array of 1 to \(Self.maxWordsInRule) words")
            return []
        }
        var list = WordList()
        for (index, element) in elements.enumerated() {
            let place = "\(path)[\(index)]"
            guard let text = element.text, (1...Self.maxWordBytes).contains(text.utf8.count) else {
                report(place, "expected a word or phrase of 1 to \(Self.maxWordBytes) bytes")
                continue
            }
            add(text, to: &list, place)
        }
        return take(list, file: nil, path)
    }

    private mutating func file(_ name: String, _ path: String) -> [Condition] {
        // Hashing a long name costs more than it should; no list has one.
        guard name.utf8.count <= Self.maxWordBytes else {
            report(path, "no list has this name")
            return []
        }
        if let known = listOfFile[name] { return [.words(list: known, file: name)] }
        guard let bytes = lists[name] else {
            report(
                path, "no list has this name",
                didYouMean: nearestName(to: name, among: lists.keys.sorted()))
            return []
        }
        var list = WordList()
        do {
            list.match = try listedMatch(bytes)
        } catch {
            report(path, error.problem)
        }
        for (line, word) in listedWords(bytes) {
            guard word.utf8.count <= Self.maxWordBytes else {
                report(path, "line \(line) of the list is over \(Self.maxWordBytes) bytes")
                continue
            }
            add(word, to: &list, "\(path)", line: line)
        }
        let found = take(list, file: name, path)
        listOfFile[name] = words.count - 1
        return found
    }

    private mutating func add(
        _ text: String, to list: inout WordList, _ path: String, line: Int? = nil
    ) {
        let word = normalizedWord(text)
        if word.isEmpty {
            report(path, (line.map { "line \($0) of the list " } ?? "") + "has nothing to see")
        } else {
            list.words.append(word)
        }
    }

    private mutating func take(_ list: WordList, file: String?, _ path: String) -> [Condition] {
        words.append(list)
        if !count(words: list.words.count) {
            report(path, "all lists together have over \(Self.maxWords) words")
        }
        return [.words(list: words.count - 1, file: file)]
    }
}
