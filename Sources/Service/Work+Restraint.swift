import Discussion
import Moderation
import Store

extension Work {
    /// The strictest sanction that holds now for whoever a command speaks of: for the person, where
    /// the site knows them, or for the address they come from. A moderator or one of the staff may
    /// sit behind an address that others misuse; what is imposed on them holds for them too.
    func restraint(
        of person: Person?, claimed claim: PersonClaim, in site: Site?
    ) throws -> Sanction? {
        guard let site else { return nil }
        let own = try personalRestraint(of: person)
        guard let address = claim.ip, !believed(claim).roles.isOfTheHouse else { return own }
        return try strictest(own, from: address, in: site)
    }

    /// The sanction of a person that holds now.
    private func personalRestraint(of person: Person?) throws -> Sanction? {
        guard let person, person.restraints.contains(.sanctioned),
            let own = try store.restraint(of: person.id), own.restrains(at: now)
        else { return nil }
        return own
    }

    /// What a person's record makes of them; of someone unknown, what it makes of nobody.
    func trust(of person: Person?) throws -> Trust {
        guard let person else { return Trust(approved: 0, rejected: 0) }
        let flags = try store.flagRecord(of: person.id)
        return Trust(
            approved: person.approved, rejected: person.rejected, flagsAgreed: flags.agreed,
            flagsDismissed: flags.dismissed,
            isSanctioned: try personalRestraint(of: person) != nil)
    }

    /// The strictest of a sanction and those of an address.
    private func strictest(
        _ own: Sanction?, from address: String, in site: Site
    ) throws -> Sanction? {
        var strictest = own
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
    func checkNotBanned(_ person: Person?, claimed claim: PersonClaim, in site: Site?) throws {
        if let restraint = try restraint(of: person, claimed: claim, in: site),
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
