import JSONValues
import Testing

@Suite("Submitting comments")
struct SubmitTests {
    @Test("A submitted comment is approved, and the answer shows it and says why")
    func submits() throws {
        let server = try TestServer()
        let result = try server.call(
            "comment.submit",
            ["thread": "page", "author": ["id": "ann", "name": "Ann"], "body": "Hello"])
        #expect(result["comment"]["body"] == "Hello")
        #expect(result["comment"]["author"] == ["id": "ann", "name": "Ann", "badges": []])
        #expect(result["comment"]["status"] == "approved")
        #expect(result["decision"] == ["status": "approved", "rules": 0, "reasons": []])
    }
}
