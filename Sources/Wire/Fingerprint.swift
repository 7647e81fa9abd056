import JSONValues

/// Tells whether two commands carry the same params, whatever the order of their members.
///
/// 128-bit FNV-1a (RFC 9923) over a canonical form: members sorted by their names' bytes, every
/// value led by its kind and length. It guards against mistakes, not against a caller who looks for
/// collisions: keys are the caller's own.
package struct Fingerprint {
    private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    private init() {}

    /// The fingerprint of an object without the members called `excluded`: 16 bytes.
    package static func of(_ object: JSONObject, excluding excluded: [String]) -> [UInt8] {
        var print = Fingerprint()
        print.add(JSONObject(object.members.filter { !excluded.contains($0.name) }))
        return print.bytes
    }

    /// The fingerprint of texts in their order: 16 bytes.
    package static func of(_ texts: [String]) -> [UInt8] {
        var print = Fingerprint()
        for text in texts { print.add(text) }
        return print.bytes
    }

    private var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: state >> (120 - 8 * $0)) }
    }

    private mutating func add(_ byte: UInt8) {
        state = (state ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }

    private mutating func add(count: Int) {
        for shift in stride(from: 0, to: 32, by: 8) {
            add(UInt8(truncatingIfNeeded: count >> shift))
        }
    }

    private mutating func add(_ text: String) {
        add(count: text.utf8.count)
        for byte in text.utf8 { add(byte) }
    }

    private mutating func add(_ value: JSONValue) {
        switch value {
        case .null: add(0)
        case .bool(let value): add(value ? 1 : 2)
        case .integer(let value):
            add(3)
            add(String(value))
        case .number(let value):
            add(4)
            add(value.description)
        case .string(let value):
            add(5)
            add(value)
        case .array(let elements):
            add(6)
            add(count: elements.count)
            for element in elements { add(element) }
        case .object(let object):
            add(7)
            add(object)
        }
    }

    private mutating func add(_ object: JSONObject) {
        let sorted = object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        add(count: sorted.count)
        for member in sorted {
            add(member.name)
            add(member.value)
        }
    }
}
