import Discussion
import Moderation
import Wire

extension Facts {
    /// What the rules may know of an author and a place.
    static func of(
        _ author: PersonClaim, _ person: Person?, _ thread: Thread?, _ mode: ModerationMode,
        isReply: Bool, hasAnchor: Bool, at moment: Moment
    ) -> Facts {
        func age(_ start: Moment?) -> Int {
            max(0, Int((moment.milliseconds - (start ?? moment).milliseconds) / 1000))
        }
        return Facts(
            roles: author.roles, isGuest: author.isGuest, approved: person?.approved ?? 0,
            rejected: person?.rejected ?? 0, authorAgeSeconds: age(person?.firstSeen),
            isReply: isReply, hasAnchor: hasAnchor, threadComments: thread?.visible ?? 0,
            threadAgeSeconds: age(thread?.createdAt), mode: mode)
    }
}
