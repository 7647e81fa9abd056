/// The replies of one connection, sent in the order of its requests whatever order they are made
/// in, with a bound on what is held.
final class Outbox: Sendable {
    private struct Slot {
        /// Bytes of the request, held until the reply is sent.
        let cost: Int
        var isDone = false
        /// Nil for a notification: nothing is sent.
        var reply: [UInt8]?
    }

    private struct State {
        var slots: [Slot] = []
        /// The number of the first slot.
        var first = 0
        /// Bytes of requests and replies that are held, those being written included.
        var heldBytes = 0
        var isClosed = false
        /// The client is gone: replies are let go.
        var isBroken = false
    }

    private let state = Monitor(State())
    private let maxCommands: Int
    private let maxBytes: Int
    /// Called from any thread when replies have become due.
    private let onReady: @Sendable () -> Void

    init(maxCommands: Int, maxBytes: Int, onReady: @escaping @Sendable () -> Void = {}) {
        self.maxCommands = maxCommands
        self.maxBytes = maxBytes
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

    /// Puts a reply, without its newline, in its place; nil where none is due.
    func fulfil(_ number: Int, _ reply: [UInt8]?) {
        let isFirst = state.change { state in
            let index = number - state.first
            state.slots[index].isDone = true
            state.slots[index].reply = state.isBroken ? nil : reply
            state.heldBytes += state.slots[index].reply?.count ?? 0
            return index == 0
        }
        if isFirst { onReady() }
    }

    /// No more requests come.
    func close() { state.change { $0.isClosed = true } }

    /// The client is gone.
    func breakOff() { state.change { $0.isBroken = true } }

    /// Whether the client is gone.
    var isBroken: Bool { state.read { $0.isBroken } }

    /// Whether all requests so far have been answered and their replies taken.
    var isEmpty: Bool { state.read { $0.slots.isEmpty } }

    /// Replies that are due, in order, each with its newline. `held` is what they count for in what
    /// is held, to be released once they are sent.
    struct Taken {
        let bytes: [UInt8]
        let held: Int
    }

    /// The next replies, waited for; nil after the last.
    func take() -> Taken? {
        state.wait { state -> Taken?? in
            if let taken = Self.takeDue(from: &state) { return taken }
            return state.isClosed && state.slots.isEmpty ? .some(nil) : nil
        }
    }

    /// The next replies if there are some now.
    func takeDue() -> Taken? { state.change(Self.takeDue) }

    /// What was taken has been sent.
    func release(_ held: Int) { state.change { $0.heldBytes -= held } }

    /// About as much is written at once.
    private static let chunkBytes = 256 << 10

    private static func takeDue(from state: inout State) -> Taken? {
        var bytes: [UInt8] = []
        var held = 0
        var count = 0
        while count < state.slots.count, bytes.count < chunkBytes {
            guard state.slots[count].isDone else { break }
            held += state.slots[count].cost
            if let reply = state.slots[count].reply {
                held += reply.count
                state.slots[count].reply = nil
                // A reply alone is moved, not copied.
                if bytes.isEmpty { bytes = reply } else { bytes += reply }
                bytes.append(0x0A)
            }
            count += 1
        }
        guard count > 0 else { return nil }
        state.slots.removeFirst(count)
        state.first += count
        return Taken(bytes: bytes, held: held)
    }
}
