extension Schema {
    /// Writes this shape as JSON Schema (draft 2020-12, the one OpenRPC 1.3 builds on).
    public func write(to json: inout JSONWriter) {
        json.openObject()
        writeMembers(to: &json)
        json.closeObject()
    }

    private func writeMembers(to json: inout JSONWriter) {
        switch self {
        case .any: return
        case .boolean: type("boolean", &json)
        case .integer(let range):
            type("integer", &json)
            json.name("minimum")
            json.integer(range.lowerBound)
            json.name("maximum")
            json.integer(range.upperBound)
        case .number(let range):
            type("number", &json)
            json.name("minimum")
            json.number(range.lowerBound)
            json.name("maximum")
            json.number(range.upperBound)
        case .string(let range):
            type("string", &json)
            json.name("x-bytes")
            json.openArray()
            json.integer(range.lowerBound)
            json.integer(range.upperBound)
            json.closeArray()
        case .time:
            type("string", &json)
            json.name("format")
            json.string("date-time")
        case .choice(let words):
            type("string", &json)
            json.name("enum")
            json.openArray()
            for word in words { json.string(word) }
            json.closeArray()
        case .array(let element, let count):
            type("array", &json)
            json.name("items")
            element.write(to: &json)
            json.name("minItems")
            json.integer(count.lowerBound)
            json.name("maxItems")
            json.integer(count.upperBound)
        case .object(let members): writeObject(members, to: &json)
        case .map(let element):
            type("object", &json)
            json.name("additionalProperties")
            element.write(to: &json)
        case .nullable(let inner): alternatives([inner], orNull: true, &json)
        case .either(let choices): alternatives(choices, orNull: false, &json)
        case .typed(let variants):
            alternatives(variants.map { .object($0.members) }, orNull: false, &json)
        case .reference(let name):
            json.name("$ref")
            json.string("#/components/schemas/\(name)")
        }
    }

    private func writeObject(_ members: [Member], to json: inout JSONWriter) {
        type("object", &json)
        json.name("properties")
        json.openObject()
        for member in members {
            json.name(dynamic: member.name)
            json.openObject()
            if !member.summary.isEmpty {
                json.name("description")
                json.string(member.summary)
            }
            member.schema.writeMembers(to: &json)
            json.closeObject()
        }
        json.closeObject()
        json.name("required")
        json.openArray()
        for member in members where member.isRequired { json.string(member.name) }
        json.closeArray()
        json.name("additionalProperties")
        json.bool(false)
    }

    private func type(_ name: String, _ json: inout JSONWriter) {
        json.name("type")
        json.string(name)
    }

    private func alternatives(_ choices: [Schema], orNull: Bool, _ json: inout JSONWriter) {
        json.name("anyOf")
        json.openArray()
        for choice in choices { choice.write(to: &json) }
        if orNull {
            json.openObject()
            type("null", &json)
            json.closeObject()
        }
        json.closeArray()
    }
}
