import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("The published document")
struct OpenRPCTests {
    private let document: JSONObject

    init() throws {
        document = try #require(StrictJSON.parse(OpenRPC.document(version: "1.2.3")).object)
    }

    private func methods() throws -> [JSONObject] {
        try #require(document["methods"]?.array).map { try #require($0.object) }
    }

    /// Every object in a value, itself included.
    private func objects(in value: JSONValue) -> [JSONObject] {
        switch value {
        case .object(let object): [object] + object.members.flatMap { objects(in: $0.value) }
        case .array(let elements): elements.flatMap(objects)
        default: []
        }
    }

    @Test("It is an OpenRPC 1.3 document of this program's version")
    func head() {
        #expect(document["openrpc"] == .string("1.3.2"))
        #expect(document["info"]?.object?["title"] == .string("commentd"))
        #expect(document["info"]?.object?["version"] == .string("1.2.3"))
    }

    @Test("Every method stands in it once")
    func names() throws {
        let names = try methods().map { try #require($0["name"]?.text) }
        #expect(names == Method.allCases.map(\.rawValue))
        #expect(Set(names).count == names.count)
    }

    @Test("Every method tells its params by name, its result, who may call it, if it writes")
    func entries() throws {
        for entry in try methods() {
            let name = try #require(entry["name"]?.text)
            let spec = try #require(Method(rawValue: name)).spec
            #expect(entry["summary"]?.text?.isEmpty == false, "\(name)")
            #expect(entry["paramStructure"] == .string("by-name"), "\(name)")
            #expect(entry["x-writes"] == .bool(spec.isWrite), "\(name)")
            #expect(
                entry["x-roles"] == .array(spec.roles.map { .string($0.rawValue) }), "\(name)")
            #expect(entry["result"]?.object?["name"]?.text != nil, "\(name)")
            #expect(entry["result"]?.object?["schema"]?.object != nil, "\(name)")
            let params = try #require(entry["params"]?.array).compactMap(\.object)
            #expect(params.compactMap { $0["name"]?.text } == spec.parameters.map(\.name))
            #expect(params.map { $0["required"] } == spec.parameters.map { .bool($0.isRequired) })
            #expect(params.allSatisfy { $0["schema"]?.object != nil }, "\(name)")
        }
    }

    @Test("What writes takes a key, and nothing else does")
    func keys() {
        for method in Method.allCases {
            let names = method.spec.parameters.map(\.name)
            #expect(names.contains("key") == method.spec.isWrite, "\(method.rawValue)")
            #expect(Set(names).count == names.count, "\(method.rawValue)")
        }
    }

    @Test("Every reference leads to a shape")
    func references() throws {
        let schemas = try #require(document["components"]?.object?["schemas"]?.object)
        let references = objects(in: .object(document)).compactMap { $0["$ref"]?.text }
        #expect(!references.isEmpty)
        for reference in references {
            let prefix = "#/components/schemas/"
            #expect(reference.hasPrefix(prefix))
            #expect(schemas[String(reference.dropFirst(prefix.count))] != nil, "\(reference)")
        }
        #expect(Set(schemas.members.map(\.name)) == Set(Components.schemas.keys))
    }

    @Test("Every kind of refusal stands in it with its code")
    func errors() throws {
        let errors = try #require(document["components"]?.object?["errors"]?.object)
        #expect(errors.members.map(\.name) == Refusal.Kind.allCases.map(\.rawValue))
        for kind in Refusal.Kind.allCases {
            #expect(errors[kind.rawValue]?.object?["code"] == .integer(kind.code))
        }
    }

    /// Who may call what, in the words of the contract.
    @Test("The roles are the contract's", arguments: Method.allCases)
    func roles(_ method: Method) {
        let name = method.rawValue
        let readers = [
            "thread.get", "thread.counts", "thread.list", "comment.get", "comment.list",
            "comment.latest", "comment.search", "anchor.list", "anchor.locate", "rpc.discover",
            "session.open",
        ]
        let moderators = [
            "person.get", "person.sanction", "person.export", "comment.edit", "comment.delete",
            "server.status",
        ]
        let groups = ["event.", "moderation.", "rules."]
        let local = ["server.backup", "rules.reload", "ranking.refit"]
        var expected: [Role] = local.contains(name) ? [] : [.site]
        let isModerators =
            readers.contains(name) || moderators.contains(name)
            || groups.contains { name.hasPrefix($0) }
        if isModerators, !local.contains(name) { expected.append(.moderator) }
        if readers.contains(name) { expected.append(.reader) }
        #expect(method.spec.roles == expected)
    }
}
