import Foundation
import JSONValues
import Testing

/// What is known of a file: its comments by status, those that reply, and its pages.
struct ImportFact: Sendable, CustomTestStringConvertible {
    let format: String
    let file: String
    var approved = 0
    var pending = 0
    var deleted = 0
    var spam = 0
    var replies = 0
    var threads: Int?
    var skipped = 0
    var testDescription: String { file }

    static let folder = ReplayFiles.root.appending(path: "imports")
}

@Suite(
    "Exports of other systems as they are found",
    .enabled(if: ReplayFiles.exists(ImportFact.folder), "the exports are not here"))
struct ImportFactsTests {
    private static let facts: [ImportFact] = [
        .init(
            format: "wordpress", file: "wordpress/themeunittestdata.wordpress.xml", approved: 25,
            pending: 3, replies: 10, skipped: 4),
        .init(format: "wordpress", file: "wordpress/theme-preview.xml", approved: 2),
        .init(format: "wordpress", file: "wordpress/isso-fixture.xml", approved: 8, threads: 2),
        .init(
            format: "wordpress", file: "wordpress/real-en.xml", approved: 92, pending: 1,
            deleted: 1, replies: 46, skipped: 4),
        .init(
            format: "wordpress", file: "wordpress/real-hippojessy.xml", approved: 12, replies: 4),
        .init(
            format: "disqus", file: "disqus/isso-fixture.xml", approved: 5, deleted: 1, replies: 2,
            threads: 3),
        .init(format: "disqus", file: "disqus/disqus.xml", approved: 4, pending: 1, spam: 1),
        .init(
            format: "disqus", file: "disqus/disqus-deleted-thread.xml", approved: 2, deleted: 3,
            spam: 1),
        .init(
            format: "disqus", file: "disqus/disqus-deleted-post.xml", approved: 3, pending: 1,
            deleted: 1, spam: 1),
        .init(
            format: "disqus", file: "disqus/real-tr.xml", approved: 49, deleted: 2, threads: 1),
        .init(format: "isso", file: "isso/generic.json", approved: 2, threads: 2),
        .init(
            format: "commento", file: "commento/commento.json", approved: 3, replies: 1,
            threads: 2),
        .init(format: "comentario", file: "comentario/comentario-ok-empty-v1.json.gz"),
        .init(format: "comentario", file: "comentario/comentario-ok-empty-v3.json.gz"),
        .init(
            format: "comentario", file: "comentario/comentario-ok-single-v1.json.gz", approved: 1),
        .init(
            format: "comentario", file: "comentario/comentario-ok-single-v3.json.gz", approved: 1),
        .init(format: "disqus", file: "disqus/disqus-ok-empty.xml.gz"),
        .init(format: "disqus", file: "disqus/disqus-ok-single.xml.gz", approved: 1),
        .init(format: "wordpress", file: "wordpress/wordpress-ok-empty.zip"),
        .init(format: "wordpress", file: "wordpress/wordpress-ok-single.zip", approved: 1),
        .init(format: "wordpress", file: "wordpress/wordpress-ok-long.zip", approved: 1),
    ]

    @Test("Each file brings what is known of it", arguments: facts)
    func holds(_ fact: ImportFact) throws {
        let folder = try ProgramFolder()
        let path = ImportFact.folder.appending(path: fact.file).path
        let end = try folder.run("import", "--from", fact.format, path)
        #expect(end.status == 0, "\(end.complaints)")
        let lines = try folder.run("export").output.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
        let comments = lines.filter { $0["type"] == "comment" }
        func count(_ status: String) -> Int {
            comments.count { $0["status"].text == status }
        }
        #expect(count("approved") == fact.approved)
        #expect(count("pending") == fact.pending)
        #expect(count("deleted") == fact.deleted)
        #expect(count("spam") == fact.spam)
        if fact.replies > 0 {
            #expect(comments.count { $0["parent_id"] != .null } == fact.replies)
        }
        if let threads = fact.threads {
            #expect(Set(comments.compactMap { $0["thread"].text }).count == threads)
        }
        if fact.skipped > 0 { #expect(end.output.contains("back"), "\(end.output)") }
        #expect(try folder.run("check").status == 0)
    }

    @Test(
        "What is not of its format is refused, and nothing is written",
        arguments: [
            ("comentario", "comentario/comentario-bad-format.json.gz"),
            ("comentario", "comentario/comentario-bad-version.json.gz"),
            ("disqus", "disqus/disqus-bad-format.xml.gz"),
            ("wordpress", "wordpress/wordpress-bad-format.zip"),
            ("wordpress", "wordpress/wordpress-bad-no-files.zip"),
            ("wordpress", "wordpress/wordpress-bad-two-files.zip"),
            ("isso", "commento/commento.json"), ("disqus", "wordpress/theme-preview.xml"),
            ("ndjson", "isso/generic.json"), ("wordpress", "waline/waline.sqlite"),
        ])
    func refuses(_ format: String, _ file: String) throws {
        let folder = try ProgramFolder()
        let path = ImportFact.folder.appending(path: file).path
        let end = try folder.run("import", "--from", format, path)
        #expect(end.status == 1)
        #expect(end.complaints.contains(path), "\(end.complaints)")
        #expect(!folder.exists("comments.db"))
    }

    @Test("Remark42's trees and lists of comments", arguments: ["tree", "tree_del", "tree_bench"])
    func remark(_ name: String) throws {
        let folder = try ProgramFolder()
        let path = ImportFact.folder.appending(path: "remark42/\(name).json").path
        let end = try folder.run("import", "--from", "remark42", path)
        #expect(end.status == 0, "\(end.complaints)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let ids = text.matches(of: /"pid"/).count
        let lines = try folder.run("export").output.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix(#"{"type":"comment""#) } == ids)
        #expect(try folder.run("check").status == 0)
    }
}
