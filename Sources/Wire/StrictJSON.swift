import CJansson
import Discussion
import JSONValues

/// Reads JSON as the wire takes it: RFC 8259 by Jansson, and past it no byte order mark, no
/// duplicate names, no NUL, no lone surrogate (RFC 7493), and nesting within a bound.
package enum StrictJSON {
    /// Arrays and objects within each other, counted from the outermost value.
    package static let maxDepth = 16

    /// Parses one value. Errors are `parse_error`s that say where, and repeat nothing. Jansson
    /// itself refuses what is nested over 2,048 deep.
    package static func parse(
        _ bytes: [UInt8], maxDepth: Int = maxDepth
    ) throws(Refusal) -> JSONValue {
        try checkStructure(bytes, maxDepth)
        var error = json_error_t()
        var root = load(bytes, &error)
        if root == nil, cjansson_is_numeric_overflow(&error) != 0 {
            // Jansson refuses the whole text for a number past 63 bits or 1.8e308. It is JSON all
            // the same, and whether such a number is wrong depends on where it stands.
            root = load(tamed(bytes), &error)
        }
        guard let root else {
            throw Refusal(
                .parseError, "the line is not JSON: \(reason(error)) near byte \(error.position)")
        }
        defer { cjansson_release(root) }
        return value(root)
    }

    /// What is set once for the whole process, before it first parses.
    private static let settings: Void = cjansson_end_without_memory()

    private static func load(
        _ bytes: [UInt8], _ error: inout json_error_t
    ) -> UnsafeMutablePointer<json_t>? {
        _ = settings
        return bytes.withUnsafeBytes {
            cjansson_load($0.bindMemory(to: CChar.self).baseAddress, $0.count, &error)
        }
    }

    /// Jansson's own limit on nesting is fixed at 2,048, and every level costs stack; a NUL behind
    /// a number or a word it overlooks.
    private static func checkStructure(_ bytes: [UInt8], _ maxDepth: Int) throws(Refusal) {
        var depth = 0
        var inString = false
        var isEscaped = false
        for byte in bytes {
            if inString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    inString = false
                }
                continue
            }
            switch byte {
            case 0x22: inString = true
            case 0x5B, 0x7B:
                depth += 1
                if depth > maxDepth {
                    throw Refusal(.parseError, "the line is nested over \(maxDepth) deep")
                }
            case 0x5D, 0x7D: depth -= 1
            case 0x00: throw Refusal(.parseError, "the line is not JSON: it holds NUL")
            default: break
            }
        }
    }

    /// Jansson's reason, without what would repeat the caller's text.
    private static func reason(_ error: json_error_t) -> String {
        let text = withUnsafeBytes(of: error.text) { buffer in
            String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
        }
        if text.contains("JSON_ALLOW_NUL") { return "a string holds NUL" }
        let ends = [" near ", " '\\"].compactMap { text.firstRange(of: $0)?.lowerBound }
        return String(text[..<(ends.min() ?? text.endIndex)])
    }

    private static func value(_ node: UnsafeMutablePointer<json_t>) -> JSONValue {
        switch json_type(UInt32(cjansson_type(node))) {
        case JSON_OBJECT: return .object(members(node))
        case JSON_ARRAY:
            return .array(
                (0..<json_array_size(node)).map { index in
                    json_array_get(node, index).map(value) ?? .null
                })
        case JSON_STRING: return .string(text(json_string_value(node), json_string_length(node)))
        case JSON_INTEGER: return .integer(Int(json_integer_value(node)))
        case JSON_REAL: return .number(json_real_value(node))
        case JSON_TRUE: return .bool(true)
        case JSON_FALSE: return .bool(false)
        default: return .null
        }
    }

    private static func members(_ node: UnsafeMutablePointer<json_t>) -> JSONObject {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(json_object_size(node))
        var cursor = json_object_iter(node)
        while let here = cursor {
            let key = json_object_iter_key(here)
            let name = text(key, json_object_iter_key_len(here))
            if let child = json_object_iter_value(here) {
                members.append(.init(name, value(child)))
            }
            cursor = json_object_iter_next(node, here)
        }
        return JSONObject(members)
    }

    private static func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> String {
        guard let bytes else { return "" }
        return UnsafeRawBufferPointer(start: bytes, count: count).withMemoryRebound(to: UInt8.self)
        {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
