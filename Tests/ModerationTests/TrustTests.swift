import Moderation
import Testing

@Suite("Trust")
struct TrustTests {
    @Test("Nothing known is in the middle; good makes more of it, bad less, never all or none")
    func grows() {
        #expect(Trust(approved: 0, rejected: 0).value == 0.5)
        #expect(Trust(approved: 8, rejected: 0).value == 0.9)
        #expect(Trust(approved: 0, rejected: 8).value == 0.1)
        #expect(Trust(approved: 1_000_000, rejected: 0).value < 1)
        #expect(Trust(approved: 2, rejected: 1, flagsAgreed: 3, flagsDismissed: 2).good == 5)
        #expect(Trust(approved: 2, rejected: 1, flagsAgreed: 3, flagsDismissed: 2).bad == 3)
    }

    @Test("Under a sanction there is none")
    func sanctioned() {
        #expect(Trust(approved: 100, rejected: 0, isSanctioned: true).value == 0)
    }
}
