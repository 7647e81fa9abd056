import Discussion
import JSONValues
import Ranking
import Store

/// Writes what is held on a person as the lines of an export: objects with their `type` first, each
/// as moderators see it.
struct ExportLines {
    let work: Work
    let site: Site
    let person: Person

    /// Who they are, and what became of what they did.
    func writePerson(to json: inout JSONWriter) throws {
        try json.object { try writeMembers(to: &$0) }
    }

    /// As above, without the object's braces.
    func writeMembers(to json: inout JSONWriter) throws {
        let flags = try work.store.flagRecord(of: person.id)
        json.member("type", "person")
        json.member("id", person.name)
        json.member("name", person.displayName ?? person.name)
        json.member("url", ifAny: person.url)
        json.member("email", ifAny: person.email)
        json.member("first_seen", person.firstSeen)
        json.member("approved", person.approved)
        json.member("rejected", person.rejected - person.spam)
        json.member("spam", person.spam)
        json.member("flags_agreed", flags.agreed)
        json.member("flags_dismissed", flags.dismissed)
    }

    func write(_ sanction: Sanction, to json: inout JSONWriter) throws {
        let moderator = try work.store.person(sanction.moderatorID)
        json.object { json in
            json.member("type", "sanction")
            json.member("person", person.name)
            json.member("kind", sanction.kind.name)
            json.member("since", sanction.since)
            json.member("until", orNull: sanction.until?.text)
            json.member("reason", sanction.reason)
            json.member("moderator", orNull: moderator?.name)
        }
    }

    /// Whether the comment had other texts before.
    func write(_ id: CommentID, to json: inout JSONWriter) throws -> Bool {
        let subject = try work.subject(work.find(.id(id), in: site))
        guard let record = try work.store.record(of: subject.tally, in: subject.thread) else {
            throw Refusal(.internalFault, "a tally without a comment")
        }
        try json.object { json in
            json.member("type", "comment")
            try CommentEncoder(work: work, site: site.name, audience: .moderators)
                .writeMembers(of: record, .whole, to: &json)
        }
        return record.comment.editedAt != nil
    }

    static func write(_ text: Revision, of id: CommentID, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "revision")
            json.member("comment_id", id)
            json.member("revision", text.number)
            json.member("body", text.body)
            json.member("at", text.at)
        }
    }

    func write(_ ballot: Store.Ballot, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "vote")
            json.member("comment_id", ballot.commentID)
            json.member("voter", person.name)
            json.member("value", ballot.value)
            json.member("at", ballot.castAt)
        }
    }

    func write(_ flag: RaisedFlag, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "flag")
            json.member("comment_id", flag.commentID)
            json.member("reporter", person.name)
            json.member("reason", flag.reason.rawValue)
            json.member("detail", ifAny: flag.detail)
            json.member("at", flag.raisedAt)
            json.member("state", flag.state.name)
        }
    }

    func write(_ entry: HistoryEntry, to json: inout JSONWriter) throws {
        try json.object { json in
            json.member("type", "decision")
            try work.writeMembers(of: entry, to: &json)
        }
    }

    /// Without its token: who has that may end the subscription.
    func write(_ subscription: Subscription, to json: inout JSONWriter) throws {
        let thread = try work.store.thread(subscription.threadID)
        json.object { json in
            json.member("type", "subscription")
            work.writeMembers(of: subscription, threadName: thread?.name ?? "", to: &json)
            json.member("person", person.name)
            json.member("email", ifAny: subscription.email)
            json.member("created_at", subscription.since)
        }
    }

    /// What their votes say of how readily they agree, and with whom.
    func write(_ voter: GroundVoter, fittedAt: Moment, to json: inout JSONWriter) {
        let parameters = voter.parameters
        json.object { json in
            json.member("type", "fit")
            json.member("person", person.name)
            json.member("intercept", parameters.intercept)
            json.member("factor", parameters.factor)
            json.member("fitted_at", fittedAt)
        }
    }

    func write(_ notice: KeptNotice, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "notice")
            json.member("id", WireNumber.notice(notice.id))
            json.member("person", person.name)
            json.member("kind", notice.kind.name)
            json.member("comment_id", ifAny: notice.commentID?.text)
            json.member(
                "subscription",
                ifAny: notice.subscriptionID.map { WireNumber.subscription($0) })
            json.member("state", notice.state.name)
            json.member("created_at", notice.createdAt)
            json.member("tries", notice.tries)
            json.member("detail", ifAny: notice.detail)
        }
    }
}
