import Discussion
import Glibc

/// The order of the moderation queue.
///
/// A case's urgency is severity × exposure × 2^(waiting / 4 h): harm grows with the readers who
/// see it, and whatever waits comes up in the end. On a logarithmic scale all cases grow alike
/// while they wait, so their order never changes by itself, and the constant part can be stored
/// and indexed: `orderKey`, which grows with urgency.
package enum QueuePriority {
    /// Seconds of waiting that double the urgency.
    package static let doublingSeconds = 14_400.0

    /// How grave a reason is. An open flag adds this times its own weight, the reporter's.
    package static func gravity(of reason: FlagReason) -> Double {
        switch reason {
        case .illegal: 5
        case .abuse: 3
        case .spam: 2
        case .offTopic, .other: 1
        }
    }

    /// The severity of a pending comment: by the strictest action among its reasons, dry runs left
    /// out; 1 where it waits only because every comment does. Open flags add to it.
    package static func severity(
        pending reasons: [Reason], flags: [FlagSum] = []
    ) -> Double {
        let strictest = acting(reasons).map(\.action).max { $0.strictness < $1.strictness }
        let base: Double =
            switch strictest {
            case .spam, .reject: 3
            case .hold: 2
            case .approve, .flag, .mask, nil: 1
            }
        return base + weight(of: flags)
    }

    /// The severity of a published comment in the queue: its open flags by gravity and
    /// weight, 2 more where a rule flagged it. At least 1.
    package static func severity(flagged flags: [FlagSum], reasons: [Reason]) -> Double {
        let byRule = acting(reasons).contains { $0.action == .flag }
        return max(1, weight(of: flags) + (byRule ? 2 : 0))
    }

    /// How widely a comment is seen: 1 for one without replies and votes, 1 more for each doubling.
    package static func exposure(replies: Int, votes: Int) -> Double {
        1 + log2(1 + Double(max(0, replies)) + Double(max(0, votes)))
    }

    /// Whether so many replies and votes have become, or were, about twice as many, so that a case
    /// is to be weighed anew: 1 + the number has passed a power of two. Few are not worth it.
    package static func isRefreshed(from old: Int, to new: Int) -> Bool {
        max(old, new) >= 7
            && (1 + old).leadingZeroBitCount != (1 + new).leadingZeroBitCount
    }

    /// What to store and to order by, the highest first: log2(severity × exposure) − since / 4 h.
    /// `since` is when the waiting began.
    package static func orderKey(severity: Double, exposure: Double, since: Moment) -> Double {
        log2(max(severity * exposure, .leastNormalMagnitude)) - since.seconds / doublingSeconds
    }

    /// log2(severity × exposure) + waiting / 4 h, to show: 1 more is twice as urgent.
    package static func priority(orderKey: Double, at now: Moment) -> Double {
        orderKey + now.seconds / doublingSeconds
    }

    private static func acting(_ reasons: [Reason]) -> [Reason] { reasons.filter { !$0.isDryRun } }

    private static func weight(of flags: [FlagSum]) -> Double {
        flags.reduce(0) {
            $0 + gravity(of: $1.reason) * Double($1.weight) / Double(FlagWeight.perOne)
        }
    }
}
