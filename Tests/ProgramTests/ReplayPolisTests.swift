import Discussion
import Foundation
import JSONValues
import Testing

@Suite(
    "Replaying whole conversations of Polis",
    .enabled(if: ReplayFiles.exists(ReplayFiles.polis), "the conversations are not here"))
struct ReplayPolisTests {
    /// A conversation as it was published: what was said, how people voted in turn, and each
    /// participant's vote on each comment in the end.
    private struct Conversation {
        let commands: [ReplayCommand]
        let participants: [[String: String]]
        let comments: [String]

        init(_ name: String) throws {
            let folder = ReplayFiles.polis.appending(path: name)
            let comments = try ReplayFiles.table(folder.appending(path: "comments.csv"))
            let votes = try ReplayFiles.table(folder.appending(path: "votes.csv"))
            participants = try ReplayFiles.table(folder.appending(path: "participants-votes.csv"))
            self.comments = comments.compactMap { $0["comment-id"] }
            let events =
                try comments.map { (at: try Self.time($0), command: try Self.submission($0)) }
                + votes.map { (at: try Self.time($0), command: try Self.vote($0)) }
            // A stable sort: in the same millisecond comments come before votes.
            commands = events.enumerated()
                .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
                .map(\.element.command)
        }

        private static func time(_ row: [String: String]) throws -> Int64 {
            try #require(row["timestamp"].flatMap { Int64($0) })
        }

        private static func at(_ row: [String: String]) throws -> JSONValue {
            .string(Moment(milliseconds: try time(row)).text)
        }

        /// People of Polis vote on their own comments too, so authors have names of their own here.
        private static func submission(_ row: [String: String]) throws -> ReplayCommand {
            ReplayCommand(
                "comment.submit",
                [
                    "thread": "page", "author": "author \(row["author-id"] ?? "")",
                    "body": .string(row["comment-body"] ?? ""),
                    "ref": "c\(row["comment-id"] ?? "")", "at": try at(row),
                ])
        }

        private static func vote(_ row: [String: String]) throws -> ReplayCommand {
            ReplayCommand(
                "vote.cast",
                [
                    "comment": "ref:c\(row["comment-id"] ?? "")",
                    "voter": .string(row["voter-id"] ?? ""),
                    "value": .integer(try #require(row["vote"].flatMap { Int($0) })),
                    "at": try at(row),
                ])
        }
    }

    @Test(
        "Every comment and every participant has the votes that were published",
        arguments: [
            "15-per-hour-seattle", "bg2050-volunteers", "brexit-consensus",
            "canadian-electoral-reform", "london.youth.policing", "scoop-hivemind.freshwater",
            "scoop-hivemind.ubi",
        ])
    func agrees(name: String) throws {
        let conversation = try Conversation(name)
        let server = try TestServer(allowsBackdating: true)
        try server.replay(conversation.commands, seed: name.utf8.count)
        try compareComments(conversation, server)
        for participant in conversation.participants {
            try compare(participant, conversation, server)
        }
    }

    private func comments(
        of server: TestServer, _ params: JSONValue
    ) throws -> [String: JSONValue] {
        let params = params.with(["thread": "page", "limit": 1000, "depth": 0])
        let page = try server.results(of: [ReplayCommand("comment.list", params)])[0]
        try #require(page["next"] == .null)
        return Dictionary(
            (page["comments"].array ?? []).map { ($0["ref"].text ?? "", $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private func compareComments(
        _ conversation: Conversation, _ server: TestServer
    ) throws {
        let shown = try comments(of: server, [:])
        #expect(shown.count == conversation.comments.count)
        for id in conversation.comments {
            let votes = conversation.participants.compactMap { $0[id] }
            let (up, down) = (votes.count { $0 == "1" }, votes.count { $0 == "-1" })
            #expect(
                shown["c\(id)"]?["votes"] == [
                    "up": .integer(up), "down": .integer(down), "score": .integer(up - down),
                ])
        }
    }

    private func compare(
        _ participant: [String: String], _ conversation: Conversation, _ server: TestServer
    ) throws {
        let viewer = JSONValue.string(participant["participant"] ?? "")
        let shown = try comments(of: server, ["viewer": viewer])
        let votes = conversation.comments.map { shown["c\($0)"]?["viewer"]["vote"].integer }
        let published = conversation.comments.map { Int(participant[$0] ?? "") ?? 0 }
        #expect(votes == published, "\(viewer)")
        #expect(votes.count { $0 == 1 } == participant["n-agree"].flatMap { Int($0) })
        #expect(votes.count { $0 == -1 } == participant["n-disagree"].flatMap { Int($0) })
    }
}
