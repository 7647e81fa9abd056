import Foundation
import JSONValues
import Testing

@testable import Configuration

@Suite("Loading a directory")
struct LoadingTests {
    @Test("An empty directory has the default settings, no rules and no lists")
    func empty() throws {
        #expect(try TemporaryFolder().load() == LoadedConfiguration())
    }

    @Test("Rules come as they are written, without settings beside them")
    func rules() throws {
        let loaded = try TemporaryFolder(["rules.json": "{version: 7, rules: [],}"]).load()
        let expected = JSONValue.object(
            JSONObject([.init("rules", .array([])), .init("version", .integer(7))]))
        #expect(loaded == LoadedConfiguration(rules: expected))
    }

    @Test("Word lists are found beside the rules and one folder down, public ones as they are")
    func lists() throws {
        let folder = try TemporaryFolder([
            "a.txt": "1", "words/en.txt": "2", "names/b c.txt": "", "words/deeper/d.txt": "4",
            "words/README.md": "5", ".hidden.txt": "6", ".git/e.txt": "7", "words/.f.txt": "8",
            "words/ko": "9", "names/ko": "10", "ko": "11",
        ])
        let lists = try folder.load().lists
        #expect(
            lists == [
                "a.txt": Array("1".utf8), "words/en.txt": Array("2".utf8), "names/b c.txt": [],
                "words/ko": Array("9".utf8),
            ])
    }

    @Test("Symbolic links are followed, and those that lead nowhere pass for no list")
    func links() throws {
        let other = try TemporaryFolder(["real.txt": "x", "settings": "{limits: {max_depth: 3}}"])
        let folder = try TemporaryFolder()
        try folder.link("words", to: other.path)
        try folder.link("a.txt", to: "\(other.path)/real.txt")
        try folder.link("b.txt", to: "nowhere")
        try folder.link("loop.txt", to: "loop.txt")
        try folder.link("commentd.json", to: "\(other.path)/settings")
        let loaded = try folder.load()
        #expect(loaded.lists.keys.sorted() == ["a.txt", "words/real.txt", "words/settings"])
        #expect(loaded.settings.limits.maxDepth == 3)
    }

    @Test("A path through a link and back up again leads where the system says")
    func parents() throws {
        let other = try TemporaryFolder(["inner/x": "", "conf/a.txt": "1"])
        let folder = try TemporaryFolder()
        try folder.link("to", to: "\(other.path)/inner")
        let loaded = try LoadedConfiguration.load(directory: "\(folder.path)/to/../conf/")
        #expect(loaded.lists == ["a.txt": Array("1".utf8)])
    }

    @Test("A path that is no directory is a problem that names it", arguments: ["", "no", "a\0b"])
    func noDirectory(path: String) {
        let expected = ConfigurationProblem(file: path, problem: "expected a directory")
        #expect(throws: expected) { try LoadedConfiguration.load(directory: path) }
    }

    @Test("A file in place of a directory is a problem that names it")
    func fileForDirectory() throws {
        let folder = try TemporaryFolder(["file": "{}"])
        let path = "\(folder.path)/file"
        let expected = ConfigurationProblem(file: path, problem: "expected a directory")
        #expect(throws: expected) { try LoadedConfiguration.load(directory: path) }
    }

    @Test("A problem names the file as the directory was given, with one slash between")
    func names() throws {
        let folder = try TemporaryFolder(["rules.json": "{"])
        for path in [folder.path, folder.path + "/"] {
            let expected = ConfigurationProblem(
                file: "\(folder.path)/rules.json", problem: "ends too early")
            #expect(throws: expected) { try LoadedConfiguration.load(directory: path) }
        }
    }

    @Test(
        "Anything but a regular file in a document's place is a problem",
        arguments: ["commentd.json", "rules.json"])
    func irregular(name: String) throws {
        let problem = "\(name): expected a regular file"
        #expect(try TemporaryFolder(["\(name)/x": ""]).problem() == problem)
        for target in ["nowhere", name, "/dev/zero"] {
            let folder = try TemporaryFolder()
            try folder.link(name, to: target)
            #expect(folder.problem() == problem)
        }
    }

    @Test("A site's own rules are found in sites, and must be named after one")
    func sites() throws {
        let folder = try TemporaryFolder([
            "sites/b.json": "{version: 2}", "sites/a-1.json": "[]", "sites/x.txt": "w",
            "sites/readme": "",
        ])
        let version = JSONValue.object(JSONObject([.init("version", .integer(2))]))
        let loaded = try folder.load()
        #expect(loaded.sites == ["b": version, "a-1": .array([])])
        #expect(loaded.lists.keys.sorted() == ["sites/x.txt"])
        for name in ["A.json", "ä.json", String(repeating: "a", count: 65) + ".json"] {
            let problem = try TemporaryFolder(["sites/\(name)": "{}"]).problem()
            #expect(problem?.hasPrefix("sites/\(name): expected the name of a site") == true)
        }
        #expect(
            try TemporaryFolder(["sites/a.json": "{"]).problem() == "sites/a.json: ends too early")
    }

    @Test("Files and their number are bounded")
    func sizes() throws {
        let documents = try TemporaryFolder()
        let most = ConfigurationFolder.maxDocumentBytes
        try documents.write("rules.json", Data("{}".utf8) + Data(repeating: 0x20, count: most - 2))
        #expect(documents.problem() == nil)
        try documents.write("rules.json", Data(repeating: 0x20, count: most + 1))
        #expect(documents.problem() == "rules.json: expected at most 1048576 bytes")

        let lists = try TemporaryFolder()
        let largest = ConfigurationFolder.maxListBytes
        try lists.write("words/a.txt", Data(repeating: 0x61, count: largest))
        #expect(try lists.load().lists["words/a.txt"]?.count == largest)
        try lists.write("words/a.txt", Data(repeating: 0x61, count: largest + 1))
        #expect(lists.problem() == "words/a.txt: expected at most 16777216 bytes")

        let many = try TemporaryFolder()
        for number in 1...1_000 { try many.write("\(number).txt", Data()) }
        #expect(try many.load().lists.count == 1_000)
        try many.write("words/one.txt", Data())
        #expect(many.problem() == ": expected at most 1000 word lists")
    }
}
