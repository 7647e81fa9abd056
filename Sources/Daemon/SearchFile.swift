import Glibc
import Service
import Store

/// The search index's file beside a database.
enum SearchFile {
    /// Opens it to be written, and makes it where it is missing, damaged or of another version: all
    /// that it holds can be made again.
    static func open(for options: ServerOptions) throws(StoreError) -> SearchIndex {
        let path = SearchIndex.path(besideDatabase: options.database)
        do {
            return try SearchIndex(writing: path, onFailedSync: options.onFailedSync)
        } catch {
            guard error.isDamaged else { throw error }
            remove(besideDatabase: options.database)
            return try SearchIndex(writing: path, onFailedSync: options.onFailedSync)
        }
    }

    /// Takes away an index that nobody keeps any more, which would go on holding what is erased.
    static func discard(for options: ServerOptions) throws(StoreError) {
        guard access(SearchIndex.path(besideDatabase: options.database), F_OK) == 0 else { return }
        // Throws where it is something else that happens to have the name.
        _ = try open(for: options)
        remove(besideDatabase: options.database)
    }

    /// Has an index that is there follow its database, where no server does.
    static func follow(_ options: ServerOptions) throws {
        let database = options.database
        guard options.settings.search.keepsIndex else {
            return try discard(for: options)
        }
        guard access(SearchIndex.path(besideDatabase: database), F_OK) == 0 else { return }
        let indexing = Indexing(
            store: try options.openStore(isReading: true), index: try open(for: options))
        while try indexing.step() {}
    }

    static func remove(besideDatabase database: String) {
        let path = SearchIndex.path(besideDatabase: database)
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// Opens it to be read, beside whoever writes it; nil where there is none.
    static func openToRead(besideDatabase database: String) throws(StoreError) -> SearchIndex? {
        let path = SearchIndex.path(besideDatabase: database)
        return access(path, F_OK) == 0 ? try SearchIndex(reading: path) : nil
    }

    /// Makes the index of a database anew, which no server may have meanwhile.
    static func rebuild(besideDatabase database: String) throws {
        guard access(database, F_OK) == 0 else {
            throw StartProblem("\(database): there is no such database")
        }
        let lock = try FileLock(database: database)
        try withExtendedLifetime(lock) {
            remove(besideDatabase: database)
            let options = ServerOptions(database: database)
            let indexing = Indexing(
                store: try options.openStore(isReading: true), index: try open(for: options))
            while try indexing.step() {}
        }
    }
}
