import Discussion
import JSONValues
import Wire

/// A command on its way through its parts, each of which is a command of its own: a decision on so
/// many comments that everybody else would have to wait for it.
///
/// Parts of a command that came with a key have keys of their own. So one that was broken off goes
/// on, when it is sent again, where it was: what a part came to is known, and it is not done twice.
package struct CommandParts: Sendable {
    private let parts: [Command]
    private let decision: Decide
    private var outcomes: [Outcome] = []

    /// Nil where the command has one part, as most have.
    package init?(of command: Command) {
        guard command.method == .moderationDecide, case .success(let prepared) = command.prepared,
            case .success(let useCase) = prepared.useCase, let decision = useCase as? Decide,
            decision.parts.count > 1
        else { return nil }
        self.decision = decision
        parts = decision.parts.enumerated().map { index, part in
            let key = prepared.key.map { $0.ofPart(index) }
            return Command(.init(key: key, useCase: .success(part)), of: command)
        }
    }

    /// The part that is to be carried out next; nil: none.
    package var next: Command? {
        guard let first = outcomes.first else { return parts[0] }
        // What refuses the first refuses the command, of which nothing is stored then.
        if case .refused = first { return nil }
        return outcomes.count < parts.count && !isWhole(first) ? parts[outcomes.count] : nil
    }

    /// What became of it.
    package mutating func put(_ outcome: Outcome) { outcomes.append(outcome) }

    /// No part is carried out any more: all that are left are refused with this.
    package mutating func giveUp(_ refusal: Refusal) {
        while outcomes.count < parts.count { outcomes.append(.refused(refusal)) }
    }

    /// What the command has come to.
    package var outcome: Outcome {
        guard case .result? = outcomes.first, outcomes.count > 1 else {
            return outcomes.first ?? .refused(Refusal(.internalFault, "no part was carried out"))
        }
        return .result(decision.joined(outcomes))
    }

    /// Whether the first part's key gave the result of all: before there were parts it did.
    private func isWhole(_ first: Outcome) -> Bool {
        guard case .result(let result) = first,
            let results = try? StrictJSON.parse(result)["results"].array
        else { return false }
        return results.count > decision.parts[0].count
    }
}

extension Command.Key {
    /// The first part has the command's own: it shows whether that came with other params.
    fileprivate func ofPart(_ index: Int) -> Command.Key {
        guard index > 0 else { return self }
        let words = ["part", "\(digest.high)", "\(digest.low)", "\(index)"]
        return Command.Key(digest: Fingerprint.of(words), fingerprint: fingerprint)
    }
}
