import CSodium

/// SHA-256 (FIPS 180-4), as libsodium has it.
package enum SHA256 {
    /// The 32 bytes of it.
    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
        return hash
    }
}
