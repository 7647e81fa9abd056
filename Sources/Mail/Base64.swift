/// Bytes as text of 64 letters (RFC 4648, section 4).
package enum Base64 {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The letters of bytes, padded to a multiple of four.
    package static func letters(of bytes: some Collection<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var rest = bytes[...]
        while let first = rest.first {
            let three = rest.prefix(3)
            let second = three.dropFirst().first
            let third = three.dropFirst(2).first
            let word = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
            text.append(letters[Int(word >> 18 & 63)])
            text.append(letters[Int(word >> 12 & 63)])
            text.append(second == nil ? 0x3D : letters[Int(word >> 6 & 63)])
            text.append(third == nil ? 0x3D : letters[Int(word & 63)])
            rest = rest.dropFirst(3)
        }
        return text
    }
}
