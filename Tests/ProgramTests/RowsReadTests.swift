import Discussion
import JSONValues
import Store
import Testing
import Wire

/// What commands cost, counted in rows that statements stood on and in instructions of SQLite's
/// virtual machine, so that it does not depend on the computer.
@Suite("What commands cost")
struct RowsReadTests {
    @Test("In a thread of 100,000 comments no more than in one of 1,000, within a small factor")
    func staysTheSame() throws {
        let small = try RowsReadBench(comments: 1_000)
        let large = try RowsReadBench(comments: 100_000)
        for sort in Sort.allCases {
            for limit in [20, 100] {
                for reader in RowsReadBench.Reader.allCases {
                    for isDeep in [false, true] {
                        let page = RowsReadBench.Page(
                            sort: sort, limit: limit, reader: reader, isDeep: isDeep)
                        try compare(page, small, large)
                    }
                }
            }
        }
        for command in RowsReadBench.Other.allCases {
            let (few, many) = (try small.cost(command), try large.cost(command))
            #expect(many.rows <= 2 * few.rows, "\(command)")
            #expect(many.instructions <= 2 * few.instructions, "\(command)")
        }
    }

    /// Each list of a page (its own, and the replies to each of its comments that has any) reads at
    /// most 256 rows beside those it shows. Each comment shown has its row with the author's, and
    /// for a viewer a vote and a flag; the site, the thread, the viewer, by what is
    /// ranked and a fit are 5 more.
    ///
    /// Instructions may be three times as many: how many of a page's comments have replies depends
    /// on the thread.
    private func compare(
        _ page: RowsReadBench.Page, _ small: RowsReadBench, _ large: RowsReadBench
    ) throws {
        let (few, many) = (try small.cost(page), try large.cost(page))
        for cost in [few, many] {
            let lists = (256 + page.limit) + cost.parents * (256 + RowsReadBench.Page.children)
            let own = cost.comments * (page.reader == .viewer ? 3 : 1)
            #expect(cost.rows <= lists + own + 5, "\(page): \(cost)")
        }
        #expect(many.instructions <= 3 * few.instructions, "\(page): \(many), \(few)")
    }

    @Test("A flag costs the same, however many the comment has")
    func flagsCheaply() throws {
        var costs: [(rows: Int, instructions: Int)] = []
        for flags in [10, 10_000] {
            let bench = try RowsReadBench(comments: 1_000, settings: .withoutHiding)
            try bench.flag(5, times: flags)
            let comment = JSONValue.string(bench.id(5).text)
            let cost = try bench.cost(
                .flagRaise, ["comment": comment, "reporter": "z", "reason": "spam"])
            #expect(cost.result["flags"].integer == flags + 1)
            costs.append((cost.rows, cost.instructions))
        }
        #expect(costs[1].rows <= costs[0].rows)
        #expect(costs[1].rows <= 20)
        #expect(Double(costs[1].instructions) <= 1.2 * Double(costs[0].instructions))
    }

    @Test("That one address is dead is found out once, however many notices went to it")
    func suspendsCheaply() throws {
        let bench = try RowsReadBench(comments: 1_000)
        let eve: JSONValue = ["id": "eve", "email": "eve@example.org"]
        for index in 0..<200 {
            _ = try bench.cost(
                .subscriptionAdd,
                ["thread": .string("t\(index)"), "person": eve, "scope": "thread"])
        }
        let due = try bench.cost(.notificationList, ["limit": 1000]).result["notifications"]
        let ids = (due.array ?? []).map { $0["id"] }
        #expect(ids.count == 200)
        let cost = try bench.cost(
            .notificationAck, ["ids": .array(ids), "outcome": "bounced"])
        #expect(cost.result["acknowledged"] == 200)
        #expect(cost.rows < 200 * 10)
    }

    @Test("A write with a key costs the same, however many keys are out of date")
    func dropsOldKeysCheaply() throws {
        var costs: [Int] = []
        for keys in [20, 4_000] {
            let bench = try RowsReadBench(comments: 1_000)
            try bench.voteWithKeys(keys)
            bench.advance(days: 3)
            let comment = JSONValue.string(bench.id(5).text)
            costs.append(
                try bench.cost(
                    .voteCast, ["comment": comment, "voter": "z", "value": 1, "key": "new"]
                ).instructions)
        }
        #expect(costs[1] <= 2 * costs[0])
    }
}
