import Discussion
import JSONValues
import Store
import Wire

extension Arguments {
    /// The selector as it will be given back: the contract's members, compact.
    func anchor() throws(Refusal) -> String? {
        guard let object = object["anchor"]?.object else { return nil }
        for name in ["exact", "prefix", "suffix"] {
            if let text = object[name]?.text, let problem = TextPolicy.problem(of: text) {
                throw .unacceptable("anchor.\(name)", problem)
            }
        }
        if let exact = object["exact"]?.text, TextPolicy.isBlank(exact) {
            throw .unacceptable("anchor.exact", "must not be empty")
        }
        if let start = object["start"]?.integer, let end = object["end"]?.integer, end < start {
            throw .invalid("anchor.end", "must not be less than start")
        }
        var json = JSONWriter()
        json.value(.object(object))
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension AnchoredComment {
    /// The passage that the comment is on.
    func passage() throws -> Anchor {
        guard let object = try StrictJSON.parse(anchor).object, let exact = object["exact"]?.text
        else { throw Refusal(.internalFault, "an anchor that is none") }
        return Anchor(
            exact: exact, prefix: object["prefix"]?.text ?? "",
            suffix: object["suffix"]?.text ?? "", start: object["start"]?.integer)
    }
}
