import Service
import Wire

/// The replies of one connection, sent in the order of its requests whatever order they are made
/// in, with a bound on what is held.
final class Outbox: Sendable {
    /// A reply without its newline.
    struct Line: Sendable {
        /// All of it; where the result is long, what stands before it.
        let bytes: [UInt8]
        /// A long result, shared with whoever keeps it; a brace follows.
        var result: [UInt8]?

        var count: Int { bytes.count + (result.map { $0.count + 1 } ?? 0) }
    }

    struct Slot {
        /// Bytes of the request, held until the reply is sent.
        let cost: Int
        var isDone = false
        /// Nil for a notification: nothing is sent.
        var reply: Line?
    }

    struct State {
        var slots: [Slot] = []
        /// The number of the first slot.
        var first = 0
        /// Bytes of requests and replies that are held, those being written included.
        var heldBytes = 0
        var isClosed = false
        /// The client is gone: replies are let go.
        var isBroken = false
        /// Lines of events, which go between replies.
        var events = EventLane()
    }

    let state = Monitor(State())
    private let maxCommands: Int
    private let maxBytes: Int
    /// The most bytes of events that are held.
    let maxEventBytes: Int
    /// Called from any thread when replies have become due; told whether there is one alone, with
    /// no other on its way.
    let onReady: @Sendable (Outbox, _ isAlone: Bool) -> Void
    /// Told of those who waited for room for events, from any thread.
    let onEventRoom: @Sendable ([Follow]) -> Void

    init(
        maxCommands: Int, maxBytes: Int, maxEventBytes: Int,
        onEventRoom: @escaping @Sendable ([Follow]) -> Void = { _ in },
        onReady: @escaping @Sendable (Outbox, Bool) -> Void = { _, _ in }
    ) {
        self.maxCommands = maxCommands
        self.maxBytes = maxBytes
        self.maxEventBytes = maxEventBytes
        self.onEventRoom = onEventRoom
        self.onReady = onReady
    }

    /// Whether another request may come in. One alone is always let in, however large.
    var hasRoom: Bool { state.read(hasRoom) }

    /// Waits until there is room.
    func waitForRoom() { state.wait { hasRoom($0) ? () : nil } }

    private func hasRoom(_ state: State) -> Bool {
        state.slots.isEmpty || state.isBroken
            || state.slots.count < maxCommands && state.heldBytes < maxBytes
    }

    /// Takes the next place in the order.
    func reserve(cost: Int) -> Int {
        state.change { state in
            state.slots.append(Slot(cost: cost))
            state.heldBytes += cost
            return state.first + state.slots.count - 1
        }
    }

    /// Takes the next place for a reply that is there already. Whoever calls sees to it that it is
    /// taken: `onReady` is not called.
    func put(_ reply: Line, cost: Int) {
        state.change { state in
            let held = state.isBroken ? nil : reply
            state.slots.append(Slot(cost: cost, isDone: true, reply: held))
            state.heldBytes += cost + (held?.count ?? 0)
        }
    }

    /// Puts a reply in its place; nil where none is due.
    func fulfil(_ number: Int, _ reply: Line?) {
        let (isFirst, isAlone) = state.change { state in
            let index = number - state.first
            state.slots[index].isDone = true
            state.slots[index].reply = state.isBroken ? nil : reply
            state.heldBytes += state.slots[index].reply?.count ?? 0
            return (index == 0, state.slots.count == 1)
        }
        if isFirst { onReady(self, isAlone) }
    }

    /// No more requests come.
    func close() { state.change { $0.isClosed = true } }

    /// The client is gone.
    func breakOff() {
        state.change { state in
            state.isBroken = true
            state.events.clear()
        }
    }

    /// Whether the client is gone.
    var isBroken: Bool { state.read { $0.isBroken } }

    /// Whether all requests so far have been answered and their replies taken.
    var isEmpty: Bool { state.read { $0.slots.isEmpty } }

    /// Replies that are due, in order, each with its newline, or lines of events.
    struct Taken {
        var bytes: [UInt8] = []
        /// A long result that comes after `bytes`, shared with whoever keeps it; then `tail`.
        var result: [UInt8]?
        /// What replies count for in what is held, to be released once they are sent.
        var held = 0
        /// The same of events.
        var heldEvents = 0

        /// What closes a reply behind its result.
        static let tail = Array("}\n".utf8)

        /// How many bytes there are to send.
        var count: Int { bytes.count + (result.map { $0.count + Self.tail.count } ?? 0) }

        /// All in one.
        var joined: [UInt8] { result.map { bytes + $0 + Self.tail } ?? bytes }
    }

    /// The next replies, waited for; nil after the last.
    func take() -> Taken? {
        state.wait { state -> Taken?? in
            if let taken = Self.takeDue(from: &state) { return taken }
            let isOver = state.isClosed && state.slots.isEmpty && state.events.isDone
            return isOver ? .some(nil) : nil
        }
    }

    /// The next replies if there are some now.
    func takeDue() -> Taken? { state.change(Self.takeDue) }

    /// What was taken has been sent.
    func release(_ taken: Taken) {
        let waited = state.change { state in
            state.heldBytes -= taken.held
            return state.events.release(taken.heldEvents, most: maxEventBytes)
        }
        if !waited.isEmpty { onEventRoom(waited) }
    }

    /// About as much is written at once.
    private static let chunkBytes = 256 << 10

    private static func takeDue(from state: inout State) -> Taken? {
        var bytes: [UInt8] = []
        var result: [UInt8]?
        var held = 0
        var count = 0
        while count < state.slots.count, bytes.count < chunkBytes, result == nil {
            guard state.slots[count].isDone else { break }
            held += state.slots[count].cost
            if let reply = state.slots[count].reply {
                held += reply.count
                state.slots[count].reply = nil
                // A reply alone is moved, not copied; a long result is neither.
                if bytes.isEmpty { bytes = reply.bytes } else { bytes += reply.bytes }
                result = reply.result
                if result == nil { bytes.append(0x0A) }
            }
            count += 1
        }
        guard count > 0 else {
            let lines = state.events.take(before: state.first)
            return lines.map { Taken(bytes: $0, heldEvents: $0.count) }
        }
        state.slots.removeFirst(count)
        state.first += count
        return Taken(bytes: bytes, result: result, held: held)
    }
}

extension Outbox.Line {
    /// From so many bytes on a result is long: it is sent from where it lies.
    private static let minSharedBytes = 4096

    /// The reply that brings a result.
    init(_ id: RequestID, result: [UInt8]) {
        let isLong = result.count >= Self.minSharedBytes
        bytes = isLong ? Reply.head(id) : Reply.success(id, result: result)
        self.result = isLong ? result : nil
    }

    /// The reply that tells an outcome.
    init(_ id: RequestID, _ outcome: Outcome) {
        switch outcome {
        case .result(let result): self.init(id, result: result)
        case .refused(let refusal): self.init(bytes: Reply.failure(id, refusal))
        }
    }

    /// All in one.
    var joined: [UInt8] { result.map { bytes + $0 + [0x7D] } ?? bytes }
}
