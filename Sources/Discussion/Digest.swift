/// 128 bits that stand for something larger: the params of a command, or a key with its site.
package struct Digest: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Half of it tells digests apart as well as the whole does.
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// How many bytes it takes.
    package static let byteCount = 16

    /// The high half first, each with its high byte first.
    package var bytes: [UInt8] {
        (0..<Self.byteCount).map { index in
            let half = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64(index % 8)))
        }
    }

    /// Nil where there are not just 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
