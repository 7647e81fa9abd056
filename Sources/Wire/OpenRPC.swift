import Discussion
import JSONValues

/// The OpenRPC document (spec.open-rpc.org, 1.3.2), made from the method table and nothing else.
package enum OpenRPC {
    /// The document, as JSON.
    package static func document(version: String) -> [UInt8] {
        var json = JSONWriter(capacity: 64 << 10)
        json.openObject()
        json.member("openrpc", "1.3.2")
        json.name("info")
        json.openObject()
        json.member("title", "commentd")
        json.member("version", version)
        json.member(
            "description",
            "Comments, votes and moderation for a publisher's site. One JSON-RPC 2.0 command a "
                + "line; params are named. A reply to a write is sent once it is durable.")
        json.closeObject()
        json.name("methods")
        json.openArray()
        for method in Method.allCases { write(method, to: &json) }
        json.closeArray()
        writeComponents(to: &json)
        json.closeObject()
        return json.bytes
    }

    private static func write(_ method: Method, to json: inout JSONWriter) {
        let spec = method.spec
        json.openObject()
        json.member("name", method.rawValue)
        json.member("summary", spec.summary)
        json.name("paramStructure")
        json.string("by-name")
        json.name("params")
        json.openArray()
        for parameter in spec.parameters {
            json.openObject()
            json.member("name", parameter.name)
            if !parameter.summary.isEmpty {
                json.member("description", parameter.summary)
            }
            json.member("required", parameter.isRequired)
            json.name("schema")
            parameter.schema.write(to: &json)
            json.closeObject()
        }
        json.closeArray()
        json.name("result")
        json.openObject()
        json.member("name", "result")
        json.name("schema")
        spec.result.write(to: &json)
        json.closeObject()
        json.name("x-writes")
        json.bool(spec.isWrite)
        json.name("x-roles")
        json.openArray()
        for role in spec.roles { json.string(role.rawValue) }
        json.closeArray()
        json.closeObject()
    }

    private static func writeComponents(to json: inout JSONWriter) {
        json.name("components")
        json.openObject()
        json.name("schemas")
        json.openObject()
        for (name, schema) in Components.schemas.sorted(by: { $0.key < $1.key }) {
            json.name(dynamic: name)
            schema.write(to: &json)
        }
        json.closeObject()
        json.name("errors")
        json.openObject()
        for kind in Refusal.Kind.allCases {
            json.name(dynamic: kind.rawValue)
            json.openObject()
            json.member("code", kind.code)
            json.member("message", kind.rawValue)
            json.closeObject()
        }
        json.closeObject()
        json.closeObject()
    }
}
