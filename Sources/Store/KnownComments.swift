import Discussion

/// Comments that everyone sees and that were voted on or replied to, with their tallies as the one
/// connection that writes has left them: the next vote on one of them, or reply below it, reads no
/// row.
///
/// True while nothing but votes and new comments come; what changes more begins with
/// `Store.settleCounts`, which forgets all. Each comment has one place, by its id, and gives it up
/// to another that shares it (a direct-mapped cache): 4 MB at most, beside names, which start anew
/// past a bound.
struct KnownComments {
    /// How many bits of a place's number there are.
    private static let placeBits = 16
    private static let maxNames = 16_384

    private var heads: [PackedHead] = []
    /// What was kept in another one is forgotten.
    var generation: UInt32 = 1
    private var ids: [RowCache.Key: CommentID] = [:]

    subscript(id: CommentID) -> CommentHead? { place(of: id).map { heads[$0].unpacked } }

    /// The comment that its site's host calls by that name.
    subscript(ref: RowCache.Key) -> CommentID? {
        ids[ref].flatMap { place(of: $0) == nil ? nil : $0 }
    }

    mutating func note(_ head: CommentHead) {
        guard head.tally.isVisible, let packed = PackedHead(head, generation: generation)
        else { return }
        if heads.isEmpty { heads = Array(repeating: PackedHead(), count: 1 << Self.placeBits) }
        heads[Self.place(of: head.tally.id)] = packed
    }

    mutating func note(_ id: CommentID, as ref: RowCache.Key) {
        if ids.count >= Self.maxNames { ids.removeAll(keepingCapacity: true) }
        ids[ref] = id
    }

    /// That a comment, if it is known, has another tally now.
    mutating func update(_ tally: Tally) {
        guard let at = place(of: tally.id) else { return }
        if !tally.isVisible || !heads[at].update(tally) { heads[at].generation = 0 }
    }

    mutating func forget() {
        ids.removeAll(keepingCapacity: true)
        // Of what is as old as that, some may stand there yet.
        if generation == .max { heads = [] }
        generation = generation == .max ? 1 : generation + 1
    }

    /// Where a comment stands, if it is known.
    private func place(of id: CommentID) -> Int? {
        if heads.isEmpty { return nil }
        let at = Self.place(of: id)
        return heads[at].id == id.rawValue && heads[at].generation == generation ? at : nil
    }

    private static func place(of id: CommentID) -> Int {
        id.rawValue.place(bits: placeBits)
    }
}

/// The head of a comment that everyone sees, in 64 bytes.
private struct PackedHead {
    /// 0: none is.
    var id: Int64 = 0
    /// 0: it is a root.
    private var parentID: Int64 = 0
    private var authorID: Int64 = 0
    private var threadID: UInt32 = 0
    private var siteID: UInt32 = 0
    var generation: UInt32 = 0
    private var up: UInt32 = 0
    private var down: UInt32 = 0
    private var descendants: UInt32 = 0
    private var replies: UInt32 = 0
    private var listed: UInt32 = 0
    private var children: UInt32 = 0
    private var depth: UInt16 = 0
    private var isPinned = false
    private var isRanked = false

    init() {}

    /// Nil for one whose numbers are too large.
    init?(_ head: CommentHead, generation: UInt32) {
        guard let thread = UInt32(exactly: head.tally.threadID),
            let site = UInt32(exactly: head.siteID), let depth = UInt16(exactly: head.depth)
        else { return nil }
        id = head.tally.id.rawValue
        parentID = head.tally.parentID?.rawValue ?? 0
        authorID = head.authorID
        (threadID, siteID, self.depth) = (thread, site, depth)
        self.generation = generation
        guard update(head.tally) else { return nil }
    }

    /// False where the tally's numbers are too large.
    mutating func update(_ tally: Tally) -> Bool {
        guard let up = UInt32(exactly: tally.up), let down = UInt32(exactly: tally.down),
            let descendants = UInt32(exactly: tally.descendants),
            let replies = UInt32(exactly: tally.replies),
            let listed = UInt32(exactly: tally.listed),
            let children = UInt32(exactly: tally.children)
        else { return false }
        (self.up, self.down, self.descendants) = (up, down, descendants)
        (self.replies, self.listed, self.children) = (replies, listed, children)
        (isPinned, isRanked) = (tally.isPinned, tally.isRanked)
        return true
    }

    var unpacked: CommentHead {
        CommentHead(
            siteID: Int64(siteID), authorID: authorID, depth: Int(depth),
            tally: Tally(
                id: CommentID(rawValue: id), threadID: Int64(threadID),
                parentID: parentID == 0 ? nil : CommentID(rawValue: parentID),
                status: .approved, isPinned: isPinned, up: Int(up), down: Int(down),
                descendants: Int(descendants), replies: Int(replies), listed: Int(listed),
                children: Int(children), isRanked: isRanked))
    }
}
