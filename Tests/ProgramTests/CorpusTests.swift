import Foundation
import JSONValues
import Testing

@Suite(
    "Published collections, read in",
    .enabled(if: ReplayFiles.exists(Corpus.root), "the collections are not here"))
struct CorpusTests {
    enum Collection: String, CaseIterable {
        case reddit, changemyview, metadecidim, conlangs, french

        func comments() throws -> [CorpusComment] {
            switch self {
            case .reddit, .changemyview: try Corpus.reddit(rawValue)
            case .metadecidim: try Corpus.metadecidim()
            case .conlangs: try Corpus.stackExchange("conlang-meta")
            case .french: try Corpus.stackExchange("french-meta")
            }
        }
    }

    @Test(
        "Parents, scores and times are there, and the deepest thread reads well",
        arguments: Collection.allCases)
    func loads(_ collection: Collection) throws {
        let comments = try collection.comments()
        let folder = try ProgramFolder()
        try folder.write("in.ndjson", Corpus.lines(comments))
        let end = try folder.run("import", "--from", "ndjson", "in.ndjson")
        #expect(end.status == 0, "\(end.complaints)")
        let written = Dictionary(
            comments.map { ($0.ref, $0) }, uniquingKeysWith: { first, _ in first })
        let stored = try folder.run("export").output.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }.filter { $0["type"] == "comment" }
        #expect(stored.count == written.count)
        let names = Dictionary(
            stored.map { ($0["id"].text ?? "", $0["ref"].text ?? "") },
            uniquingKeysWith: { first, _ in first })
        var deepest = (depth: 0, thread: "", ref: "")
        for line in stored {
            let source = try #require(line["ref"].text.flatMap { written[$0] })
            #expect(line["votes"]["up"].integer == Corpus.votes(source.up))
            #expect(line["votes"]["down"].integer == Corpus.votes(source.down))
            let parent = line["parent_id"].text.flatMap { names[$0] }
            if let above = source.parent.flatMap({ written[$0] }), above.at <= source.at,
                above.thread == source.thread
            {
                #expect(parent == source.parent, "\(source.ref)")
            }
            let depth = line["depth"].integer ?? 0
            if depth >= deepest.depth { deepest = (depth, source.thread, source.ref) }
        }
        #expect(try folder.run("check").output.contains("equals its recount"))
        let page = try folder.run("page", deepest.thread)
        #expect(page.status == 0)
        #expect(page.output.hasPrefix(deepest.thread))
    }
}
