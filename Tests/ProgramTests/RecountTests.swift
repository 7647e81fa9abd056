import Daemon
import JSONValues
import SQLite
import Store
import Testing

@Suite("A recount notices what is wrong with a database")
struct RecountTests {
    private let folder: ProgramFolder

    /// A thread with a reply, votes, a flag, something that waits and something rejected.
    init() throws {
        folder = try ProgramFolder()
        let store = ServerOptions(database: folder.database)
        let server = try Server(store)
        defer { server.stop() }
        let session = server.connect()
        let lines = [
            #"{"id":1,"method":"comment.submit","params":{"thread":"p","author":"ann","body":"a","#
                + #""ref":"r","key":"k"}}"#,
            #"{"id":2,"method":"comment.submit","params":{"thread":"p","author":"bob","body":"b","#
                + #""parent":"ref:r"}}"#,
            #"{"id":3,"method":"vote.cast","params":{"comment":"ref:r","voter":"bob","value":1}}"#,
            #"{"id":4,"method":"flag.raise","params":{"comment":"ref:r","reporter":"bob","#
                + #""reason":"spam"}}"#,
            #"{"id":5,"method":"subscription.add","params":{"thread":"p","person":"cat","#
                + #""scope":"thread"}}"#,
            #"{"id":6,"method":"comment.submit","params":{"thread":"p","author":"ann","#
                + #""body":"c"}}"#,
            #"{"id":8,"method":"comment.edit","params":{"comment":"ref:r","by":{"id":"mod","#
                + #""roles":["moderator"]},"body":"c"}}"#,
        ]
        // One after the other: between commands what they have left is done.
        let looks = Array(repeating: #"{"id":7,"method":"server.status"}"#, count: 8)
        for line in lines + looks {
            Array((line + "\n").utf8).withUnsafeBytes { session.feed($0) }
            var reply: [UInt8] = []
            while reply.last != 0x0A { reply += try #require(session.nextReplies()) }
        }
        session.end()
        while session.nextReplies() != nil {}
    }

    private func problems() throws -> [String] {
        try LocalService.recount(folder.database).map(\.description)
    }

    @Test("Of one that nobody touched: nothing")
    func nothing() throws { #expect(try problems() == []) }

    @Test(
        "Each total, each order and each reference",
        arguments: [
            "UPDATE tallies SET up = 2 WHERE up = 1", "DELETE FROM votes",
            "UPDATE tallies SET status = 1 WHERE up = 1", "UPDATE tallies SET is_pinned = 1",
            "UPDATE tallies SET descendants = 5 WHERE up = 1",
            "UPDATE tallies SET replies = 0", "UPDATE tallies SET children = 0",
            "UPDATE tallies SET listed = 0", "UPDATE tallies SET is_ranked = 1",
            "INSERT INTO ranks SELECT 0, thread_id, parent_id, comment_id, 1, 0, 0, 0, 0, 0, 0, "
                + "NULL, NULL FROM tallies",
            "INSERT INTO ranks SELECT 1, 7, 0, 8, 1, 0, 0, 0, 0, 0, 0, NULL, NULL",
            "INSERT INTO fits SELECT NULL, 1, 3, 0, 0, 5, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, "
                + "0, 0",
            "UPDATE votes SET is_counted = 0", "UPDATE persons SET spam = 1",
            "UPDATE persons SET restraints = 1", "UPDATE persons SET restraints = 3",
            "UPDATE persons SET restraints = 4", "INSERT INTO recounts SELECT id, 0 FROM persons",
            "INSERT INTO sanctions (site_id, person_id, kind, since, reason, moderator_id) "
                + "VALUES (1, 1, 5, 0, 'r', 1)",
            "UPDATE persons SET name = NULL WHERE name = 'cat'",
            "INSERT INTO erasures (person_id, name, with_bodies) VALUES (1, 'ann', 0)",
            "UPDATE comments SET ip = '10.0.0.1'; UPDATE persons SET name = NULL WHERE id = 1",
            "UPDATE comments SET marks = 8", "UPDATE threads SET shadowed = 1",
            "UPDATE persons SET approved = approved + 1", "UPDATE sites SET comments = 7",
            "UPDATE sites SET ballots = 0", "UPDATE sites SET queued_flagged = 0",
            #"UPDATE comments SET byline = '"id":"ann","name":"Ann"' WHERE author_id = 1"#,
            "UPDATE comments SET byline = 'ann'", "UPDATE persons SET url = '' WHERE id = 1",
            "UPDATE persons SET name = NULL WHERE id = 1; "
                + "INSERT INTO renames (person_id) VALUES (1)",
            #"UPDATE comments SET byline = byline || ',"url":null'"#,
            "DELETE FROM revisions", "UPDATE revisions SET revision = 7",
            "UPDATE comments SET edited_at = NULL",
            "DELETE FROM cases", "DELETE FROM flag_totals", "UPDATE flag_totals SET weight = 1001",
            "UPDATE flag_totals SET new_flags = 0", "UPDATE flags SET state = 3",
            "UPDATE flags SET weight = 7", "UPDATE flags SET is_repeat = 1",
            "UPDATE threads SET followers = 0", "DELETE FROM subscriptions",
            "UPDATE subscriptions SET waits_since = 1",
            "UPDATE subscriptions SET site_id = 2",
            "UPDATE subscriptions SET scope = 2, comment_id = 7",
            "UPDATE subscriptions SET token_digest = x'00'", "UPDATE notices SET person_id = 77",
            "UPDATE notices SET comment_id = 77", "UPDATE notices SET person_id = 1",
            "UPDATE notices SET site_id = 77", "UPDATE notices SET due_at = 0",
            "UPDATE flags SET reason = 'abuse'", "UPDATE persons SET flags_agreed = 1",
            "UPDATE persons SET flags_dismissed = 1 WHERE name = 'bob'",
            "UPDATE cases SET urgency = urgency + 1", "UPDATE cases SET severity = 9",
            "UPDATE cases SET since = since - 60000", "UPDATE cases SET exposure = 2.5",
            "INSERT INTO flags SELECT comment_id, reporter_id, 1, reason, detail, raised_at, "
                + "weight, is_repeat, 0, NULL FROM flags",
            "UPDATE threads SET placing = 0",
            "INSERT INTO threads (site_id, name, created_at, children, merged_into, placing) "
                + "VALUES (1, 'q', 0, 1, 1, 2)",
            "UPDATE threads SET visible = 1", "UPDATE threads SET replies = 0",
            "UPDATE threads SET last_comment_at = 5", "UPDATE threads SET pending = 1",
            "UPDATE threads SET closed_comments = 1",
            "UPDATE comments SET depth = 3 WHERE depth = 1", "UPDATE sites SET last_event = 9",
            "UPDATE sites SET cut_event = 1",
            "DELETE FROM events", "UPDATE events SET list = '[]'",
            "INSERT INTO history (site_id, at, action, comment_id) VALUES (1, 0, 'spam', 12345)",
            "INSERT INTO history (site_id, at, action, actor_id) VALUES (1, 0, 'spam', 99)",
            "INSERT INTO history (site_id, at, action, undoes) VALUES (1, 0, 'undo', 999)",
            "INSERT INTO history (site_id, at, action) VALUES (77, 0, 'spam')",
            "UPDATE comments SET making = 0",
            "INSERT INTO votes (voter_id, comment_id, value, cast_at) VALUES (99, 5, 0, 0)",
            "UPDATE comments SET author_id = 99 WHERE depth = 1",
            "UPDATE comments SET site_id = 77", "UPDATE persons SET site_id = 77",
            "UPDATE judgements SET rule_set_id = 99",
            "INSERT INTO judgements SELECT 5, 1, rule_set_id, status, facts FROM judgements "
                + "LIMIT 1",
            "INSERT INTO tallies (thread_id, parent_id, comment_id, status) VALUES (1, 0, 5, 0)",
        ])
    func something(_ sql: String) throws {
        try Connection(path: folder.database).execute(script: sql)
        #expect(try problems() != [], "\(sql)")
    }
}
