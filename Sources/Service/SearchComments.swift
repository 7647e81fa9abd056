import Configuration
import Discussion
import JSONValues
import Search
import Store
import Wire

/// `comment.search`: the newest comments that hold what somebody looks for.
///
/// What the index finds is only a guess, and what changed since the index was written is guessed
/// too: each guess is held against the comment as it is now. So a comment is found right after its
/// reply, by no text that it had before, and by nobody who may not see it.
struct SearchComments: UseCase {
    /// What one page may cost: 1 for each comment looked at, for each 64 bytes of its text and for
    /// each 64 comparisons. About a third of a second's work at the most.
    static let maxWork = 131_072
    /// What it may cost where others wait for the thread that does it.
    private static let maxWorkOfWriter = 8_192
    /// How long the index may take to find what may match.
    static let maxMilliseconds = 1_000
    private static let maxMillisecondsOfWriter = 50
    /// Changes that the index may be behind: past them it is of no help, and comments are gone
    /// through one by one.
    static let maxChanges = 100_000
    private static let maxChangesOfWriter = 10_000
    /// A thread's or a person's comments that are gone through one by one rather than asking the
    /// index.
    private static let maxListed = 2_048

    private let query: SearchQuery
    private let site: String
    private let thread: String?
    private let author: String?
    private let status: Status?
    private let viewer: String?
    private let isModerator: Bool
    private let limit: Int
    /// Where it goes on; nil: from the newest.
    private let cursor: Cursor?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread")
        author = try arguments.person("author")?.name
        viewer = try arguments.person("viewer")?.name
        isModerator = arguments.text("view") == "moderator"
        status = arguments.text("status").flatMap { name in
            Status.allCases.first { $0.name == name }
        }
        if status != nil, !isModerator {
            var refusal = Refusal(.forbidden, "status is for the moderators' view")
            refusal.field = "status"
            throw refusal
        }
        query = try SearchQuery(arguments.required("query"))
        limit = try arguments.pageSize(limits)
        cursor = try Cursor(arguments, kind: Cursor.search, words: 2)
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let before = try before(work.options.tokens)
        // Before anything else is read, so that the index is not newer than the comments.
        let opened = try work.store.beginSearch()
        defer { opened?.index.rollBack() }
        let site = try work.store.site(named: site)
        let audience = try work.audience(isModerator: isModerator, viewer: viewer, in: site)
        var page = Page(
            query: query, status: status, audience: audience, limit: limit,
            maxWork: work.holdsUpOthers ? Self.maxWorkOfWriter : Self.maxWork)
        if let site, let scope = try scope(in: work, site, before: before) {
            page.siteID = site.id
            (page.threadID, page.authorID) = (scope.threadID, scope.authorID)
            try find(in: scope, opened, work, &page)
        }
        let encoder = CommentEncoder(work: work, site: self.site, audience: audience)
        let next = page.finish().map {
            Cursor(kind: Cursor.search, words: work.options.tokens.sealed($0))
        }
        try json.object { json in
            json.name("comments")
            try json.array { json in
                for id in page.found {
                    try encoder.write(CommentID(rawValue: id), in: site, to: &json)
                }
            }
            json.member("next", orNull: next)
        }
    }

    /// Where the page begins: before a comment that was looked at, which may be one that nobody who
    /// asks may know of. So cursors are sealed.
    private func before(_ tokens: SubscriptionTokens) throws(Refusal) -> Int64 {
        guard let cursor else { return .max }
        guard let before = tokens.opened(cursor.words) else {
            throw .invalid("cursor", "expected `next` as an earlier reply gave it")
        }
        return before
    }

    private struct Scope {
        let siteID: Int64
        /// Comments of lower ids are looked for.
        let before: Int64
        var threadID: Int64?
        var authorID: Int64?
    }

    /// Nil where the thread or the person is not known, so that there is nothing.
    private func scope(in work: Work, _ site: Site, before: Int64) throws -> Scope? {
        var scope = Scope(siteID: site.id, before: before)
        if let thread {
            guard let found = try work.store.thread(named: thread, in: site) else { return nil }
            scope.threadID = found.id
        }
        if let author {
            guard let found = try work.store.person(named: author, in: site) else { return nil }
            scope.authorID = found.id
        }
        return scope
    }

    /// Hands the page what may match, the newest first, until it wants no more.
    private func find(
        in scope: Scope, _ opened: (index: SearchIndex, mark: SearchMark)?, _ work: Work,
        _ page: inout Page
    ) throws {
        if let ids = try listed(scope, page.audience.sight, work.store) {
            for id in ids where try !page.take(id, from: work.store) { return }
            return
        }
        do {
            if let opened, try ask(opened, in: scope, work, &page) { return }
        } catch let error as StoreError where error.isInterrupted {
            throw Refusal(.overloaded, "the search takes too long: ask for rarer words")
        } catch let error as StoreError where error.isDamaged {
            work.store.dropSearchIndex()
            work.options.report(
                LogEntry(
                    .error, "search_index",
                    "it is damaged: commentd check --rebuild-search makes it anew"))
        }
        // Past what was looked at before the damage was seen.
        try work.store.forEachComment(before: page.reached ?? scope.before) { id in
            try page.take(id, from: work.store)
        }
    }

    /// Hands the page what the index finds, and what has changed since it was written; false where
    /// that is too much.
    private func ask(
        _ opened: (index: SearchIndex, mark: SearchMark), in scope: Scope, _ work: Work,
        _ page: inout Page
    ) throws -> Bool {
        let most = work.holdsUpOthers ? Self.maxChangesOfWriter : Self.maxChanges
        guard
            let changed = try work.store.changedComments(
                after: opened.mark, of: scope.siteID, limit: most)
        else { return false }
        let expression = SearchTokens.expression(
            of: query, in: scope.siteID,
            for: page.audience.seesHidden ? [.everyone, .moderators] : [.everyone])
        var rest = changed.drop { $0 >= scope.before }
        try opened.index.forEachMatch(
            of: expression, before: scope.before, isOverdue: deadline(of: work)
        ) { id in
            while let changed = rest.first, changed >= id {
                rest = rest.dropFirst()
                if changed > id, try !page.take(changed, from: work.store) { return false }
            }
            return try page.take(id, from: work.store)
        }
        guard !page.isComplete else { return true }
        for id in rest where try !page.take(id, from: work.store) { return true }
        return true
    }

    /// The comments of a thread or a person where those are few; nil where they are many, or the
    /// whole site is asked for.
    private func listed(_ scope: Scope, _ sight: Sight, _ store: Store) throws -> [Int64]? {
        let list: LatestScope
        switch (scope.authorID, scope.threadID) {
        case (let authorID?, let threadID): list = .author(authorID, threadID: threadID)
        case (nil, let threadID?): list = .thread(threadID)
        case (nil, nil): return nil
        }
        let (found, scannedTo) = try store.latest(
            in: list, before: CommentID(rawValue: scope.before), seenBy: sight,
            limit: Self.maxListed + 1)
        guard found.count <= Self.maxListed, scannedTo == nil else { return nil }
        return found.map(\.rawValue)
    }

    /// Whether the index has taken too long.
    private func deadline(of work: Work) -> () -> Bool {
        let milliseconds =
            work.holdsUpOthers ? Self.maxMillisecondsOfWriter : Self.maxMilliseconds
        let stopwatch = work.options.stopwatch
        let end = stopwatch() + UInt64(milliseconds) * 1_000_000
        return { stopwatch() > end }
    }
}

