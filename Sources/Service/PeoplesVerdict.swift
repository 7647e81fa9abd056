import Discussion
import Store

/// What people made of a comment's text: what rules are measured by.
struct PeoplesVerdict {
    private var standing: [PersonsDecision] = []

    /// Takes the next entry of the comment's history.
    mutating func take(_ entry: PersonsDecision) {
        switch entry.action {
        case "approve", "reject", "spam": standing.append(entry)
        // An author who takes a comment back says nothing of what the rules should do.
        case "delete" where entry.actorID != entry.personID: standing.append(entry)
        case "restore":
            if standing.last?.action == "delete" { standing.removeLast() }
        // What was decided was decided of another text.
        case "edit": standing.removeAll()
        case "undo": standing.removeAll { $0.entryID == entry.undoes }
        default: break
        }
    }

    /// Nil where no person decided, or every decision was taken back.
    var status: Status? {
        switch standing.last?.action {
        case "approve": .approved
        case "reject": .rejected
        case "spam": .spam
        case "delete": .deleted
        default: nil
        }
    }
}
