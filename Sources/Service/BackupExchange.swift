import Store

/// A copy of the database on its way: asked for by a reader's thread, made by the one that writes,
/// in parts between its commands. So it is a copy of one moment, holds up nobody, and no snapshot
/// keeps the log from starting anew. One at a time.
package final class BackupExchange: Sendable {
    /// So many pages are copied in one part: about a megabyte.
    static let pages: Int32 = 256

    private struct State {
        /// Where the copy goes; nil where none is under way.
        var path: String?
        var outcome: Result<Int, StoreError>?
        var isStopping = false
    }

    private let state = Monitor(State())

    package init() {}

    /// Has a copy made, and waits for it; how many pages it has, nil where another is under way or
    /// the server stops.
    func copy(to path: String, wakeWriter: () -> Void) throws(StoreError) -> Int? {
        let isTaken = state.change { state in
            if state.isStopping || state.path != nil { return true }
            (state.path, state.outcome) = (path, nil)
            return false
        }
        if isTaken { return nil }
        wakeWriter()
        let outcome: Result<Int, StoreError>? = state.wait { state in
            guard state.outcome != nil || state.isStopping else { return nil }
            return .some(state.outcome)
        }
        state.change { $0.path = nil }
        return try outcome?.get()
    }

    /// Nobody is waited for any more.
    package func stop() { state.change { $0.isStopping = true } }

    // The writer's side.

    /// Where the copy goes that is asked for and not finished.
    var wanted: String? { state.read { $0.outcome == nil && !$0.isStopping ? $0.path : nil } }

    func conclude(_ outcome: Result<Int, StoreError>) { state.change { $0.outcome = outcome } }
}
