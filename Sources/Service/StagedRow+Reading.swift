import Discussion
import Imports
import JSONValues
import Store
import Wire

/// What a staged comment is called here, and those whom it names.
extension StagedRow {
    /// A page without an address, or one that the file names and does not hold, goes by its key.
    func threadName(_ format: ImportFormat, _ counts: inout ImportCounts) -> String {
        if let name = thread.name { return name }
        counts.repair("comments on pages without an address")
        return "\(format.rawValue):\(comment.threadKey)"
    }

    /// When it was written, or where the file does not say its page was; never later than now.
    func moment(until now: Moment, _ counts: inout ImportCounts) -> Moment {
        guard let at = comment.at ?? thread.createdAt else {
            counts.repair("comments without a time, taken for the oldest")
            return Moment(milliseconds: 1)
        }
        if comment.at == nil { counts.repair("comments without a time, given their page's") }
        guard Moment(milliseconds: at) <= now else {
            counts.repair("times in the future, made now")
            return now
        }
        return Moment(milliseconds: max(1, at))
    }

    /// Who wrote it.
    func author(_ format: ImportFormat) -> PersonClaim {
        let id = person?.id
        var claim = PersonClaim(
            name: id ?? "\(format.rawValue):guest-\(guest.drop { $0 != ":" }.dropFirst())",
            roles: person?.roles ?? [], isGuest: id == nil)
        claim.displayName = person?.name
        (claim.email, claim.url) = (person?.email, person?.url)
        (claim.ip, claim.userAgent) = (comment.ip, comment.userAgent)
        return claim
    }

    /// Votes of which the file says who cast them.
    var namedVotes: [(voter: String, value: Int)] {
        let votes = comment.votes.flatMap { try? StrictJSON.parse(Array($0.utf8)) }
        return (votes?.array ?? []).compactMap { vote in
            guard let voter = vote.array?.first?.text, let value = vote.array?.last?.integer else {
                return nil
            }
            return (voter, value)
        }
    }
}
