import Glibc
import JSONValues
import Testing

@testable import Store

/// Every call of an upgrade fails in turn: the long form is `.ci/faults`.
@Suite("An upgrade whose disk fails")
struct FaultUpgradeTests {
    /// A fault to be played while a database is brought up to date.
    private struct Case {
        let version: Int
        let failure: FaultPage.Failure
        let lasts: Bool
        let call: Int64
    }

    private func calls(_ version: Int) throws -> Int64 {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        try SchemaFixture.make(version, at: folder.database)
        page.arm(.io, at: .max)
        #expect(try folder.start(under: page).end().status == 0)
        return page[.calls]
    }

    /// Plays one fault; what was wrong about it, and which version it left.
    private func play(
        _ fault: Case, left: inout Set<Int>, hit: inout String
    ) throws -> [String] {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        try SchemaFixture.make(fault.version, at: folder.database)
        let old = try SchemaFixture.look(at: folder.database).schema
        page.arm(fault.failure, at: fault.call, lasts: fault.lasts)
        let end = try folder.start(under: page).end()
        hit = page.firstHit
        page.reset()
        var offences: [String] = []
        if ![0, 1, 74, 128 + SIGKILL].contains(end.status) {
            offences.append("ended with \(end.status): \(end.complaints)")
        }
        let (version, schema) = try SchemaFixture.look(at: folder.database)
        left.insert(version)
        let isOld = version == fault.version && schema == old
        if !isOld, version != Store.schemaVersion { offences.append("left version \(version)") }
        let next = try folder.run()
        if next.status != 0 || next.complaints.isEmpty != !isOld {
            offences.append("then: \(next.complaints)")
        }
        offences += try UpgradeTests.differences(fault.version, in: folder)
        let problems = try folder.discrepancies()
        return problems.isEmpty ? offences : offences + [problems]
    }

    @Test("It leaves the old database or the new one, whole, and the next start has the new one")
    func everyCall() throws {
        var cases: [Case] = []
        for version in SchemaFixture.versions {
            let calls = try calls(version)
            #expect(calls > 20)
            for failure in FaultPage.Failure.allCases {
                for lasts in failure == .kill ? [false] : [false, true] {
                    cases += (1...calls).map {
                        Case(version: version, failure: failure, lasts: lasts, call: $0)
                    }
                }
            }
        }
        // Most calls come when the new version is written: of few cases none may leave the old one,
        // but for a program that is killed at its very first call.
        let first = Case(
            version: SchemaFixture.versions.lowerBound, failure: .kill, lasts: false, call: 1)
        let sample = [first] + FaultScale.sample(of: cases, "upgrades", short: 24)
        var (hits, left) = (0, Set<Int>())
        for fault in sample {
            var hit = ""
            let offences = try play(fault, left: &left, hit: &hit)
            hits += hit == "nothing" ? 0 : 1
            #expect(offences == [], "\(fault): \(hit)")
        }
        #expect(hits * 10 > sample.count * 8)
        #expect(left.count > 1)
        FaultScale.tell("upgrades: \(sample.count) of \(cases.count), \(hits) hit, left \(left)")
    }
}
