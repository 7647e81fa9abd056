import Discussion
import SQLite

extension Store {
    package func thread(named name: String, in site: Site) throws(SQLiteError) -> Thread? {
        if let kept = cache.thread(.init(siteID: site.id, name: name)) { return kept }
        try flushDroppedThreads()
        let thread = try db.first(
            """
            SELECT id, site_id, name, title, url, is_closed, moderation, close_after_days,
              slow_mode_s, default_sort, takes_guests, created_at, last_comment_at, visible,
              pending, closed_comments, replies, listed, children, shadowed, followers
            FROM threads WHERE site_id = ?1 AND name = ?2
            """, [.integer(site.id), .text(name)], readThread)
        if let thread { cache.keep(thread) }
        return thread
    }

    package func thread(_ id: Int64) throws(SQLiteError) -> Thread? {
        if let kept = cache.thread(id) { return kept }
        try flushDroppedThreads()
        let thread = try db.first(
            """
            SELECT id, site_id, name, title, url, is_closed, moderation, close_after_days,
              slow_mode_s, default_sort, takes_guests, created_at, last_comment_at, visible,
              pending, closed_comments, replies, listed, children, shadowed, followers
            FROM threads WHERE id = ?1
            """, [.integer(id)], readThread)
        if let thread { cache.keep(thread) }
        return thread
    }

    /// The thread of that name, made on first use.
    package func makeThread(
        named name: String, in site: Site, at now: Moment
    ) throws(SQLiteError) -> Thread {
        if let thread = try thread(named: name, in: site) { return thread }
        try db.run(
            "INSERT INTO threads (site_id, name, created_at) VALUES (?1, ?2, ?3)",
            [.integer(site.id), .text(name), .integer(now.milliseconds)])
        let thread = Thread(id: db.lastInsertedID, siteID: site.id, name: name, createdAt: now)
        cache.keep(thread)
        return thread
    }

    /// Writes the settings as they now are.
    package func saveSettings(of thread: Thread) throws(SQLiteError) {
        let settings = thread.settings
        cache.keep(thread)
        try db.run(
            """
            UPDATE threads SET title = ?2, url = ?3, is_closed = ?4, moderation = ?5,
              close_after_days = ?6, slow_mode_s = ?7, default_sort = ?8, takes_guests = ?9
            WHERE id = ?1
            """,
            [
                .integer(thread.id), .text(orNull: settings.title), .text(orNull: settings.url),
                .bool(settings.isClosed), .integer(settings.moderation.rawValue),
                .integer(settings.closeAfterDays), .integer(settings.slowModeSeconds),
                .text(settings.defaultSort.name), .bool(settings.takesGuests),
            ])
    }

    /// Before a thread is read from its row: one that was dropped from memory may have counts that
    /// are not written yet.
    private func flushDroppedThreads() throws(SQLiteError) {
        guard cache.hasDroppedThreads else { return }
        cache.hasDroppedThreads = false
        try flushCounts()
    }

    /// Keeps the counts as they now are, to be written with the transaction.
    package func saveCounts(of thread: Thread) {
        cache.keep(thread)
        unwritten.keep(thread)
    }

    func writeCounts(of thread: Thread) throws(SQLiteError) {
        try db.run(
            """
            UPDATE threads SET last_comment_at = ?2, visible = ?3, pending = ?4,
              closed_comments = ?5, replies = ?6, listed = ?7, children = ?8, shadowed = ?9
            WHERE id = ?1
            """,
            [
                .integer(thread.id), .integer(orNull: thread.lastCommentAt?.milliseconds),
                .integer(thread.visible), .integer(thread.pending), .integer(thread.closedComments),
                .integer(thread.replies), .integer(thread.listed), .integer(thread.children),
                .integer(thread.shadowed),
            ])
    }

    /// Writes how many subscriptions a thread has, as it now is.
    package func saveFollowers(of thread: Thread) throws(SQLiteError) {
        cache.keep(thread)
        try db.run(
            "UPDATE threads SET followers = ?2 WHERE id = ?1",
            [.integer(thread.id), .integer(thread.followers)])
    }

    /// When the newest visible comment of a thread was made.
    package func newestVisible(in threadID: Int64) throws(SQLiteError) -> Moment? {
        try db.first(
            "SELECT max(id) FROM comments WHERE thread_id = ?1 AND status = 0",
            [.integer(threadID)]
        ) { $0.optionalInt64(0).map { CommentID(rawValue: $0).createdAt } } ?? nil
    }
}

private func readThread(_ row: borrowing Row) -> Thread {
    var thread = Thread(
        id: row.int64(0), siteID: row.int64(1), name: row.text(2),
        createdAt: Moment(milliseconds: row.int64(11)))
    thread.settings.title = row.optionalText(3)
    thread.settings.url = row.optionalText(4)
    thread.settings.isClosed = row.bool(5)
    thread.settings.moderation = ModerationMode(rawValue: row.int(6)) ?? .post
    thread.settings.closeAfterDays = row.int(7)
    thread.settings.slowModeSeconds = row.int(8)
    thread.settings.defaultSort = Sort(name: row.text(9)) ?? .best
    thread.settings.takesGuests = row.bool(10)
    thread.lastCommentAt = row.optionalInt64(12).map { Moment(milliseconds: $0) }
    thread.visible = row.int(13)
    thread.pending = row.int(14)
    thread.closedComments = row.int(15)
    thread.replies = row.int(16)
    thread.listed = row.int(17)
    thread.children = row.int(18)
    thread.shadowed = row.int(19)
    thread.followers = row.int(20)
    return thread
}
