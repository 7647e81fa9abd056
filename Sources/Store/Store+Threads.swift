import Discussion
import SQLite

extension Store {
    package func thread(named name: String, in site: Site) throws(SQLiteError) -> Thread? {
        if let kept = cache.thread(.init(siteID: site.id, name: name)) { return kept }
        try flushDroppedThreads()
        let thread = try db.first(
            """
            SELECT threads.id, site_id, threads.name, title, url, threads.is_closed,
              threads.moderation, threads.close_after_days, threads.slow_mode_s,
              threads.default_sort, threads.takes_guests, threads.created_at, last_comment_at,
              visible, pending, closed_comments, replies, listed, children, shadowed,
              sites.is_closed, sites.moderation, sites.close_after_days, sites.slow_mode_s,
              sites.default_sort, sites.takes_guests, placing = 2,
              followers,
              EXISTS (SELECT 1 FROM moves WHERE threads.id IN (from_id, to_id))
            FROM threads CROSS JOIN sites ON sites.id = site_id
            WHERE site_id = ?1 AND threads.name = ?2 AND merged_into IS NULL
            """, [.integer(site.id), .text(name)], readThread)
        if let thread { cache.keep(thread) }
        return thread
    }

    /// How many visible comments a thread has; nil where there is none of that name. Reads no more
    /// than that: badges of a thousand pages are asked for at once.
    package func visibleCount(
        ofThread name: String, in site: Site
    ) throws(SQLiteError) -> Int? {
        if let kept = cache.thread(.init(siteID: site.id, name: name)) { return kept.visible }
        try flushDroppedThreads()
        return try db.first(
            "SELECT visible FROM threads WHERE site_id = ?1 AND name = ?2 AND merged_into IS NULL",
            [.integer(site.id), .text(name)]
        ) { $0.int(0) }
    }

    package func thread(_ id: Int64) throws(SQLiteError) -> Thread? {
        if let kept = cache.thread(id) { return kept }
        try flushDroppedThreads()
        let thread = try db.first(
            """
            SELECT threads.id, site_id, threads.name, title, url, threads.is_closed,
              threads.moderation, threads.close_after_days, threads.slow_mode_s,
              threads.default_sort, threads.takes_guests, threads.created_at, last_comment_at,
              visible, pending, closed_comments, replies, listed, children, shadowed,
              sites.is_closed, sites.moderation, sites.close_after_days, sites.slow_mode_s,
              sites.default_sort, sites.takes_guests, placing = 2,
              followers,
              EXISTS (SELECT 1 FROM moves WHERE threads.id IN (from_id, to_id))
            FROM threads CROSS JOIN sites ON sites.id = site_id
            WHERE threads.id = ?1
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
        var thread = Thread(id: db.lastInsertedID, siteID: site.id, name: name, createdAt: now)
        thread.siteSettings = try settings(of: site)
        cache.keep(thread)
        noteUnplaced(thread.id)
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
                .bool(settings.isClosed), .integer(orNull: settings.moderation?.rawValue),
                .integer(orNull: settings.closeAfterDays),
                .integer(orNull: settings.slowModeSeconds),
                .text(orNull: settings.defaultSort?.name),
                .integer(orNull: settings.takesGuests.map { $0 ? 1 : 0 }),
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
        try startPlacing(thread.id)
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
    thread.settings.moderation = row.optionalInt(6).flatMap { ModerationMode(rawValue: $0) }
    thread.settings.closeAfterDays = row.optionalInt(7)
    thread.settings.slowModeSeconds = row.optionalInt(8)
    thread.settings.defaultSort = row.optionalText(9).flatMap { Sort(name: $0) }
    thread.settings.takesGuests = row.optionalInt(10).map { $0 != 0 }
    thread.siteSettings = readSiteSettings(row, from: 20)
    thread.isMerged = row.bool(26)
    thread.lastCommentAt = row.optionalInt64(12).map { Moment(milliseconds: $0) }
    thread.visible = row.int(13)
    thread.pending = row.int(14)
    thread.closedComments = row.int(15)
    thread.replies = row.int(16)
    thread.listed = row.int(17)
    thread.children = row.int(18)
    thread.shadowed = row.int(19)
    thread.followers = row.int(27)
    thread.isMoving = row.bool(28)
    return thread
}
