/// Numbers that are given to somebody who shall bring them back and not know them.
extension SubscriptionTokens {
    /// A number as nobody can read it, or make it up, without the key: 128 bits, of which the
    /// number and 64 zeros are a permutation, Luby's and Rackoff's of four rounds of a keyed hash.
    package func sealed(_ number: Int64) -> [UInt64] {
        var (left, right) = (UInt64(bitPattern: number), UInt64(0))
        for round in UInt8(0)..<Self.rounds {
            (left, right) = (right, left ^ hash(of: right, round))
        }
        return [left, right]
    }

    /// The number of what `sealed` gave; nil of anything else.
    package func opened(_ seal: [UInt64]) -> Int64? {
        guard seal.count == 2 else { return nil }
        var (left, right) = (seal[0], seal[1])
        for round in (UInt8(0)..<Self.rounds).reversed() {
            (left, right) = (right ^ hash(of: left, round), left)
        }
        return right == 0 ? Int64(bitPattern: left) : nil
    }

    private static let rounds: UInt8 = 4

    /// Nothing else is hashed with the key that is as long.
    private func hash(of half: UInt64, _ round: UInt8) -> UInt64 {
        let text = Array("sealed".utf8) + [round] + Self.bytes(Int64(bitPattern: half))
        return keyedHash(of: text).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
