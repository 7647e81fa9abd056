import Store

/// Has the rows of comments say what now holds of authors who came to be called otherwise or were
/// erased, in parts. Until then those authors are looked up.
struct Renaming {
    /// So many comments are gone through in one part.
    static let comments = 32

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where there is none.
    func step() throws -> Bool {
        guard let (id, reached) = try store.nextRename() else { return false }
        let byline = try store.person(id).flatMap(AuthorText.byline)
        try store.rewriteBylines(of: id, as: byline, after: reached, limit: Self.comments)
        return true
    }
}
