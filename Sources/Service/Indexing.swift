import Discussion
import Search
import Store

/// Has the search index follow the database. For one thread, with a connection that only reads the
/// database, and the one that writes the index.
package final class Indexing {
    private let store: Store
    private let index: SearchIndex

    /// So many entries of the history are read from one snapshot, which is in the way where the
    /// database's log is to start anew.
    private static let entries = 1_024
    /// So many snapshots, or about so many bytes of texts, are written together: that costs less a
    /// comment than each by itself.
    private static let most = (snapshots: 4, bytes: 4 << 20)

    /// Whether the last part was not all that there was.
    package private(set) var isBehind = false

    package init(store: Store, index: SearchIndex) {
        self.store = store
        self.index = index
    }

    /// What is to be followed, as one snapshot has it.
    private struct Part {
        /// Nothing is known of the mark that it was asked for, so that it begins anew: the index is
        /// of another database, or of a later state of this one.
        let isAnew: Bool
        let documents: [SearchDocument]
        let mark: SearchMark
        /// Whether there may be more behind it.
        let isFull: Bool
    }

    /// Follows the next part; false where all is followed.
    package func step() throws -> Bool {
        let old = try index.mark()
        var parts = [try read(after: old)]
        var bytes = 0
        while let last = parts.last, last.isFull, parts.count < Self.most.snapshots {
            bytes += last.documents.reduce(0) { $0 + $1.bytes }
            if bytes >= Self.most.bytes { break }
            parts.append(try read(after: last.mark))
        }
        guard let last = parts.last else { return false }
        isBehind = last.isFull
        let isAnew = parts.contains(where: \.isAnew)
        guard isAnew || last.mark != old else { return try index.purge() }
        try index.begin()
        do {
            if isAnew { try index.clear() }
            for document in parts.flatMap(\.documents) {
                try index.replace(with: document, row: Self.row)
            }
            try index.save(last.mark)
            // Such as are told of are gone for a reason.
            if last.mark.rewriteID != (isAnew ? 0 : old.rewriteID) { try index.beginPurge() }
            try index.commit()
        } catch {
            index.rollBack()
            throw error
        }
        return true
    }

    /// Reads the next part. The snapshot is let go before anything is written.
    private func read(after mark: SearchMark) throws -> Part {
        try store.begin()
        defer { store.rollBack() }
        let isKnown = try store.knows(mark)
        let changes = try store.changes(
            after: isKnown ? mark : SearchMark(), limit: Self.entries)
        return Part(
            isAnew: !isKnown,
            documents: try changes.comments.compactMap { try Self.document(of: $0, in: store) },
            mark: changes.mark, isFull: changes.isFull)
    }

    /// What the index shall hold of a comment; nil where there is none.
    static func document(of id: Int64, in store: Store) throws -> SearchDocument? {
        try store.searched(id) { row in
            let body = beginning(of: row.body)
            let isOpen = row.status == .approved
            let masked = row.masked.map(beginning)
            return SearchDocument(
                id: id, siteID: row.siteID, open: isOpen ? masked ?? body : nil,
                hidden: isOpen && masked == nil ? nil : body)
        }
    }

    /// What is searched of a text.
    private static func beginning(of text: CommentRow.Text) -> String {
        // A code point that is cut through would be repaired, which is a word's end too.
        String(decoding: text.prefix(SearchText.maxBytes), as: UTF8.self)
    }

    /// The words of a document, as the index takes them.
    static func row(_ document: SearchDocument) -> [UInt8] {
        var row: [UInt8] = []
        if let open = document.open {
            row = SearchTokens.row(SearchText(open), of: document.siteID, for: .everyone)
        }
        if let hidden = document.hidden {
            if !row.isEmpty { row.append(0x20) }
            row += SearchTokens.row(SearchText(hidden), of: document.siteID, for: .moderators)
        }
        return row
    }
}
