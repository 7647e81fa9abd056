import Discussion

/// What a key was used for.
package struct KeyUse: Sendable, Equatable {
    /// Stands for the site, the method and the key.
    package let digest: Digest
    /// Stands for the params that it came with.
    package let fingerprint: Digest
    package let usedAt: Moment
    /// The result that was answered, as JSON.
    package let result: [UInt8]

    /// Whether the result was taken away with a person whom it named. The key stays used.
    package var isErased: Bool { result.isEmpty }

    /// The same without its result and without what tells its params.
    var erased: KeyUse {
        KeyUse(
            digest: digest, fingerprint: Digest(high: 0, low: 0), usedAt: usedAt, result: [])
    }

    package init(digest: Digest, fingerprint: Digest, usedAt: Moment, result: [UInt8]) {
        self.digest = digest
        self.fingerprint = fingerprint
        self.usedAt = usedAt
        self.result = result
    }
}

/// Uses as a row of `key_log` holds them, one behind the other: the digest's 16 bytes, the
/// fingerprint's 16, the moment's 8 (milliseconds since 1970), the result's length in 4, all with
/// the high byte first, and the result.
struct PackedKeyUses {
    private(set) var bytes: [UInt8] = []

    private static let headBytes = 2 * Digest.byteCount + 8 + 4

    mutating func append(_ use: KeyUse) {
        append(use.digest.high)
        append(use.digest.low)
        append(use.fingerprint.high)
        append(use.fingerprint.low)
        append(UInt64(bitPattern: use.usedAt.milliseconds))
        withUnsafeBytes(of: UInt32(use.result.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: use.result)
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// The uses of a row, in order. What is cut off at the end is left out.
    static func uses(in row: UnsafeRawBufferPointer) -> [KeyUse] {
        func number(_ at: Int) -> UInt64 {
            UInt64(bigEndian: row.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        }
        var uses: [KeyUse] = []
        var at = 0
        while at + headBytes <= row.count {
            let length = Int(
                UInt32(bigEndian: row.loadUnaligned(fromByteOffset: at + 40, as: UInt32.self)))
            let end = at + headBytes + length
            guard end <= row.count else { break }
            uses.append(
                KeyUse(
                    digest: Digest(high: number(at), low: number(at + 8)),
                    fingerprint: Digest(high: number(at + 16), low: number(at + 24)),
                    usedAt: Moment(milliseconds: Int64(bitPattern: number(at + 32))),
                    result: Array(row[(at + headBytes)..<end])))
            at = end
        }
        return uses
    }
}
