import Discussion
import Foundation
import Testing

@testable import Wire

/// N. Seriot's JSONTestSuite, where it lies beside the package.
enum JSONTestSuite {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/hostile/jsontestsuite").standardizedFileURL

    /// The names of its files.
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".json") }.sorted()

    /// Files that the suite wants parsed and that the contract refuses, each with its reason.
    static let exceptions = [
        "y_object_duplicated_key.json": "duplicate object key",
        "y_object_duplicated_key_and_value.json": "duplicate object key",
        "y_object_escaped_null_in_key.json": "NUL",
        "y_string_null_escape.json": "NUL",
    ]

    static func parse(_ file: String) throws {
        _ = try StrictJSON.parse(Array(Data(contentsOf: folder.appending(path: file))))
    }
}

@Suite(
    "JSONTestSuite",
    .enabled(if: !JSONTestSuite.files.isEmpty, "the suite's files do not lie beside the package"))
struct JSONTestSuiteTests {
    @Test("The suite is whole") func whole() {
        #expect(JSONTestSuite.files.count { $0.hasPrefix("n_") } >= 187)
        #expect(JSONTestSuite.files.count { $0.hasPrefix("y_") } >= 95)
        #expect(JSONTestSuite.files.count { $0.hasPrefix("i_") } >= 35)
    }

    @Test(
        "What must not parse is refused",
        arguments: JSONTestSuite.files.filter { $0.hasPrefix("n_") })
    func refused(_ file: String) throws {
        let refusal = try #require(throws: Refusal.self) { try JSONTestSuite.parse(file) }
        #expect(refusal.kind == .parseError)
    }

    @Test(
        "What must parse does, but for what the contract excepts",
        arguments: JSONTestSuite.files.filter { $0.hasPrefix("y_") })
    func parsed(_ file: String) throws {
        guard let reason = JSONTestSuite.exceptions[file] else {
            #expect(throws: Never.self) { try JSONTestSuite.parse(file) }
            return
        }
        let refusal = try #require(throws: Refusal.self) { try JSONTestSuite.parse(file) }
        #expect(refusal.kind == .parseError)
        #expect(refusal.message.contains(reason))
    }

    /// Left open by the suite, closed by the contract: numbers past any machine word are JSON; lone
    /// surrogates, bytes that are not UTF-8, byte order marks and deep nesting are refused.
    @Test(
        "What may go either way goes the contract's",
        arguments: JSONTestSuite.files.filter { $0.hasPrefix("i_") })
    func either(_ file: String) throws {
        if file.hasPrefix("i_number_") {
            #expect(throws: Never.self) { try JSONTestSuite.parse(file) }
        } else {
            let refusal = try #require(throws: Refusal.self) { try JSONTestSuite.parse(file) }
            #expect(refusal.kind == .parseError)
        }
    }
}
