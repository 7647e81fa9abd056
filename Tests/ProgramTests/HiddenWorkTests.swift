import Discussion
import JSONValues
import Testing
import Wire

@testable import Service

/// What is done for a comment that is hidden and for one that is not there, counted in statements,
/// rows and instructions: what costs the same takes the same time.
@Suite("What is hidden and what is not there")
struct HiddenWorkTests {
    /// How comments come to be hidden; each has a name of that kind.
    private static let ways = ["pending", "reject", "spam", "delete", "shadow"]

    private let bench: RowsReadBench
    private let ids: [String]

    init() throws {
        let bench = try RowsReadBench(comments: 40)
        try bench.cost(
            .personSanction,
            ["person": "sly", "kind": "shadow", "reason": "tests", "moderator": "mod"])
        ids = try Self.ways.map { way in
            let text = String(repeating: "A long text. ", count: 400)
            let submitted = try bench.cost(
                .commentSubmit,
                [
                    "thread": "page", "author": way == "shadow" ? "sly" : "ann",
                    "ref": .string(way), "body": .string(text + (way == "pending" ? "holdme" : "")),
                ])
            let id = submitted.result["comment"]["id"]
            if !["pending", "shadow"].contains(way) {
                try bench.cost(
                    .moderationDecide,
                    ["comments": [id], "action": .string(way), "moderator": "mod"])
            }
            return id.text ?? ""
        }
        self.bench = bench
    }

    /// What somebody may ask of a comment whom it concerns no more than anyone.
    private static func commands(
        _ comment: JSONValue, by person: JSONValue
    ) -> [(method: Method, params: JSONValue)] {
        [
            (.commentGet, ["comment": comment]),
            (.commentGet, ["comment": comment, "viewer": person]),
            (.commentList, ["thread": "page", "parent": comment]),
            (.commentList, ["thread": "page", "parent": comment, "viewer": person]),
            (
                .commentSubmit,
                ["thread": "page", "parent": comment, "author": person, "body": "Hello"]
            ),
            (.commentEdit, ["comment": comment, "by": person, "body": "Hello"]),
            (.commentDelete, ["comment": comment, "by": person]),
            (.voteCast, ["comment": comment, "voter": person, "value": 1]),
            (.voteCast, ["comment": comment, "voter": person, "value": 0, "key": "k"]),
            (.flagRaise, ["comment": comment, "reporter": person, "reason": "spam"]),
            (.subscriptionAdd, ["comment": comment, "person": person, "scope": "replies"]),
            (
                .subscriptionAdd,
                ["thread": "page", "comment": comment, "person": person, "scope": "replies"]
            ),
        ]
    }

    /// What moderators alone may ask, who see all.
    private static let moderators: Set<Method> = [
        .moderationClaim, .moderationDecide, .moderationHistory, .moderationExplain,
    ]

    private static func namesComment(_ schema: Schema) -> Bool {
        switch schema {
        case .reference("CommentName"): true
        case .array(let element, _): namesComment(element)
        default: false
        }
    }

    @Test("Every method that takes a comment's name is among those that are compared")
    func complete() {
        let taking = Method.allCases.filter { method in
            method.spec.parameters.contains { Self.namesComment($0.schema) }
        }
        let compared = Self.commands("ref:x", by: "zoe").map { $0.method }
        #expect(Set(taking) == Set(compared).union(Self.moderators))
    }

    @Test("One answer, byte for byte, for the same statements, whoever asks and however often")
    func same() throws {
        let names = zip(Self.ways, ids).flatMap { way, id in
            [("ref:\(way)", "ref:nothing"), (id, "1M8JQ0C9E0000")]
        }
        // Nobody has heard of zoe; bob is known.
        _ = try bench.cost(
            .commentSubmit, ["thread": "other", "author": "bob", "body": "Hello"])
        for person in ["zoe", "bob"] as [JSONValue] {
            for (hidden, absent) in names {
                let pairs = zip(
                    Self.commands(.string(hidden), by: person),
                    Self.commands(.string(absent), by: person))
                for (asked, other) in pairs {
                    // What comes first looks things up that both need, such as the person. What
                    // it leaves in memory of the comment must not tell the next one.
                    _ = try bench.refusal(of: other.method, other.params)
                    for round in 1...3 {
                        try compare(asked, other, "\(asked.method) \(hidden), round \(round)")
                    }
                }
            }
        }
    }

    /// The row that is looked at may be there or not; nothing else may be done of either.
    private func compare(
        _ hidden: (method: Method, params: JSONValue),
        _ absent: (method: Method, params: JSONValue), _ what: String
    ) throws {
        let one = try bench.refusal(of: hidden.method, hidden.params)
        let other = try bench.refusal(of: absent.method, absent.params)
        #expect(one.reply == other.reply, "\(what)")
        #expect(one.runs == other.runs, "\(what)")
        // A name that stands for something is a row of its own before it.
        #expect((0...2).contains(one.rows - other.rows), "\(what)")
        #expect((0...60).contains(one.instructions - other.instructions), "\(what)")
    }
}
