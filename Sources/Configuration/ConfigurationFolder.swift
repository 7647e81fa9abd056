import FoundationEssentials

/// A directory of configuration on disk.
struct ConfigurationFolder {
    /// Bytes that `commentd.json` and `rules.json` may each have.
    static let maxDocumentBytes = 1_048_576
    /// Bytes that a word list may have.
    static let maxListBytes = 16_777_216
    /// Sites that may have rules of their own.
    static let maxSites = 1_000
    /// Word lists that a directory may have.
    static let maxLists = 1_000

    /// The path as given.
    let path: String

    /// The files that matter, by their path within the directory: the two documents, sites' own
    /// rules (`sites/*.json`), and the word lists: `*.txt` beside them or one folder down, and in
    /// `words` what has no ending, as public lists have it. Names that begin with a dot are passed
    /// over.
    func files() throws(ConfigurationProblem) -> [String: [UInt8]] {
        let top = try names(in: "")
        var lists = top.filter { isList($0) }
        var documents = ["commentd.json", "rules.json"].filter { top.contains($0) }
        for folder in top where kind(of: folder) == .directory {
            let inner = try names(in: folder).map { "\(folder)/\($0)" }
            lists += inner.filter {
                isList($0) || folder == "words" && !$0.contains(".") && isRegular($0)
            }
            if folder == "sites" { documents += try siteRules(inner) }
        }
        guard lists.count <= Self.maxLists else {
            throw ConfigurationProblem(
                file: path, problem: "expected at most \(Self.maxLists) word lists")
        }
        var files: [String: [UInt8]] = [:]
        for name in documents {
            files[name] = try read(name, maxBytes: Self.maxDocumentBytes)
        }
        for name in lists { files[name] = try read(name, maxBytes: Self.maxListBytes) }
        return files
    }

    /// Those of the files in `sites` that are sites' own rules.
    private func siteRules(_ names: [String]) throws(ConfigurationProblem) -> [String] {
        let rules = names.filter { $0.hasSuffix(".json") }
        guard rules.count <= Self.maxSites else {
            throw ConfigurationProblem(
                file: joined("sites"), problem: "expected at most \(Self.maxSites) sites' rules")
        }
        for name in rules where !LoadedConfiguration.isSite(LoadedConfiguration.site(of: name)) {
            throw ConfigurationProblem(
                file: joined(name),
                problem: "expected the name of a site, 1 to 64 of a-z, 0-9, dot, underscore and "
                    + "hyphen, before .json")
        }
        return rules
    }

    private enum Kind: Equatable {
        case directory
        case regular(bytes: Int)
        /// A pipe, a device, a link that leads nowhere, or nothing at all.
        case other
    }

    private func isList(_ name: String) -> Bool { name.hasSuffix(".txt") && isRegular(name) }

    private func isRegular(_ name: String) -> Bool {
        if case .regular = kind(of: name) { true } else { false }
    }

    /// The path as people see it of a name within the directory; of an empty one, the directory.
    func joined(_ name: String) -> String {
        if name.isEmpty { return path }
        return path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// Where a file lies once links are followed. The path is made absolute first, because `..`
    /// after a link is otherwise resolved wrongly.
    private func location(_ name: String) -> URL {
        let path = joined(name)
        let here = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath + "/"
        return URL(filePath: here + path).resolvingSymlinksInPath()
    }

    /// What a name within the directory leads to, links followed.
    private func kind(of name: String) -> Kind {
        var isDirectory = false
        let exists = FileManager.default.fileExists(
            atPath: joined(name), isDirectory: &isDirectory)
        if isDirectory { return .directory }
        // A size is a `UInt`, boxed in an `NSNumber` where the whole of Foundation is linked: this
        // cast takes both, one to `Int` does not.
        guard exists,
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: location(name).path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? UInt
        else { return .other }
        return .regular(bytes: Int(clamping: size))
    }

    /// The names within a folder in the order of their bytes.
    private func names(in folder: String) throws(ConfigurationProblem) -> [String] {
        let path = joined(folder)
        guard kind(of: folder) == .directory else {
            throw ConfigurationProblem(file: path, problem: "expected a directory")
        }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { !$0.hasPrefix(".") }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch { throw ConfigurationProblem(file: path, problem: unreadable(error)) }
    }

    private func read(_ name: String, maxBytes: Int) throws(ConfigurationProblem) -> [UInt8] {
        let file = joined(name)
        // Opening a pipe would wait for a writer, and some devices never end.
        guard case .regular(let size) = kind(of: name) else {
            throw ConfigurationProblem(file: file, problem: "expected a regular file")
        }
        guard size <= maxBytes else {
            throw ConfigurationProblem(file: file, problem: "expected at most \(maxBytes) bytes")
        }
        do {
            return [UInt8](try Data(contentsOf: location(name)))
        } catch { throw ConfigurationProblem(file: file, problem: unreadable(error)) }
    }

    private func unreadable(_ error: any Error) -> String {
        let code = (error as? CocoaError)?.code
        return code == .fileReadNoPermission
            ? "cannot be read: permission denied" : "cannot be read"
    }
}
