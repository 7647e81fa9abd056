import Discussion
import Search
import Store

/// Has the search index follow the database. For one thread, with a connection that only reads the
/// database, and the one that writes the index.
package struct Indexing {
    private let store: Store
    private let index: SearchIndex

    /// So many entries of the history are followed in one part. Larger parts cost less a comment.
    private static let entries = 1_024

    package init(store: Store, index: SearchIndex) {
        self.store = store
        self.index = index
    }

    /// Follows the next part; false where all is followed. What is read is of one snapshot, which
    /// is let go before anything is written.
    package func step() throws -> Bool {
        var mark = try index.mark()
        try store.begin()
        let isKnown: Bool
        let documents: [SearchDocument]
        let next: SearchMark
        do {
            defer { store.rollBack() }
            isKnown = try store.knows(mark)
            // Of another database, or a later state of this one: all of it is made anew.
            if !isKnown { mark = SearchMark() }
            let changes = try store.changes(after: mark, limit: Self.entries)
            documents = try changes.comments.compactMap { try Self.document(of: $0, in: store) }
            next = changes.mark
        }
        guard !isKnown || next != mark else { return try index.purge() }
        try index.begin()
        do {
            if !isKnown { try index.clear() }
            for document in documents {
                try index.replace(with: document, row: Self.row)
            }
            try index.save(next)
            // Such as are told of are gone for a reason.
            if next.rewriteID != mark.rewriteID { try index.beginPurge() }
            try index.commit()
        } catch {
            index.rollBack()
            throw error
        }
        return true
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
