import Discussion
import JSONValues

/// The OpenRPC document (spec.open-rpc.org, 1.3.2), made from the method table and nothing else.
package enum OpenRPC {
    /// The document, as JSON.
    package static func document(version: String) -> [UInt8] {
        var json = JSONWriter(capacity: 64 << 10)
        json.openObject()
        json.name("openrpc")
        json.string("1.3.2")
        json.name("info")
        json.openObject()
        json.name("title")
        json.string("commentd")
        json.name("version")
        json.string(version)
        json.name("description")
        json.string(
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
        json.name("name")
        json.string(method.rawValue)
        json.name("summary")
        json.string(spec.summary)
        json.name("paramStructure")
        json.string("by-name")
        json.name("params")
        json.openArray()
        for parameter in spec.parameters {
            json.openObject()
            json.name("name")
            json.string(parameter.name)
            if !parameter.summary.isEmpty {
                json.name("description")
                json.string(parameter.summary)
            }
            json.name("required")
            json.bool(parameter.isRequired)
            json.name("schema")
            parameter.schema.write(to: &json)
            json.closeObject()
        }
        json.closeArray()
        json.name("result")
        json.openObject()
        json.name("name")
        json.string("result")
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
            json.name("code")
            json.integer(kind.code)
            json.name("message")
            json.string(kind.rawValue)
            json.closeObject()
        }
        json.closeObject()
        json.closeObject()
    }
}
