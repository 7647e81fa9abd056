import JSONValues

/// A page that one client alone writes on, so that what each of its commands is answered with
/// follows from the order of its commands.
struct OwnPage {
    /// A command, and what must be seen of its answer.
    struct Step {
        let method: String
        let params: JSONValue
        let seen: JSONValue
    }

    private struct Comment {
        let body: String
        /// Only comments that have one are spoken of again.
        let ref: String?
        let parent: Int?
        var votes: [Int: Int] = [:]
        var reporters: Set<Int> = []
        var isVisible = true
        var replies = 0

        var up: Int { votes.values.count { $0 > 0 } }
        var down: Int { votes.values.count { $0 < 0 } }
        var tally: JSONValue { [.integer(up), .integer(down), .integer(replies)] }
    }

    let name: String
    private var comments: [Comment] = []
    private var dice: Dice

    init(_ name: String, seed: UInt64) {
        self.name = name
        dice = Dice(seed)
    }

    /// The next command: any, or one that writes and is not refused.
    mutating func next(writes: Bool) -> Step {
        let named = comments.indices.filter { comments[$0].ref != nil }
        guard let chosen = named.randomElement(using: &dice) else { return submit(under: nil) }
        if writes, !comments[chosen].isVisible { return decide(on: chosen) }
        switch Int.random(in: 0..<(writes ? 60 : 100), using: &dice) {
        case 0..<16: return submit(under: nil)
        case 16..<24: return submit(under: comments[chosen].isVisible ? chosen : nil)
        case 24..<50: return vote(on: chosen)
        case 50..<54: return flag(chosen)
        case 54..<60: return decide(on: chosen)
        case 60..<82: return get(chosen)
        case 82..<90: return count()
        default: return list()
        }
    }

    // MARK: - Commands that write

    private mutating func submit(under parent: Int?) -> Step {
        let number = comments.count
        let ref = Int.random(in: 0..<3, using: &dice) > 0 ? "\(name)/\(number)" : nil
        comments.append(Comment(body: "\(number) on \(name)", ref: ref, parent: parent))
        var params: JSONValue = [
            "thread": .string(name), "author": "ann", "body": .string(comments[number].body),
        ]
        if let ref { params = params.with(["ref": .string(ref)]) }
        if let parent {
            params = params.with(["parent": self.reference(parent)])
            comments[parent].replies += 1
        }
        return Step(
            method: "comment.submit", params: params, seen: .string(comments[number].body))
    }

    private mutating func vote(on index: Int) -> Step {
        let voter = Int.random(in: 0..<5, using: &dice)
        let value = Int.random(in: -1...1, using: &dice)
        let params: JSONValue = [
            "comment": reference(index), "voter": "voter \(voter)", "value": .integer(value),
        ]
        guard comments[index].isVisible else {
            return Step(method: "vote.cast", params: params, seen: 404)
        }
        comments[index].votes[voter] = value
        return Step(
            method: "vote.cast", params: params,
            seen: [.integer(comments[index].up), .integer(comments[index].down)])
    }

    private mutating func flag(_ index: Int) -> Step {
        // Two, since flags of three take the comment away by themselves.
        let reporter = Int.random(in: 0..<2, using: &dice)
        let params: JSONValue = [
            "comment": reference(index), "reporter": "voter \(reporter)", "reason": "abuse",
        ]
        guard comments[index].isVisible else {
            return Step(method: "flag.raise", params: params, seen: 404)
        }
        comments[index].reporters.insert(reporter)
        return Step(
            method: "flag.raise", params: params,
            seen: .integer(comments[index].reporters.count))
    }

    /// Takes a comment away, or brings it back; but one with replies stays where it is, and one
    /// below a comment that is away stays away.
    private mutating func decide(on index: Int) -> Step {
        let parent = comments[index].parent
        let isReachable = parent.map { comments[$0].isVisible } ?? true
        let hides = comments[index].isVisible ? comments[index].replies == 0 : !isReachable
        if hides == comments[index].isVisible {
            comments[index].isVisible.toggle()
            if let parent { comments[parent].replies += hides ? -1 : 1 }
        }
        comments[index].reporters = []
        return Step(
            method: "moderation.decide",
            params: [
                "comments": [reference(index)], "action": hides ? "reject" : "approve",
                "moderator": "mod",
            ], seen: hides ? "rejected" : "approved")
    }

    // MARK: - Commands that read

    private func get(_ index: Int) -> Step {
        Step(
            method: "comment.get", params: ["comment": reference(index)],
            seen: comments[index].isVisible ? comments[index].tally : 404)
    }

    private func count() -> Step {
        Step(
            method: "thread.get", params: ["thread": .string(name)],
            seen: .integer(comments.count { $0.isVisible }))
    }

    /// Everything that is to be seen of the page, from the oldest.
    func list() -> Step {
        let roots = comments.filter { $0.isVisible && $0.parent == nil }
        return Step(
            method: "comment.list",
            params: [
                "thread": .string(name), "sort": "oldest", "limit": 1000, "depth": 0,
            ],
            seen: .array(roots.map { [.string($0.body), $0.tally] }))
    }

    private func reference(_ index: Int) -> JSONValue {
        .string("ref:" + (comments[index].ref ?? ""))
    }
}

extension OwnPage.Step {
    /// What there is to be seen of an answer.
    static func seen(of reply: JSONValue, to method: String) -> JSONValue {
        if let code = reply["error"]["code"].integer { return .integer(code) }
        let result = reply["result"]
        return switch method {
        case "comment.submit": result["comment"]["body"]
        case "vote.cast": [result["votes"]["up"], result["votes"]["down"]]
        case "flag.raise": result["flags"]
        case "moderation.decide": result["results"][0]["status"]
        case "comment.get": tally(result["comment"])
        case "thread.get": result["count"]
        case "comment.list":
            .array((result["comments"].array ?? []).map { [$0["body"], tally($0)] })
        default: .null
        }
    }

    private static func tally(_ comment: JSONValue) -> JSONValue {
        [comment["votes"]["up"], comment["votes"]["down"], comment["replies"]]
    }

    /// The command as a line, without its end.
    func line(id: Int?, key: String? = nil) -> String {
        var params = params
        if let key { params = params.with(["key": .string(key)]) }
        guard let id else {
            let line = ProgramFolder.command(method, id: 0, params)
            return line.replacing("\"id\":0,", with: "", maxReplacements: 1)
        }
        return ProgramFolder.command(method, id: id, params)
    }
}

/// Random numbers that are the same in every run (SplitMix64: Steele, Lea and Flood, 2014).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
