import SQLite

/// The way from one version of the schema to the next. Its statements are of their time: whatever
/// becomes of `schema.sql` later, they stay as they are, and another step follows them.
///
/// A table that changes is named otherwise, made anew in the very words of that version's schema,
/// filled, and let go of under its old name: so what others say of it holds as it stands, and an
/// upgraded database is made of the same statements as a new one. Rows of tables that may be long
/// are moved some at a time, and leave the old one at once: its pages are filled again, and SQLite
/// keeps in memory what a statement changes until that has ended.
struct SchemaStep: Sendable {
    /// The version that it begins with; it ends with the next.
    let from: Int
    /// Runs within a transaction, with references unchecked.
    let apply: @Sendable (Connection, SchemaUpgrade) throws(StoreError) -> Void

    /// So many rows are moved at a time.
    static let rowsAtOnce = 1000

    /// In order and without a gap. The next one goes to the end.
    static let all = [toVersion2, toVersion3, toVersion4, toVersion5, toVersion6, toVersion7]
}
