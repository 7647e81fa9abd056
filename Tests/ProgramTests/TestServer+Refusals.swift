import JSONValues
import Testing

extension TestServer {
    /// What is stored, in numbers.
    func counts() throws -> JSONValue { try call("server.status")["counts"] }

    /// The error of a command that must be refused with this code, and must leave nothing behind.
    @discardableResult
    func refusal(
        of method: String, _ params: JSONValue, code: Int, field: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let before = try counts()
        let error = try error(method, params)
        #expect(error["code"].integer == code, "\(error)", sourceLocation: sourceLocation)
        if let field {
            #expect(error["data"]["field"].text == field, sourceLocation: sourceLocation)
        }
        let after = try counts()
        #expect(after == before, "something was stored", sourceLocation: sourceLocation)
        return error
    }
}

extension TestPage {
    /// The error of a comment that must be refused with this code, and leave the page as it was.
    @discardableResult
    func refusal(
        ofComment body: String, by author: JSONValue = "ann", under parent: String? = nil,
        with more: KeyValuePairs<String, JSONValue> = [:], code: Int, field: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let before = try thread()
        let error = try server.refusal(
            of: "comment.submit", submission(body, by: author, under: parent, with: more),
            code: code, field: field, sourceLocation: sourceLocation)
        let after = try thread()
        #expect(after == before, "the page has changed", sourceLocation: sourceLocation)
        return error
    }
}
