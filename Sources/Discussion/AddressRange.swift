/// Internet addresses that begin alike: `203.0.113.0/24`, `2001:db8::/48`, or one address.
///
/// IPv4 addresses stand as IPv6 has them (`::ffff:203.0.113.0`, RFC 4291 section 2.5.5.2), so that
/// both are compared in one way, however they are written.
public struct AddressRange: Sendable, Hashable {
    /// The first address.
    public let first: UInt128
    /// How many bits all of them share, of 128.
    public let bits: Int
    /// As it was written.
    public let text: String

    /// An address, or one with a slash and the number of bits; bits past those do not count.
    public init?(text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard text.utf8.count <= 64, let address = Self.address(String(parts[0])) else {
            return nil
        }
        let width = address.isV4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard let written = Self.decimal(parts[1], max: width) else { return nil }
            length = written
        }
        bits = 128 - width + length
        first = address.value & Self.mask(bits)
        self.text = text
    }

    /// Whether both hold the same addresses, however they were written.
    public static func == (left: AddressRange, right: AddressRange) -> Bool {
        left.first == right.first && left.bits == right.bits
    }

    /// Of what `==` compares: `text` is left out.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(bits)
    }

    /// Whether these are IPv4 addresses.
    public var isV4: Bool { bits >= 96 && first >> 32 == 0xFFFF }

    /// Whether an address is one of them.
    public func contains(_ address: UInt128) -> Bool { address & Self.mask(bits) == first }

    /// Whether some address is in both.
    public func overlaps(_ other: AddressRange) -> Bool {
        bits <= other.bits ? contains(other.first) : other.contains(first)
    }

    /// The number that an address stands for; nil where the text is none.
    public static func number(of text: String) -> UInt128? { address(text)?.value }

    /// The network of an address that is commonly one customer's: its /24, or the /48 of IPv6; nil
    /// where the text is no address.
    public static func network(of text: String) -> UInt128? {
        address(text).map { $0.value & mask($0.isV4 || $0.value >> 32 == 0xFFFF ? 120 : 48) }
    }

    private static func mask(_ bits: Int) -> UInt128 {
        bits == 0 ? 0 : UInt128.max << UInt128(128 - bits)
    }

    private static func address(_ text: String) -> (value: UInt128, isV4: Bool)? {
        if !text.utf8.contains(0x3A) {
            return v4(text[...]).map { (0xFFFF_0000_0000 | UInt128($0), true) }
        }
        return v6(text).map { ($0, false) }
    }

    /// Four decimal numbers with dots, without leading zeros, which some read as octal.
    private static func v4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard let number = decimal(part, max: 255) else { return nil }
            value = value << 8 | UInt32(number)
        }
        return value
    }

    private static func decimal(_ text: Substring, max: Int) -> Int? {
        let digits = text.utf8
        guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30, let number = Int(text), number <= max
        else { return nil }
        return number
    }

    /// RFC 4291 section 2.2: eight groups, `::` once for those that are zero, the last two as IPv4.
    private static func v6(_ text: String) -> UInt128? {
        let halves = text.split(
            separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0], isLast: halves.count == 1),
            let tail = halves.count == 2 ? groups(halves[1], isLast: true) : []
        else { return nil }
        let missing = 8 - head.count - tail.count
        guard halves.count == 2 ? missing >= 1 : missing == 0 else { return nil }
        let all = head + [UInt16](repeating: 0, count: missing) + tail
        return all.reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// The groups of one side of `::`; none where the text is empty.
    private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.utf8.contains(0x2E) {
                guard let low = v4(part) else { return nil }
                groups += [UInt16(low >> 16), UInt16(low & 0xFFFF)]
                continue
            }
            let digits = part.utf8
            let isHex = digits.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
                default: false
                }
            }
            guard (1...4).contains(digits.count), isHex, let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups.count <= 8 ? groups : nil
    }
}
