/// The compiled forms of words and patterns, kept so that the same rules need not be compiled
/// again: bytes in, bytes out; where they lie is the caller's affair.
///
/// Each form stands under a digest of all that it was compiled from, so that changed rules find
/// only what is still true of them. Bytes that are cut short, damaged, or of another version of
/// this file or of the library, or of another processor, are as good as none: then all is compiled.
package struct CompiledForms: Sendable {
    private var kept: [Key: [UInt8]] = [:]
    private var used: [Key: [UInt8]] = [:]
    /// Whether anything had to be compiled, so that `bytes` are worth keeping anew.
    package private(set) var hasNew = false

    /// Nothing kept.
    package init() {}

    /// The digest of a source, of 128 bits. Whoever can write the rules or the kept bytes decides
    /// the rules anyway: it guards against accidents alone.
    private struct Key: Sendable, Hashable {
        var high: UInt64
        var low: UInt64
    }

    // MARK: - As bytes

    private static let magic = Array("commentd compiled rules 1\n".utf8)

    /// What earlier `bytes` held.
    package init(_ bytes: [UInt8]) {
        guard bytes.starts(with: Self.magic), bytes.count >= Self.magic.count + 16 else { return }
        let content = bytes[Self.magic.count..<(bytes.count - 16)]
        let sum = Self.key("file", content)
        var reader = Reader(bytes: bytes[content.endIndex...])
        guard reader.number() == sum.high, reader.number() == sum.low else { return }
        reader = Reader(bytes: content)
        while let high = reader.number(), let low = reader.number(),
            let count = reader.number(), let form = reader.bytes(count)
        {
            kept[Key(high: high, low: low)] = form
        }
    }

    /// All forms that were asked for, in bytes that `init` takes.
    package var bytes: [UInt8] {
        var content: [UInt8] = []
        let sorted = used.sorted { ($0.key.high, $0.key.low) < ($1.key.high, $1.key.low) }
        for (key, form) in sorted {
            for number in [key.high, key.low, UInt64(form.count)] {
                withUnsafeBytes(of: number.littleEndian) { content.append(contentsOf: $0) }
            }
            content += form
        }
        let sum = Self.key("file", content[...])
        var bytes = Self.magic + content
        for number in [sum.high, sum.low] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func number() -> UInt64? {
            guard bytes.count >= 8 else { return nil }
            defer { bytes = bytes.dropFirst(8) }
            return bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func bytes(_ count: UInt64) -> [UInt8]? {
            guard let count = Int(exactly: count), count <= bytes.count else { return nil }
            defer { bytes = bytes.dropFirst(count) }
            return Array(bytes.prefix(count))
        }
    }

    // MARK: - For those who compile

    /// The form of this source: as it was kept, where `revive` can use it, else made anew.
    ///
    /// `kind` tells apart what is made of the same bytes in different ways. A form without bytes
    /// (`preserve` gives nil) is not kept.
    mutating func form<Form>(
        _ kind: StaticString, of source: [UInt8], revive: ([UInt8]) -> Form?,
        make: () throws(CompileFailure) -> Form, preserve: (Form) -> [UInt8]?
    ) throws(CompileFailure) -> Form {
        if let bytes = known(kind, of: source), let form = revive(bytes) {
            keep(bytes, kind, of: source)
            return form
        }
        let form = try make()
        if let bytes = preserve(form) {
            keep(bytes, kind, of: source)
        }
        return form
    }

    /// What was kept of this source; `keep` it again to have it kept on.
    func known(_ kind: StaticString, of source: [UInt8]) -> [UInt8]? {
        let key = Self.key(kind, source[...])
        return used[key] ?? kept[key]
    }

    /// Keeps what was made of this source.
    mutating func keep(_ bytes: [UInt8], _ kind: StaticString, of source: [UInt8]) {
        let key = Self.key(kind, source[...])
        if kept[key] != bytes { hasNew = true }
        used[key] = bytes
    }

    /// Two FNV-1a sums (Fowler, Noll and Vo) over 64-bit words with different bases.
    private static func key(_ kind: StaticString, _ source: ArraySlice<UInt8>) -> Key {
        var key = Key(high: 0xCBF2_9CE4_8422_2325, low: 0x9AE1_6A3B_2F90_404F)
        func mix(_ word: UInt64) {
            key.high = (key.high ^ word) &* 0x0000_0100_0000_01B3
            // The multiplication carries upward only: the high bits come down again.
            key.high ^= key.high >> 32
            key.low = (key.low ^ word) &* 0x9E37_79B9_7F4A_7C15
            key.low ^= key.low >> 29
        }
        kind.withUTF8Buffer { for byte in $0 { mix(UInt64(byte)) } }
        mix(UInt64(source.count))
        source.withUnsafeBytes { bytes in
            var at = 0
            while at + 8 <= bytes.count {
                mix(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                at += 8
            }
            while at < bytes.count {
                mix(UInt64(bytes[at]))
                at += 1
            }
        }
        return key
    }
}
