import Discussion
import Ranking

/// A fit on its way from the thread that made it to the one that writes: one at a time.
package final class FitExchange: Sendable {
    /// What was made of a site's votes.
    struct Delivery: Sendable {
        let siteID: Int64
        let model: GroundModel
        let summary: FitSummary
    }

    /// Who may fit.
    enum Holder {
        case command
        case background
    }

    private struct State {
        /// Who is fitting, or waits for a fit to come into force.
        var holder: Holder?
        var waiting: Delivery?
        var current: Current?
        /// What became of the last delivery; nil as long as it is on its way.
        var hasArrived: Bool?
        var isStopping = false
    }

    /// What the writer is bringing in.
    private struct Current {
        let voters: [(id: Int64, voter: GroundVoter)]
        var fitID: Int64?
        var written = 0
        /// Whether somebody waits for it.
        let isAwaited: Bool
        /// Whether it is in force once the open transaction is durable.
        var isComplete = false

        init(_ delivery: Delivery, isAwaited: Bool) {
            voters = Array(zip(delivery.model.voterIDs, delivery.model.voters))
            self.isAwaited = isAwaited
        }
    }

    private let state = Monitor(State())

    package init() {}

    /// Runs `body` once nobody else is fitting; nil where the server stops, and for a command at
    /// once where another is: no more than one waits.
    func alone<Result>(_ holder: Holder, _ body: () throws -> Result) rethrows -> Result? {
        let isFree: Bool = state.wait { state in
            if state.isStopping || state.holder == .command && holder == .command { return false }
            guard state.holder == nil else { return nil }
            state.holder = holder
            return true
        }
        guard isFree else { return nil }
        defer { state.change { $0.holder = nil } }
        return try body()
    }

    /// Hands a fit to the writer.
    func deliver(_ delivery: Delivery) {
        state.change { state in
            state.waiting = delivery
            state.hasArrived = nil
        }
    }

    /// Waits until the fit that was handed over is in force; false where it will not be.
    func waitForArrival() -> Bool {
        state.wait { $0.isStopping ? false : $0.hasArrived }
    }

    /// Nobody is waited for any more.
    package func stop() { state.change { $0.isStopping = true } }

    // The writer's side.

    /// Whether there is something that the writer does not know of.
    var isWaiting: Bool { state.read { $0.waiting != nil } }

    func take() -> Delivery? {
        state.change { state in
            guard let delivery = state.waiting else { return nil }
            state.waiting = nil
            state.current = Current(delivery, isAwaited: true)
            return delivery
        }
    }

    /// Begins with a fit that the writer itself has made.
    func put(_ delivery: Delivery) {
        state.change { $0.current = Current(delivery, isAwaited: false) }
    }

    func begin(_ fitID: Int64) { state.change { $0.current?.fitID = fitID } }

    /// The voters that are to be written next, empty where all are; nil where they are of another.
    func nextVoters(
        of fitID: Int64, limit: Int
    ) -> ArraySlice<(id: Int64, voter: GroundVoter)>? {
        state.change { state in
            guard let current = state.current, current.fitID == fitID else { return nil }
            let part = current.voters[current.written...].prefix(limit)
            state.current?.written += part.count
            return part
        }
    }

    func noteArrival(of fitID: Int64) {
        state.change { state in
            if state.current?.fitID == fitID { state.current?.isComplete = true }
        }
    }

    /// That the writer's transaction is durable, or was taken back: then what it was bringing in is
    /// lost, since nobody knows how far it had come.
    func conclude(isDurable: Bool) {
        guard state.read({ $0.current != nil }) else { return }
        state.change { state in
            guard let current = state.current, current.isComplete || !isDurable else { return }
            state.current = nil
            if current.isAwaited { state.hasArrived = isDurable }
        }
    }

    /// Whether the fit that was handed over is in force once the open transaction is durable.
    var isComplete: Bool { state.read { $0.current?.isComplete ?? false } }
}
