import Discussion
import Moderation
import Service
import Wire

/// What one connection follows: each site once, so that following it again only moves the place.
final class Follows: Sendable {
    /// The most sites that one connection may follow.
    static let max = 16

    private struct State {
        var bySite: [String: Follow] = [:]
        var isClosed = false

        enum Place {
            /// In place of an earlier one of the same site, if there was one.
            case taken(Follow?)
            case full
            case closed
        }

        mutating func take(_ follow: Follow) -> Place {
            if isClosed { return .closed }
            let old = bySite[follow.site]
            guard old != nil || bySite.count < Follows.max else { return .full }
            bySite[follow.site] = follow
            return .taken(old)
        }
    }

    private let state = Guarded(State())
    private let feed: EventFeed
    private let outbox: Outbox

    init(_ feed: EventFeed, _ outbox: Outbox) { (self.feed, self.outbox) = (feed, outbox) }

    /// Begins what an `event.follow` was granted; its reply has the place `slot`. The outcome is a
    /// refusal where too many sites are followed.
    func begin(_ outcome: Outcome, of request: Request, behind slot: Int) -> Outcome {
        guard case .result(let bytes) = outcome, let result = try? StrictJSON.parse(bytes).object,
            let after = result["seq"]?.integer, let last = result["last"]?.integer
        else { return outcome }
        let site = request.params["site"]?.text ?? "default"
        let follow = Follow(
            outbox, site: site, slot: slot, after: Int64(after), known: Int64(last))
        let old: Follow?
        switch state.withLock({ $0.take(follow) }) {
        case .taken(let known): old = known
        case .full:
            return .refused(
                .tooLarge("a connection may follow \(Self.max) sites", limit: Self.max))
        // The connection ends: nobody is left to be told.
        case .closed: return outcome
        }
        if let old { feed.leave(old) }
        feed.begin(follow)
        return outcome
    }

    /// What is followed ends with what the log holds by now.
    func finish() { takeAll().forEach(feed.finish) }

    /// What is followed ends now, with a line that says why.
    func end(_ why: EventLine.End) { takeAll().forEach { feed.end($0, why) } }

    /// The client is gone.
    func close() { takeAll().forEach(feed.leave) }

    /// Nothing is followed from now on; what was.
    private func takeAll() -> [Follow] {
        state.withLock { state in
            state.isClosed = true
            defer { state.bySite = [:] }
            return Array(state.bySite.values)
        }
    }
}
