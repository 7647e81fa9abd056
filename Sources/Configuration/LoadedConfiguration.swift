import CEmbedded
import JSONValues

/// A configuration as read: the settings, and the rules with their word lists before they are
/// compiled.
package struct LoadedConfiguration: Sendable, Equatable {
    package let settings: Settings
    /// How notices are sent, which no server needs to know; nil: this configuration sends none.
    package let mail: Settings.Mail?
    /// The document of `rules.json`; nil where there is none.
    package let rules: JSONValue?
    /// The word lists' bytes by the names that rules use, such as `words/en.txt` or `words/en`.
    package let lists: [String: [UInt8]]

    /// Sites' own rules by the sites' names: the documents of `sites/NAME.json`.
    package let sites: [String: JSONValue]

    package init(
        settings: Settings = Settings(), rules: JSONValue? = nil, lists: [String: [UInt8]] = [:],
        sites: [String: JSONValue] = [:]
    ) {
        self.settings = settings
        mail = nil
        self.rules = rules
        self.lists = lists
        self.sites = sites
    }

    /// The site whose own rules stand in a file, `NAME` of `sites/NAME.json`.
    static func site(of file: String) -> String {
        String(file.dropFirst("sites/".count).dropLast(".json".count))
    }

    static func isSite(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                    || "._-".utf8.contains(byte)
            }
    }

    /// The configuration that is built into the program: the files of `config`.
    package static func builtIn() throws(ConfigurationProblem) -> LoadedConfiguration {
        let folder = "config/"
        var files: [String: [UInt8]] = [:]
        var index = 0
        while true {
            let file = cembedded_at(index)
            guard let name = file.name.map({ String(cString: $0) }), let bytes = file.bytes else {
                break
            }
            if name.hasPrefix(folder) {
                files[String(name.dropFirst(folder.count))] = Array(
                    UnsafeBufferPointer(start: bytes, count: file.count))
            }
            index += 1
        }
        return try LoadedConfiguration(files) { folder + $0 }
    }

    /// The configuration in `directory`: the default settings where it has no `commentd.json`, no
    /// rules where it has no `rules.json`. Throws the first problem, whose file is given as
    /// `directory` and the name within.
    package static func load(
        directory: String
    ) throws(ConfigurationProblem) -> LoadedConfiguration {
        let folder = ConfigurationFolder(path: directory)
        return try LoadedConfiguration(try folder.files(), shown: folder.joined)
    }

    /// `shown` makes the path for people of a file's name within the directory.
    private init(
        _ files: [String: [UInt8]], shown: (String) -> String
    ) throws(ConfigurationProblem) {
        func document<Value>(
            _ name: String, _ read: (JSONValue) throws(SchemaProblem) -> Value
        ) throws(ConfigurationProblem) -> Value? {
            guard let text = files[name] else { return nil }
            do {
                return try read(try JSON5Document(text).value)
            } catch { throw ConfigurationProblem(file: shown(name), error) }
        }
        let read = try document("commentd.json") { (json) throws(SchemaProblem) in
            (try Settings(json), try json.object?["mail"].map(Settings.Mail.init))
        }
        (settings, mail) = read ?? (Settings(), nil)
        rules = try document("rules.json") { (json) throws(SchemaProblem) in json }
        lists = files.filter { $0.key.hasSuffix(".txt") || $0.key.hasPrefix("words/") }
        var sites: [String: JSONValue] = [:]
        for file in files.keys.sorted() where file.hasPrefix("sites/") && file.hasSuffix(".json") {
            let rules = try document(file) { (json) throws(SchemaProblem) in json }
            sites[Self.site(of: file)] = rules
        }
        self.sites = sites
    }
}
