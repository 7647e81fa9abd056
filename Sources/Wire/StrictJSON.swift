import CJansson
import Discussion
import JSONValues

/// Reads JSON as the wire takes it: RFC 8259 by Jansson, and past it no byte order mark, no
/// duplicate names, no NUL, no lone surrogate (RFC 7493), and nesting within a bound.
package enum StrictJSON {
    /// Arrays and objects within each other, counted from the outermost value.
    package static let maxDepth = 16

    /// Parses one value. Errors are `parse_error`s that say where, and repeat nothing.
    package static func parse(_ bytes: [UInt8]) throws(Refusal) -> JSONValue {
        try checkDepth(bytes)
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

    private static func load(
        _ bytes: [UInt8], _ error: inout json_error_t
    ) -> UnsafeMutablePointer<json_t>? {
        bytes.withUnsafeBytes {
            cjansson_load($0.bindMemory(to: CChar.self).baseAddress, $0.count, &error)
        }
    }

    /// Jansson's own limit on nesting is fixed at 2,048, and every level costs stack.
    private static func checkDepth(_ bytes: [UInt8]) throws(Refusal) {
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
            default: break
            }
        }
    }

    /// The text with every number that Jansson cannot hold written as 1e308, in as many bytes: a
    /// number that no integer and no bounded fraction can be.
    private static func tamed(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var inString = false
        var isEscaped = false
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            var next = at + 1
            if inString {
                if !isEscaped, byte == 0x22 { inString = false }
                isEscaped = !isEscaped && byte == 0x5C
            } else if byte == 0x22 {
                inString = true
            } else if isNumberByte(byte) {
                next = bytes[at...].firstIndex { !isNumberByte($0) } ?? bytes.count
                if overflows(bytes[at..<next]) {
                    result.replaceSubrange(at..<next, with: hugeNumber(bytes: next - at))
                }
            }
            at = next
        }
        return result
    }

    /// 1e308 in so many bytes; the shortest number that overflows, `1e309`, has 5.
    private static func hugeNumber(bytes count: Int) -> [UInt8] {
        switch count {
        case ...5: Array("1e308".utf8)
        case 6: Array("10e307".utf8)
        default: Array("1.\(String(repeating: "0", count: count - 6))e308".utf8)
        }
    }

    private static func overflows(_ digits: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: digits, as: UTF8.self)
        if digits.contains(where: { $0 == 0x2E || $0 | 0x20 == 0x65 }) {
            guard let number = Double(text) else { return false }
            return number.isInfinite
        }
        return digits.count > 18 && Int64(text) == nil
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }

    /// Jansson's reason without its `near '…'`, which would repeat what the caller sent.
    private static func reason(_ error: json_error_t) -> String {
        withUnsafeBytes(of: error.text) { buffer in
            let text = String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            return text.utf8.split(separator: UInt8(ascii: "'")).first
                .map { String(decoding: $0, as: UTF8.self) }
                .map { $0.hasSuffix(" near ") ? String($0.dropLast(6)) : $0 } ?? "syntax"
        }
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
