import CSodium
import Discussion
import JSONValues

/// Tells whether two commands carry the same params, whatever the order of their members.
///
/// SipHash-2-4 of 128 bits (Aumasson and Bernstein, 2012) over a form in which every value is led
/// by its kind and length. The members of an object are hashed one by one and added up, so that
/// their order does not matter. Its key is public: it guards against mistakes, not against a caller
/// who looks for collisions, since keys are the caller's own.
package struct Fingerprint {
    private var form: [UInt8] = []
    private var sum = Digest(high: 0, low: 0)

    package init() { form.reserveCapacity(512) }

    /// The fingerprint of an object.
    package static func of(_ object: JSONObject) -> Digest {
        var print = Fingerprint()
        for member in object.members { print.add(member.name, member.value) }
        return print.digest
    }

    /// The fingerprint of texts in their order.
    package static func of(_ texts: [String]) -> Digest {
        var print = Fingerprint()
        for text in texts { print.append(text) }
        return print.hash()
    }

    /// Of the members added so far.
    package var digest: Digest { sum }

    /// Adds a member of the object.
    package mutating func add(_ name: String, _ value: JSONValue) {
        form.removeAll(keepingCapacity: true)
        append(name)
        append(value)
        sum = sum.adding(hash())
    }

    private mutating func append(_ value: JSONValue) {
        switch value {
        case .null: form.append(0)
        case .bool(let value): form.append(value ? 1 : 2)
        case .integer(let value):
            form.append(3)
            append(UInt64(bitPattern: Int64(value)))
        case .number(let value):
            form.append(4)
            append(value.bitPattern)
        case .string(let value):
            form.append(5)
            append(value)
        case .array(let elements):
            form.append(6)
            append(UInt64(elements.count))
            for element in elements { append(element) }
        case .object(let object):
            form.append(7)
            let digest = Self.of(object)
            append(digest.high)
            append(digest.low)
        }
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            append(UInt64(bytes.count))
            form.append(contentsOf: bytes)
        }
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { form.append(contentsOf: $0) }
    }

    private func hash() -> Digest {
        var high: UInt64 = 0
        var low: UInt64 = 0
        csodium_siphash(form, UInt64(form.count), &high, &low)
        return Digest(high: UInt64(littleEndian: high), low: UInt64(littleEndian: low))
    }
}

extension Digest {
    /// The sum of each half, without carry.
    fileprivate func adding(_ other: Digest) -> Digest {
        Digest(high: high &+ other.high, low: low &+ other.low)
    }
}
