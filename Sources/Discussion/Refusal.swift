/// Why a command is not carried out: the closed list of what a client can be told. A refusal means
/// that nothing was stored.
package struct Refusal: Error, Sendable, Equatable {
    /// The kinds, each with its code on the wire.
    package enum Kind: String, Sendable, CaseIterable {
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
        package var code: Int {
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

    package let kind: Kind
    package let message: String
    /// The member it is about, a path such as `author.id`.
    package var field: String?
    /// What was expected of that member.
    package var problem: String?
    /// A known name that an unknown one resembles.
    package var didYouMean: String?
    /// The limit that was passed, in the unit that the message names.
    package var limit: Int?
    /// When trying again makes sense.
    package var retryAfterMs: Int?
    /// The name under which the log holds more about a fault.
    package var incident: String?
    /// The comment's present revision, where `expect` did not hold.
    package var revision: Int?
    /// What was imposed on the person, where it is because of that.
    package var sanction: SanctionKind?
    /// When that ends; nil: when it is lifted.
    package var until: Moment?

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension Refusal: CustomStringConvertible {
    package var description: String { message }
}

extension Refusal {
    /// A member of `params` that is not as it should be.
    package static func invalid(
        _ field: String, _ problem: String, didYouMean: String? = nil
    ) -> Refusal {
        var refusal = Refusal(.invalidParams, "\(field.isEmpty ? "params" : field): \(problem)")
        refusal.field = field
        refusal.problem = problem
        refusal.didYouMean = didYouMean
        return refusal
    }

    /// No such comment, or none that the caller may see: one answer for both.
    package static let noSuchComment = Refusal(.notFound, "there is no such comment")

    /// Something has more than its limit.
    package static func tooLarge(_ message: String, limit: Int, field: String? = nil) -> Refusal {
        var refusal = Refusal(.tooLarge, message)
        refusal.limit = limit
        refusal.field = field
        return refusal
    }

    /// Text that breaks the text policy.
    package static func unacceptable(_ field: String, _ problem: String) -> Refusal {
        var refusal = Refusal(.unacceptable, "\(field) \(problem)")
        refusal.field = field
        refusal.problem = problem
        return refusal
    }
}
