import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Facts that are kept")
struct StoredFactsTests {
    private static var facts: Facts {
        var facts = Facts(
            approved: 12, rejected: 3, authorAgeSeconds: 86_400, threadComments: 7,
            threadAgeSeconds: 5, mode: .pre)
        facts.rates = [Rate(perSeconds: 60, count: 2), Rate(perSeconds: 3600, count: 9)]
        facts.copies = [
            NearestCopy(
                scope: RepeatScope(withinSeconds: 60, isByAuthor: true), similarity: 0.71239),
            NearestCopy(
                scope: RepeatScope(withinSeconds: 7, isByAuthor: false), similarity: 1),
        ]
        facts.chances = [
            Chance(trait: .toxic, probability: Chance.kept(0.12345678), minimum: 0.9, version: 4)
        ]
        return facts
    }

    @Test("They are what they were, in a form that stays as it is")
    func golden() throws {
        #expect(
            String(decoding: Self.facts.stored, as: UTF8.self)
                == "[12,3,86400,7,5,1,2,60,2,3600,9,2,60,1,7123,7,0,10000,1,123456,900000,4]")
        #expect(String(decoding: Facts().stored, as: UTF8.self) == "[0,0,0,0,0,0]")
        var restored = Facts()
        let isRestored = restored.restore(Self.facts.stored)
        #expect(isRestored)
        #expect(restored == Self.facts)
    }

    @Test("Trust is kept where it is known, and only there")
    func trust() throws {
        var facts = Facts(approved: 1, mode: .pre)
        facts.trust = Trust(approved: 5, rejected: 2, flagsAgreed: 1, isSanctioned: true)
        #expect(String(decoding: facts.stored, as: UTF8.self) == "[1,0,0,0,0,3,6,2,1]")
        facts.rates = [Rate(perSeconds: 60, count: 2)]
        var restored = Facts()
        let isRestored = restored.restore(facts.stored)
        #expect(isRestored)
        #expect(restored == facts)
        let isCut = restored.restore(Array("[1,0,0,0,0,2,6]".utf8))
        #expect(!isCut)
    }

    @Test("What was damaged is refused or cut, and never ends the program")
    func damaged() {
        let whole = Self.facts.stored
        for length in 0..<whole.count {
            var facts = Facts()
            _ = facts.restore(whole.prefix(length) + [0x5D])
        }
        var facts = Facts()
        for text in ["[1,2,3]", "", "[]", "[a,b]"] {
            let isRestored = facts.restore(Array(text.utf8))
            #expect(!isRestored)
        }
        _ = facts.restore(Array("[1,2,3,4,5,0,99999999999999999999999999,1]".utf8))
    }

    @Test("A rule that cannot be evaluated is told only where its other conditions hold")
    func open() throws {
        let rules = try Bench.compile([
            Bench.rule(
                "r",
                when: [
                    "words": Bench.words("bad"),
                    "author": Bench.object(["approved": Bench.object(["max": .integer(2)])]),
                ], then: "hold")
        ])
        var facts = Facts()
        facts.hasCounts = false
        func open(_ body: String, hasCounts: Bool) -> [String] {
            rules.open(
                rules.evidence(of: body), facts, Knowledge(hasCounts: hasCounts, seconds: 0))
        }
        #expect(open("bad", hasCounts: false) == ["r"])
        #expect(open("good", hasCounts: false) == [])
        #expect(open("bad", hasCounts: true) == [])
        #expect(rules.judge("bad", facts).reasons.isEmpty)
    }
}
