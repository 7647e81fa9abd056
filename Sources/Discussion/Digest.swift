/// 128 bits that stand for something larger: the params of a command, or a key with its site.
public struct Digest: Sendable, Hashable {
    /// The first eight bytes of `bytes`.
    public let high: UInt64
    /// The last eight bytes of `bytes`.
    public let low: UInt64

    /// Of two halves that were made elsewhere: nothing is hashed here.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Half of it tells digests apart as well as the whole does.
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// How many bytes it takes.
    public static let byteCount = 16

    /// The high half first, each with its high byte first.
    public var bytes: [UInt8] {
        (0..<Self.byteCount).map { index in
            let half = index < 8 ? high : low
            return UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64(index % 8)))
        }
    }

    /// Nil where there are not just 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
