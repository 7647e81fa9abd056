import JSONValues
import Testing
import Wire

/// Commands that write, each with a key, sent one after the other by a client that waits for each
/// reply and may lose the server at any moment.
struct FaultScript {
    /// What is known of a command.
    enum Fate: Equatable {
        /// Not sent.
        case unsent
        /// Sent, and no reply came.
        case unknown
        case result(JSONValue)
        case refused(Int)
    }

    private static let commands: [(method: String, params: JSONValue)] = [
        ("comment.submit", ["thread": "page", "author": "ann", "body": "one", "ref": "one"]),
        ("vote.cast", ["comment": "ref:one", "voter": "v1", "value": 1]),
        ("comment.submit", ["thread": "page", "author": "gone", "body": "bye", "ref": "bye"]),
        ("comment.submit", ["thread": "page", "author": "bob", "body": "two", "ref": "two"]),
        ("comment.edit", ["comment": "ref:two", "by": "bob", "body": "two, again"]),
        ("vote.cast", ["comment": "ref:one", "voter": "v2", "value": 1]),
        ("subscription.add", ["thread": "page", "person": "eve", "scope": "thread"]),
        ("person.erase", ["person": "gone", "moderator": "mod", "bodies": true]),
        ("vote.cast", ["comment": "ref:two", "voter": "v1", "value": -1]),
        (
            "comment.submit",
            ["thread": "page", "parent": "ref:one", "author": "cleo", "body": "three"]
        ),
        ("flag.raise", ["comment": "ref:two", "reporter": "v1", "reason": "abuse"]),
        (
            "moderation.decide",
            ["comments": ["ref:one"], "action": "pin", "moderator": "mod"]
        ),
        ("vote.cast", ["comment": "ref:one", "voter": "v3", "value": 1]),
        ("comment.submit", ["thread": "other", "author": "ann", "body": "four"]),
    ]

    static var count: Int { commands.count }

    /// What is to be seen once each has been applied once.
    private static let whole: JSONValue = [
        [["one", 3, 0, 1], ["two, again", 0, 1, 0]], [["four", 0, 0, 0]],
    ]

    private(set) var fates = [Fate](repeating: .unsent, count: count)
    /// What a server did that it must not.
    private(set) var offences: [String] = []

    private static func line(_ index: Int) -> String {
        let (method, params) = commands[index]
        return ProgramFolder.command(
            method, id: index, params.with(["key": .string("key \(index)")]))
    }

    /// Sends the commands of a range until the program has ended.
    mutating func play(_ range: Range<Int>, to program: Spawned, under page: FaultPage?) throws {
        for index in range {
            let hadFailedSync = (page?[.failedSyncs] ?? 0) > 0
            program.write(Self.line(index) + "\n")
            if fates[index] == .unsent { fates[index] = .unknown }
            guard let line = try program.nextLine() else { return }
            let reply = try JSONValue(parsing: line)
            if reply["id"].integer != index { offences.append("out of order: \(line)") }
            if let code = reply["error"]["code"].integer {
                fates[index] = .refused(code)
            } else {
                if hadFailedSync { offences.append("acknowledged after a failed sync: \(line)") }
                fates[index] = .result(reply["result"])
            }
        }
    }

    /// Holds what a new program shows, before anything is sent again, to what was answered: what
    /// was acknowledged is there, what was refused is not.
    mutating func examine(_ program: Spawned) throws {
        let seen = try Self.seen(program)
        let bodies = (seen.array ?? []).flatMap { $0.array ?? [] }
        func stands(_ index: Int) -> Bool {
            let body = Self.commands[index].params["body"].text ?? ""
            return bodies.contains { $0[0].text?.hasPrefix(body) ?? false }
        }
        for index in [0, 3, 13] where Self.commands[index].method == "comment.submit" {
            switch fates[index] {
            case .result where !stands(index): offences.append("lost: \(Self.line(index))")
            case .refused where stands(index), .unsent where stands(index):
                offences.append("stored, though refused: \(Self.line(index))")
            default: break
            }
        }
        let votes = [1, 5, 12].map { fates[$0] }
        let least = votes.count { if case .result = $0 { true } else { false } }
        let most = least + votes.count { $0 == .unknown }
        let up = bodies.first { $0[0] == "one" }?[1].integer ?? 0
        if !(least...most).contains(up) {
            offences.append("\(up) votes, acknowledged \(least), unknown \(most - least)")
        }
    }

    /// Sends all commands again, to a program that has no troubles: what was acknowledged is
    /// answered as it was, all else is done, and each has then been done once.
    mutating func recover(_ program: Spawned) throws {
        let before = fates
        try play(0..<Self.count, to: program, under: nil)
        for index in 0..<Self.count {
            switch (before[index], fates[index]) {
            case (.result(let old), .result(let new)):
                if old != new { offences.append("answered otherwise: \(Self.line(index))") }
            case (_, .result): break
            // The result went with the person it was about.
            case (_, .refused(409)) where index == 2: break
            case (let old, let new):
                offences.append("\(old), then \(new): \(Self.line(index))")
            }
        }
        let seen = try Self.seen(program)
        if seen != Self.whole { offences.append("in the end: \(seen)") }
        if isDueToEve(before), try !Self.isToldToEve(program) {
            offences.append("a notice is lost")
        }
    }

    /// Whether the reply is known to have come after the subscription.
    private func isDueToEve(_ before: [Fate]) -> Bool {
        if case .result = before[6] { return true }
        return before[9] == .unsent || before[9] == .refused(503)
    }

    private static func isToldToEve(_ program: Spawned) throws -> Bool {
        program.write(ProgramFolder.command("notification.list", id: 99) + "\n")
        let notices = try program.reply()["result"]["notifications"].array ?? []
        return notices.contains { "\($0)".contains("three") }
    }

    /// The comments of both pages, the oldest first, with votes and replies.
    private static func seen(_ program: Spawned) throws -> JSONValue {
        .array(
            try ["page", "other"].map { page in
                let params: JSONValue = ["thread": .string(page), "sort": "oldest"]
                program.write(ProgramFolder.command("comment.list", id: 99, params) + "\n")
                let comments = try program.reply()["result"]["comments"].array ?? []
                return .array(
                    comments.filter { $0["hidden"] == .null && $0["author"]["id"] != "gone" }.map {
                        [
                            $0["body"], $0["votes"]["up"], $0["votes"]["down"], $0["replies"],
                        ]
                    }.sorted { "\($0)" < "\($1)" })
            })
    }

    mutating func blame(_ offence: String) { offences.append(offence) }
}