/// One page of what was found.
private struct Page {
    let query: SearchQuery
    let status: Status?
    let audience: Audience
    let limit: Int
    /// See `SearchComments.maxWork`.
    let maxWork: Int
    var siteID: Int64 = 0
    var threadID: Int64?
    var authorID: Int64?
    private(set) var found: [Int64] = []
    private var used = 0
    /// The comment that was the last to be looked at.
    private(set) var reached: Int64?
    /// Whether there may be more, but not here.
    private(set) var isComplete = false

    init(
        query: SearchQuery, status: Status?, audience: Audience, limit: Int, maxWork: Int
    ) {
        self.query = query
        self.status = status
        self.audience = audience
        self.limit = limit
        self.maxWork = maxWork
    }

    /// Looks at a comment, and whether it belongs here; false where the page is complete.
    mutating func take(_ id: Int64, from store: Store) throws -> Bool {
        var (work, isMatch) = (0, false)
        _ = try store.searched(id) { row in
            guard fits(row) else { return }
            let text = audience.isModerator ? row.body : row.masked ?? row.body
            isMatch = query.matches(SearchText(text), &work)
            work = work / 64 + min(text.count, SearchText.maxBytes) / 64
        }
        used += 1 + work
        if isMatch { found.append(id) }
        reached = id
        isComplete = found.count > limit || used >= maxWork
        return !isComplete
    }

    private func fits(_ row: SearchedRow) -> Bool {
        guard row.siteID == siteID, audience.sees(row.status, by: row.authorID) else {
            return false
        }
        if let status, row.status != status { return false }
        if let threadID, row.threadID != threadID { return false }
        if let authorID, row.authorID != authorID { return false }
        return true
    }

    /// Ends the page; what the next one goes on behind, nil where there is none.
    mutating func finish() -> Int64? {
        guard found.count > limit else { return isComplete ? reached : nil }
        found.removeLast()
        return found.last
    }
}
