import Discussion
import JSONValues
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
        if let start = object["start"]?.integer, let end = object["end"]?.integer, end < start {
            throw .invalid("anchor.end", "must not be less than start")
        }
        var json = JSONWriter()
        json.value(.object(object))
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
