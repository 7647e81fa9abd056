/// Why a command is not carried out: the closed list of what a client can be told. A refusal means
/// that nothing was stored.
public struct Refusal: Error, Sendable, Equatable {
    /// The kinds, each with its code on the wire.
    public enum Kind: String, Sendable, CaseIterable {
        case parseError = "parse_error"
        case invalidRequest = "invalid_request"
        case unknownMethod = "unknown_method"
        case invalidParams = "invalid_params"
        case internalFault = "internal"
        case unauthenticated
        case forbidden
        case notFound = "not_found"
        case conflict
        case tooLarge = "too_large"
        case unacceptable
        case locked
        case rateLimited = "rate_limited"
        case overloaded
        case readOnly = "read_only"

        /// JSON-RPC 2.0 section 5.1 for the negative ones; the others follow HTTP's meanings.
        public var code: Int {
            switch self {
            case .parseError: -32700
            case .invalidRequest: -32600
            case .unknownMethod: -32601
            case .invalidParams: -32602
            case .internalFault: -32603
            case .unauthenticated: 401
            case .forbidden: 403
            case .notFound: 404
            case .conflict: 409
            case .tooLarge: 413
            case .unacceptable: 422
            case .locked: 423
            case .rateLimited: 429
            case .overloaded, .readOnly: 503
            }
        }
    }

    /// What a client decides by: it gives the wire's `code` and `kind`.
    public let kind: Kind
    /// For people, in English. Clients get it as it is, but for that of an `internalFault`.
    public let message: String
    /// The member it is about, a path such as `author.id`.
    public var field: String?
    /// What was expected of that member.
    public var problem: String?
    /// A known name that an unknown one resembles.
    public var didYouMean: String?
    /// The limit that was passed, in the unit that the message names.
    public var limit: Int?
    /// When trying again makes sense.
    public var retryAfterMs: Int?
    /// The name under which the log holds more about a fault.
    public var incident: String?
    /// The comment's present revision, where `expect` did not hold.
    public var revision: Int?
    /// What was imposed on the person, where it is because of that.
    public var sanction: SanctionKind?
    /// When that ends; nil: when it is lifted.
    public var until: Moment?

    /// With no more than that: the other members are nil until they are set.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension Refusal: CustomStringConvertible {
    /// The message alone, without kind and details.
    public var description: String { message }
}

extension Refusal {
    /// A member of `params` that is not as it should be.
    public static func invalid(
        _ field: String, _ problem: String, didYouMean: String? = nil
    ) -> Refusal {
        var refusal = Refusal(.invalidParams, "\(field.isEmpty ? "params" : field): \(problem)")
        refusal.field = field
        refusal.problem = problem
        refusal.didYouMean = didYouMean
        return refusal
    }

    /// No such comment, or none that the caller may see: one answer for both.
    public static let noSuchComment = Refusal(.notFound, "there is no such comment")

    /// Something has more than its limit.
    public static func tooLarge(_ message: String, limit: Int, field: String? = nil) -> Refusal {
        var refusal = Refusal(.tooLarge, message)
        refusal.limit = limit
        refusal.field = field
        return refusal
    }

    /// Text that breaks the text policy.
    public static func unacceptable(_ field: String, _ problem: String) -> Refusal {
        var refusal = Refusal(.unacceptable, "\(field) \(problem)")
        refusal.field = field
        refusal.problem = problem
        return refusal
    }
}
