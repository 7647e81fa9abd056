import Discussion
import JSONValues

/// Reads a document of rules and gathers all that is wrong with it.
struct RuleReader {
    static let maxRules = 1000
    static let maxVersion = 1_000_000_000
    static let maxNameBytes = 64
    static let maxWords = 100_000
    static let maxWordsInRule = 10_000
    static let maxWordBytes = 256
    static let maxDomains = 1000
    /// Each takes milliseconds to compile.
    static let maxPatterns = 200
    /// What all patterns together may cost to compile, in `PatternShape`'s units: two and a half
    /// seconds of a processor.
    static let maxPatternCost = 50_000

    let lists: [String: [UInt8]]
    var problems: [RuleProblem] = []
    /// The words of each list, files first read where a rule first names them.
    var words: [WordList] = []
    var patterns: [Pattern] = []
    /// Where each of them stands.
    var patternPaths: [String] = []
    /// The index in `words` of each file that was read.
    var listOfFile: [String: Int] = [:]
    /// What was found well formed before, and what is now.
    var forms: CompiledForms
    private var wordCount = 0
    var patternCost = 0

    init(lists: [String: [UInt8]], forms: CompiledForms) {
        self.lists = lists
        self.forms = forms
    }

    /// The version and the rules; of use only where no problem was found.
    mutating func document(_ source: JSONValue) -> (version: Int, rules: [Rule]) {
        guard let object = source.object else {
            report("", "expected an object with version and rules")
            return (0, [])
        }
        checkNames(object, "", known: ["version", "rules"])
        let version = object["version"]?.integer ?? 0
        if !(1...Self.maxVersion).contains(version) {
            report("version", "expected an integer from 1 to \(Self.maxVersion)")
        }
        guard let elements = object["rules"]?.array, elements.count <= Self.maxRules else {
            report("rules", "expected an array of at most \(Self.maxRules) rules")
            return (version, [])
        }
        var names: [[UInt8]: Int] = [:]
        var rules: [Rule] = []
        for (index, element) in elements.enumerated() {
            if let rule = rule(element, "rules[\(index)]", index, &names) { rules.append(rule) }
        }
        return (version, rules)
    }

    private mutating func rule(
        _ value: JSONValue, _ path: String, _ index: Int, _ names: inout [[UInt8]: Int]
    ) -> Rule? {
        guard let object = value.object else {
            report(path, "expected an object with name, when and then")
            return nil
        }
        checkNames(object, path, known: ["name", "when", "then", "final", "dry_run"])
        let name = ruleName(object["name"], "\(path).name", index, &names)
        let conditions = conditions(object["when"], "\(path).when")
        let action = action(object["then"], "\(path).then")
        let isFinal = flag(object["final"], "\(path).final")
        let isDryRun = flag(object["dry_run"], "\(path).dry_run")
        guard let name, let action else { return nil }
        return Rule(
            name: name, conditions: conditions, action: action, isFinal: isFinal,
            isDryRun: isDryRun)
    }

    private mutating func ruleName(
        _ value: JSONValue?, _ path: String, _ index: Int, _ names: inout [[UInt8]: Int]
    ) -> String? {
        guard let name = value?.text, (1...Self.maxNameBytes).contains(name.utf8.count) else {
            report(
                path,
                "\(value == nil ? "is missing: " : "")expected a string of 1 to "
                    + "\(Self.maxNameBytes) bytes")
            return nil
        }
        if let problem = TextPolicy.problem(ofIdentifier: name) { report(path, problem) }
        if let first = names.updateValue(index, forKey: Array(name.utf8)) {
            report(path, "is the name of rules[\(first)] too")
        }
        return name
    }

    private mutating func action(_ value: JSONValue?, _ path: String) -> RuleAction? {
        let known = RuleAction.allCases.map(\.rawValue)
        let expectation = "expected one of \(known.joined(separator: ", "))"
        guard let text = value?.text else {
            report(path, value == nil ? "is missing: \(expectation)" : expectation)
            return nil
        }
        guard let action = RuleAction.allCases.first(where: { isSame($0.rawValue, text) }) else {
            report(path, expectation, didYouMean: nearestName(to: text, among: known))
            return nil
        }
        return action
    }

    private mutating func flag(_ value: JSONValue?, _ path: String) -> Bool {
        guard let value else { return false }
        if let flag = value.bool { return flag }
        report(path, "expected true or false")
        return false
    }

    // MARK: - What the conditions need

    /// Reports every member that is none of `known`, with the nearest of them; those of `later`
    /// are known, but not taken yet.
    mutating func checkNames(
        _ object: JSONObject, _ path: String, known: [String], later: [String] = []
    ) {
        for member in object.members {
            let place = join(path, String(member.name.unicodeScalars.prefix(64)))
            if later.contains(where: { isSame($0, member.name) }) {
                report(place, "is not supported by this version")
            } else if !known.contains(where: { isSame($0, member.name) }) {
                report(
                    place, "is not a known member",
                    didYouMean: nearestName(to: member.name, among: known + later))
            }
        }
    }

    mutating func report(_ path: String, _ problem: String, didYouMean: String? = nil) {
        problems.append(RuleProblem(path: path, problem: problem, didYouMean: didYouMean))
    }

    func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// Compares bytes: `String ==` is slow on hostile text, and folds canonical equivalents.
    func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// Counts words towards the bound on all lists; false where it is passed.
    mutating func count(words: Int) -> Bool {
        wordCount += words
        return wordCount <= Self.maxWords
    }
}
