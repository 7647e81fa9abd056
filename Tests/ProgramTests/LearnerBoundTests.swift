import Discussion
import Moderation
import Testing

@testable import Daemon
@testable import Service

@Suite("What learning may take")
struct LearnerBoundTests {
    /// A classifier of a few made-up texts.
    private func classifiers() -> Classifiers {
        var trainer = ClassifierTrainer(minimumExamples: 2)
        for number in 0..<8 {
            let text = number % 2 == 0 ? "cheap watches \(number)" : "the council met \(number)"
            _ = trainer.add(
                TextFeatures(of: NormalizedText(text).bytes), isPositive: number % 2 == 0)
        }
        var classifiers = Classifiers()
        classifiers[.spam] = trainer.classifier(version: 1)
        return classifiers
    }

    @Test("So many sites have classifiers; those that have some may learn on, others wait")
    func boundsSites() {
        let inForce = ClassifiersInForce()
        let some = classifiers()
        let now = Moment(milliseconds: 0)
        inForce.replace("little", with: Classifiers(), lesson: 1, at: now)
        for number in 0..<ClassifiersInForce.maxSites {
            #expect(inForce.hasRoom(for: "site\(number)"))
            inForce.replace("site\(number)", with: some, lesson: 1, at: now)
        }
        #expect(inForce.hasRoom(for: "site0"))
        #expect(!inForce.hasRoom(for: "another"))
        #expect(!inForce.hasRoom(for: "little"))
        inForce.replace("site0", with: Classifiers(), lesson: 2, at: now)
        #expect(inForce.hasRoom(for: "another"))
    }

    @Test("More than that in the database are left there")
    func boundsLoading() {
        let kept = ClassifiersInForce()
        let some = classifiers()
        for number in 0..<(ClassifiersInForce.maxSites + 3) {
            kept.replace(
                "site\(number)", with: some, lesson: 1, at: Moment(milliseconds: 0))
        }
        let loaded = ClassifiersInForce()
        loaded.load(kept.takeUnsaved())
        #expect(loaded.summaries(limit: 1000).count == ClassifiersInForce.maxSites)
    }

    @Test("A wait ends when it is over, and at once when what it waits for comes")
    func waitsForAWhile() throws {
        let monitor = Monitor(false)
        #expect(monitor.wait(atMost: 1) { $0 ? true : nil } == nil)
        let thread = try #require(WorkerThread { monitor.change { $0 = true } })
        let hour: UInt64 = 3_600_000_000_000
        #expect(monitor.wait(atMost: hour) { $0 ? true : nil } == true)
        thread.join()
    }
}
