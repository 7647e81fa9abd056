import Discussion
import Wire

/// A request with the moment at which it was accepted: all that its outcome depends on beside the
/// database and the rules.
///
/// All that can be found out without the database is found out when it is made, on the thread of
/// whoever read the line, so that the one thread that writes has less to do. An object, so that the
/// queues on its way hand it on without a copy.
package final class Command: Sendable {
    package let method: Method
    package let at: Moment
    package let access: Access
    /// Under what its result may be kept for those who ask the same; nil: not at all.
    package let pageKey: [UInt8]?
    let prepared: Result<Prepared, Refusal>

    /// A command whose params have the right shape, from someone who may give it.
    struct Prepared: Sendable {
        let key: Key?
        /// What is wrong with the params beyond their shape stands here: a key's first result goes
        /// before it.
        let useCase: Result<any UseCase, Refusal>
    }

    /// An idempotency key, and the params that it came with.
    struct Key: Sendable {
        /// Stands for the site, the method and the key.
        let digest: Digest
        /// Stands for the params.
        let fingerprint: Digest
    }

    package init(
        _ request: Request, at: Moment, access: Access = .local, pageKey: [UInt8]? = nil,
        options: ServiceOptions
    ) {
        method = request.method
        self.at = at
        self.access = access
        self.pageKey = pageKey
        do throws(Refusal) {
            prepared = .success(try Prepared(request, access, options))
        } catch { prepared = .failure(error) }
    }

    private init(
        method: Method, at: Moment, access: Access, prepared: Result<Prepared, Refusal>
    ) {
        self.method = method
        self.at = at
        self.access = access
        pageKey = nil
        self.prepared = prepared
    }
}

extension Command {
    /// A part of another one.
    convenience init(_ prepared: Prepared, of whole: Command) {
        self.init(
            method: whole.method, at: whole.at, access: whole.access, prepared: .success(prepared))
    }
}

extension Command.Prepared {
    fileprivate init(
        _ request: Request, _ access: Access, _ options: ServiceOptions
    ) throws(Refusal) {
        let method = request.method
        let arguments = try Arguments(request.params, of: method)
        try access.check(method, arguments)
        if method.spec.isWrite, let name = try arguments.identifier("key") {
            key = Command.Key(
                digest: Fingerprint.of([try arguments.site(), method.rawValue, name]),
                fingerprint: arguments.fingerprint)
        } else {
            key = nil
        }
        do throws(Refusal) {
            useCase = .success(try method.useCase(arguments, options))
        } catch { useCase = .failure(error) }
    }
}
