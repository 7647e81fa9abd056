import JSONValues
import Testing

@Suite("A server on which nothing happens")
struct QueueNoticeTests {
    @Test("Those who follow the queue hear of what waits for long, though no command comes")
    func wakes() throws {
        let folder = try ProgramFolder()
        try folder.write(
            "config/commentd.json", "{queue_notice: {after_s: 1, persons: [{id: 'mo'}]}}")
        try folder.write(
            "config/rules.json",
            """
            {version: 1, rules: [{name: "hold", when: {words: ["wait"]}, then: "hold"}]}
            """)
        let served = try folder.serve("--config", "config")
        let peer = try served.connect()
        try peer.call("comment.submit", ["thread": "page", "author": "ann", "body": "wait"])
        // Readers answer this: nobody asks the writer for anything.
        let isTold = try eventually {
            let list = try peer.call("notification.list")["notifications"]
            return list[0]["kind"] == "moderation" && list[0]["person"]["id"] == "mo"
        }
        #expect(isTold)
        try served.stop()
    }
}
