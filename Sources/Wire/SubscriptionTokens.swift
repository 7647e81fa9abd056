import CSodium
import Discussion

/// Makes and checks the tokens that confirm and cancel subscriptions.
///
/// A token is the subscription's number and a keyed BLAKE2b hash (RFC 7693) of number and time, 48
/// hexadecimal digits in all. The key is no part of the database, so that a copy of that gives no
/// token; the database keeps a SHA-256 hash (FIPS 180-4) of each subscription's first token, so
/// that tokens in mails that were sent go on working where the key is lost.
package struct SubscriptionTokens: Sendable {
    /// How many bytes a key has.
    package static let keyBytes = 32
    /// How many characters a token has.
    package static let tokenLength = 48

    private static let hashBytes = 16
    /// No array, which would be counted each time that what holds it is copied.
    private let key: SIMD32<UInt8>

    /// Nil where the key has not `keyBytes` bytes.
    package init?(key: [UInt8]) {
        guard key.count == Self.keyBytes else { return nil }
        self.key = SIMD32(key)
    }

    /// With a key of its own, which nobody else has and which is gone with the process.
    package init() {
        var key = [UInt8](repeating: 0, count: Self.keyBytes)
        randombytes_buf(&key, key.count)
        self.key = SIMD32(key)
    }

    /// Bytes for a new key, from the system's source of randomness.
    package static func newKey() -> [UInt8] {
        SubscriptionTokens().bytes
    }

    private var bytes: [UInt8] { (0..<Self.keyBytes).map { key[$0] } }

    /// The token of a subscription.
    package func token(of id: Int64, since: Moment) -> String {
        hexadecimal(Self.bytes(id) + hash(of: id, since: since))
    }

    /// The subscription that a token names, whether it is right or not; nil where it is no token.
    package static func number(in token: String) -> Int64? {
        guard token.utf8.count == tokenLength else { return nil }
        var number: UInt64 = 0
        for (index, byte) in token.utf8.enumerated() {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            if index < 16 { number = number << 4 | UInt64(digit) }
        }
        return Int64(exactly: number)
    }

    /// Whether a text is the token of a subscription: the one that its key makes, or the one whose
    /// digest is known. In constant time.
    package func isRight(
        _ token: String, of id: Int64, since: Moment, digest: [UInt8]
    ) -> Bool {
        let isMade = Self.isSame(Array(token.utf8), Array(self.token(of: id, since: since).utf8))
        let isKnown = Self.isSame(Self.digest(of: token), digest)
        return isMade || isKnown
    }

    /// What is kept of a token.
    package static func digest(of token: String) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: 32)
        let bytes = Array(token.utf8)
        crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
        return Array(hash.prefix(hashBytes))
    }

    private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && sodium_memcmp(left, right, left.count) == 0
    }

    /// What stands for a network where addresses are not kept: a keyed hash of it and of `salt`,
    /// which whoever calls destroys after a while, so that nobody can make the same one again.
    ///
    /// 64 bits, as 16 hexadecimal digits behind `net:`.
    package func hash(ofNetwork network: UInt128, salt: [UInt8]) -> String {
        let text = salt + withUnsafeBytes(of: network.bigEndian) { Array($0) }
        return "net:" + hexadecimal(Array(keyedHash(of: text).prefix(8)))
    }

    /// Bytes for a new salt, from the system's source of randomness.
    package static func newSalt() -> [UInt8] { newKey() }

    private func hash(of id: Int64, since: Moment) -> [UInt8] {
        keyedHash(of: Self.bytes(id) + Self.bytes(since.milliseconds))
    }

    func keyedHash(of text: [UInt8]) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Self.hashBytes)
        let key = bytes
        crypto_generichash(
            &hash, hash.count, text, UInt64(text.count), key, key.count)
        return hash
    }

    static func bytes(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
