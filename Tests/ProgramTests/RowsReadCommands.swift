import Discussion
import JSONValues
import Ranking
import Testing
import Wire

@testable import Service

/// The commands whose cost is told.
extension RowsReadBench {
    enum Reader: CaseIterable {
        case anyone
        /// The author of all comments, one of which waits.
        case viewer
        case moderators
    }

    /// A page of roots with the first replies to each.
    struct Page {
        static let children = 3

        let sort: Sort
        let limit: Int
        let reader: Reader
        /// Past the comment that is the middle one by age, rather than from the start.
        let isDeep: Bool
    }

    struct PageCost: CustomStringConvertible {
        let rows: Int
        let instructions: Int
        /// Comments of the page, replies included.
        let comments: Int
        /// Those of its comments that have replies.
        let parents: Int
        var description: String {
            "\(rows) rows, \(instructions) instructions, \(comments) comments, \(parents) parents"
        }
    }

    func cost(_ page: Page) throws -> PageCost {
        var params: JSONValue = [
            "thread": "page", "sort": .string(page.sort.name), "limit": .integer(page.limit),
            "depth": 1, "children": .integer(Page.children),
        ]
        switch page.reader {
        case .anyone: break
        case .viewer: params = params.with(["viewer": "ann"])
        case .moderators: params = params.with(["view": "moderator"])
        }
        if page.isDeep { params = params.with(["cursor": try cursor(inside: page.sort)]) }
        let cost = try cost(.commentList, params)
        let replies = (cost.result["comments"].array ?? []).map {
            $0["children"]["comments"].array?.count ?? 0
        }
        try #require(replies.count == page.limit)
        return PageCost(
            rows: cost.rows, instructions: cost.instructions,
            comments: replies.reduce(replies.count, +), parents: replies.count { $0 > 0 })
    }

    /// Where the comment stands that is the middle one by age, in the order of a sort.
    private func cursor(inside sort: Sort) throws -> JSONValue {
        let tally = try store.tally(id(roots / 2), parent: nil, thread: 1)
        let order = Order(sort, Formulas())
        return .string(Cursor(order.place(try #require(tally)), in: order).text)
    }

    enum Other: CaseIterable {
        case submitRoot, submitReply, vote, flag, pin, undo, reject, delete
        case get, thread, queue, history, historyOfPerson, report
    }

    func cost(_ other: Other) throws -> Cost {
        let middle = JSONValue.string(id(roots / 2).text)
        let decided = { (action: String) throws -> Cost in
            try self.cost(
                .moderationDecide,
                ["comments": [middle], "action": .string(action), "moderator": "mod"])
        }
        let new: JSONValue = ["thread": "page", "author": "bob", "body": "Hello"]
        switch other {
        case .submitRoot: return try cost(.commentSubmit, new)
        case .submitReply:
            return try cost(.commentSubmit, new.with(["parent": .string(id(0).text)]))
        case .vote:
            return try cost(.voteCast, ["comment": middle, "voter": "bob", "value": 1])
        case .flag:
            return try cost(
                .flagRaise, ["comment": middle, "reporter": "bob", "reason": "abuse"])
        case .pin: return try decided("pin")
        case .undo: return try decided("undo")
        case .reject: return try decided("reject")
        case .delete: return try decided("delete")
        case .get: return try cost(.commentGet, ["comment": middle, "view": "moderator"])
        case .thread: return try cost(.threadGet, ["thread": "page"])
        case .queue: return try cost(.moderationQueue, [:])
        case .history: return try cost(.moderationHistory, [:])
        case .historyOfPerson: return try cost(.moderationHistory, ["person": "ann"])
        case .report: return try cost(.moderationReport, ["sections": ["now", "readers"]])
        }
    }
}
