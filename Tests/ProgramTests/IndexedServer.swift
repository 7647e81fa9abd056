import Configuration
import Daemon
import JSONValues
import Service
import Store
import Testing

/// How far the search index is when something is searched.
enum Following: CaseIterable {
    /// There is none: the database is in memory.
    case never
    /// It is empty.
    case late
    /// It follows when it is told to.
    case now
}

/// A server whose search index follows when a test says so, rather than by itself.
final class IndexedServer {
    let server: TestServer
    let folder: ProgramFolder
    private let following: Following
    private var indexing: Indexing?

    init(
        _ following: Following, rules: String? = nil, settings: Settings = Settings(),
        allowsBackdating: Bool = false, stopwatch: @escaping @Sendable () -> UInt64 = { 0 }
    ) throws {
        folder = try ProgramFolder()
        self.following = following
        var settings = settings
        settings.search.keepsIndex = false
        server = try TestServer(
            database: following == .never ? ":memory:" : folder.database, rules: rules,
            settings: settings, allowsBackdating: allowsBackdating, stopwatch: stopwatch)
        guard following != .never else { return }
        indexing = Indexing(
            store: try Store(reading: folder.database),
            index: try SearchIndex(
                writing: SearchIndex.path(besideDatabase: folder.database)))
    }

    /// Has the index follow all that there is.
    func follow() throws {
        guard following == .now, let indexing else { return }
        while try indexing.step() {}
    }

    /// Has it follow the next part; whether there was one, and whether there may be more.
    func followPart() throws -> (isOne: Bool, isBehind: Bool) {
        let indexing = try #require(indexing)
        return (try indexing.step(), indexing.isBehind)
    }

    /// The bodies of what a search finds on its one page, the newest first.
    func found(_ query: String, _ more: JSONValue = [:]) throws -> [String] {
        let result = try server.call(
            "comment.search", more.with(["query": .string(query)]))
        #expect(result["next"] == .null)
        return (result["comments"].array ?? []).compactMap { $0["body"].text }
    }

    /// Expects a recount to find nothing.
    func expectSound() throws {
        guard following != .never else { return }
        #expect(try LocalService.recount(folder.database) == [])
    }
}
