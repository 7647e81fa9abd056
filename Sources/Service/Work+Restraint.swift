import Discussion
import Moderation
import Store

extension Work {
    /// The strictest sanction that holds now for a person or for the address they come from.
    func restraint(of person: Person?, from address: String?, in site: Site?) throws -> Sanction? {
        guard let site else { return nil }
        var strictest: Sanction?
        if let person, person.restraints.contains(.sanctioned),
            let own = try store.restraint(of: person.id), own.restrains(at: now)
        {
            strictest = own
        }
        guard let address else { return strictest }
        let ranges = try store.rangeSanctions(of: site.id)
        guard !ranges.isEmpty, let number = AddressRange.number(of: address) else {
            return strictest
        }
        for sanction in ranges where sanction.restrains(at: now) {
            guard case .range(let range) = sanction.target, range.contains(number) else { continue }
            if strictest.map({ $0.kind < sanction.kind }) ?? true { strictest = sanction }
        }
        return strictest
    }

    /// Throws where a person, or the address they come from, is banned.
    func checkNotBanned(_ person: Person?, from address: String?, in site: Site?) throws {
        if let restraint = try restraint(of: person, from: address, in: site),
            restraint.kind == .ban
        {
            throw Refusal(because: restraint)
        }
    }
}

extension Refusal {
    /// A sanction forbids it.
    init(because sanction: Sanction) {
        self.init(
            .forbidden,
            sanction.kind == .ban ? "this person is banned" : "this person may not comment")
        self.sanction = sanction.kind
        until = sanction.until
    }
}

extension Verdict {
    /// The same for someone whose comments wait for a moderator: what was to be published waits.
    func held(because sanction: Sanction) -> Verdict {
        let end = sanction.until.map { " until \($0.text)" } ?? ""
        let reason = Reason(
            rule: SanctionKind.premoderate.name, action: .hold,
            detail: "comments of this person wait for a moderator\(end)")
        return Verdict(
            status: status == .approved ? .pending : status, isFlagged: isFlagged, rules: rules,
            reasons: reasons + [reason], masks: masks)
    }

    /// The same for a comment that its author alone sees, as if it were published.
    var shadowed: Verdict {
        Verdict(status: .pending, isFlagged: false, rules: rules, reasons: reasons, masks: masks)
    }
}
