import CSodium
import Configuration
import Service
import Wire

/// Lets connections in that show a token, and slows down those who guess. For one thread.
///
/// Tokens are known by their SHA-256 hashes only (FIPS 180-4), and compared in constant time, each
/// with all, so that the time tells nothing.
struct TokenGate {
    private let tokens: [Settings.Token]
    private var failures: [String: Int] = [:]

    /// How long the first failure of an address keeps it waiting; each further one twice as long.
    private static let firstPenaltyMs = 200
    private static let maxPenaltyMs = 10_000
    /// Addresses whose failures are remembered; past it all are forgotten.
    private static let maxAddresses = 4096

    init(_ tokens: [Settings.Token]) { self.tokens = tokens }

    /// What a token opens; nil for none.
    func access(_ token: String) -> Access? {
        let hash = SHA256.digest(of: Array(token.utf8))
        var access: Access?
        for known in tokens where sodium_memcmp(hash, known.sha256, 32) == 0 {
            access = .token(known.role, sites: known.sites)
        }
        return access
    }

    /// Counts a failure, and says how many milliseconds its answer shall wait.
    mutating func punish(_ address: String) -> Int64 {
        if failures.count >= Self.maxAddresses { failures.removeAll() }
        let count = failures[address, default: 0]
        failures[address] = min(count + 1, 16)
        return Int64(min(Self.firstPenaltyMs << min(count, 16), Self.maxPenaltyMs))
    }

    /// An address has shown a token: what it failed before is forgotten.
    mutating func welcome(_ address: String) { failures[address] = nil }
}
