import Configuration
import Discussion
import JSONValues
import Store

/// What a comment is to the person who looks at it.
extension CommentEncoder {
    /// Writes `viewer`, where there is one.
    func writeViewer(
        of tally: Tally, by authorID: Int64, to json: inout JSONWriter
    ) throws {
        guard let viewer = audience.viewer else { return }
        let vote = try viewer.personID.flatMap { try work.store.vote(on: tally.id, by: $0) }
        let flag = try viewer.personID.flatMap { try work.store.flag(on: tally.id, by: $0) }
        let isOwn = audience.isOwn(authorID)
        let end = isOwn ? try editEnd(of: tally, by: authorID) : nil
        json.name("viewer")
        json.openObject()
        json.member("vote", vote ?? 0)
        json.member("flagged", flag == .open)
        json.member("own", isOwn)
        json.member("can_edit_until", orNull: end?.text)
        json.closeObject()
    }

    /// Until when its author can edit a comment; nil where they cannot now.
    private func editEnd(of tally: Tally, by authorID: Int64) throws -> Moment? {
        let windows = work.settings.windows
        guard windows.isOpenForEdits(of: tally.id, at: work.now) else { return nil }
        // Time alone will close the window, and may end what closes it now.
        constancy?.isPassing = true
        guard tally.status == .approved || tally.status == .pending,
            tally.descendants == 0 || windows.editsAfterReply,
            let thread = try work.store.thread(tally.threadID),
            try work.lock(on: thread, from: tally.id, at: work.now) == nil
        else { return nil }
        let site = Site(id: thread.siteID, name: self.site)
        let author = try work.store.person(authorID)
        let restraint = try work.restraint(
            of: author, claimed: PersonClaim(name: author?.name ?? ""), in: site)
        if let restraint, restraint.kind >= .mute { return nil }
        let end = windows.editEnd(of: tally.id)
        return thread.closesAt.map { min($0, end) } ?? end
    }
}

extension Settings.Windows {
    /// The last moment at which its author may edit a comment.
    func editEnd(of id: CommentID) -> Moment {
        id.createdAt.adding(milliseconds: Int64(editSeconds) * 1000)
    }

    /// Whether its author may edit a comment now, as far as time goes.
    func isOpenForEdits(of id: CommentID, at now: Moment) -> Bool {
        editSeconds > 0 && now <= editEnd(of: id)
    }
}
