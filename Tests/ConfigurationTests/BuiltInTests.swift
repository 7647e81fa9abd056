import CEmbedded
import Configuration
import Foundation
import Moderation
import Testing

@Suite("The built-in configuration")
struct BuiltInTests {
    /// The top of the repository.
    private let top = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func embedded(_ name: String) throws -> [UInt8] {
        let file = cembedded_find(name)
        let bytes = try #require(file.bytes)
        return Array(UnsafeBufferPointer(start: bytes, count: file.count))
    }

    @Test("It is what the files in config say")
    func files() throws {
        let directory = top.appending(path: "config").path
        #expect(try LoadedConfiguration.builtIn() == LoadedConfiguration.load(directory: directory))
    }

    @Test("Its settings are the defaults")
    func settings() throws {
        #expect(try LoadedConfiguration.builtIn().settings == Settings())
    }

    @Test("Its settings file shows every member")
    func members() throws {
        let text = try String(
            contentsOf: top.appending(path: "config/commentd.json"), encoding: .utf8)
        for name in [
            "limits", "max_line_bytes", "max_body_bytes", "max_depth", "max_list",
            "max_in_flight_commands", "max_in_flight_bytes", "windows",
            "edit_s", "edit_after_reply", "delete_s", "lease_s", "key_s", "flags", "min_flaggers",
            "hide_weight", "max_weight",
            "votes", "guests", "down", "per_minute", "change_days", "down_min_approved",
        ] {
            #expect(text.contains("\(name): "), "\(name)")
        }
    }

    @Test("Its rules compile with its word lists")
    func rules() throws {
        let builtIn = try LoadedConfiguration.builtIn()
        let rules = try #require(builtIn.rules)
        #expect(RuleSet.problems(of: rules, lists: builtIn.lists) == [])
        #expect(builtIn.lists.keys.contains("words/en.txt"))
    }

    @Test("The embedded schema is the one on disk")
    func schema() throws {
        let file = [UInt8](try Data(contentsOf: top.appending(path: "schema.sql")))
        #expect(try embedded("schema.sql") == file)
    }

    @Test("A file that is not embedded has no bytes")
    func missing() {
        #expect(cembedded_find("schema.sq").bytes == nil)
        #expect(cembedded_at(1_000).bytes == nil)
    }
}
