import Discussion
import Testing

@Suite("Names of the domain")
struct NamesTests {
    @Test("States have the wire's names and the database's numbers")
    func status() {
        #expect(
            Status.allCases.map(\.name) == ["approved", "pending", "rejected", "spam", "deleted"])
        #expect(Status.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    }

    @Test("Roles come and go by name, in the order of badges; unknown ones are left out")
    func roles() {
        #expect(Roles(names: ["staff", "author"]).list == ["author", "staff"])
        #expect(Roles(names: ["author", "author"]) == .author)
        #expect(Roles(names: ["admin", "Staff", ""]).isEmpty)
        #expect(Roles(names: Roles.names.map(\.name)) == [.author, .moderator, .staff])
        #expect(
            Roles(names: ["staff", "moderator", "author"]).list == ["author", "moderator", "staff"])
        #expect(Roles([]).list.isEmpty)
    }

    @Test("Moderation is before or after publishing")
    func modes() {
        for mode in ModerationMode.allCases { #expect(ModerationMode(name: mode.name) == mode) }
        #expect(ModerationMode.allCases.map(\.name) == ["post", "pre"])
        #expect(ModerationMode(name: "Pre") == nil)
    }

    @Test("Reasons, actions and decisions have the wire's names")
    func rawValues() {
        #expect(
            FlagReason.allCases.map(\.rawValue) == [
                "spam", "abuse", "off_topic", "illegal", "other",
            ])
        #expect(
            RuleAction.allCases.map(\.rawValue) == [
                "approve", "flag", "mask", "hold", "spam", "reject",
            ])
        #expect(
            Decision.allCases.map(\.rawValue) == [
                "approve", "reject", "spam", "delete", "restore", "feature", "unfeature", "pin",
                "unpin", "close", "reopen", "dismiss_flags", "undo",
            ])
        #expect(CaseState.allCases.map(\.name) == ["pending", "flagged"])
    }

    @Test("A comment is listed where it is seen or stands above what is")
    func listed() {
        var tally = Tally(id: CommentID(rawValue: 1), threadID: 1, parentID: nil, status: .approved)
        #expect(tally.isVisible && tally.isListed)
        for status in Status.allCases where status != .approved {
            tally.status = status
            tally.descendants = 0
            #expect(!tally.isVisible && !tally.isListed)
            tally.descendants = 1
            #expect(!tally.isVisible && tally.isListed)
        }
    }

    @Test("A thread closes by hand, or some days after it was made")
    func closing() {
        let made = Moment(milliseconds: 1_000)
        var thread = Thread(id: 1, siteID: 1, name: "a", createdAt: made)
        #expect(!thread.isClosed(at: .latest))
        thread.settings.closeAfterDays = 2
        #expect(!thread.isClosed(at: made.adding(milliseconds: 2 * 86_400_000)))
        #expect(thread.isClosed(at: made.adding(milliseconds: 2 * 86_400_000 + 1)))
        thread.settings.closeAfterDays = 0
        thread.settings.isClosed = true
        #expect(thread.isClosed(at: made))
    }
}
