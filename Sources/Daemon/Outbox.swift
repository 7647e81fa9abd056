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

    init(maxCommands: Int, maxBytes: Int) {
        self.maxCommands = maxCommands
        self.maxBytes = maxBytes
    }

    /// Takes the next place in the order; waits while too much is held. A request alone is always
    /// let in, however large.
    func reserve(cost: Int) -> Int {
        state.wait { [maxCommands, maxBytes] state in
            let isFull = state.slots.count >= maxCommands || state.heldBytes >= maxBytes
            guard state.slots.isEmpty || state.isBroken || !isFull else { return nil }
            state.slots.append(Slot(cost: cost))
            state.heldBytes += cost
            return state.first + state.slots.count - 1
        }
    }

    /// Puts a reply, without its newline, in its place; nil where none is due.
    func fulfil(_ number: Int, _ reply: [UInt8]?) {
        state.change { state in
            let index = number - state.first
            state.slots[index].isDone = true
            state.slots[index].reply = state.isBroken ? nil : reply
            state.heldBytes += state.slots[index].reply?.count ?? 0
        }
    }

    /// No more requests come.
    func close() { state.change { $0.isClosed = true } }

    /// The client is gone.
    func breakOff() { state.change { $0.isBroken = true } }

    /// Whether the client is gone.
    var isBroken: Bool { state.read { $0.isBroken } }

    /// How many requests wait for their replies to be sent.
    var depth: Int { state.read { $0.slots.count } }

    /// The next replies in order, each with its newline, as soon as there are some; nil at the end.
    /// `held` is what they count for in what is held; to be released once they are sent.
    func take() -> (bytes: [UInt8], held: Int)? {
        state.wait { state -> (bytes: [UInt8], held: Int)?? in
            let done = state.slots.prefix { $0.isDone }
            if done.isEmpty { return state.isClosed && state.slots.isEmpty ? .some(nil) : nil }
            return Self.take(done.count, from: &state)
        }
    }

    /// What `take` gave has been sent.
    func release(_ held: Int) { state.change { $0.heldBytes -= held } }

    /// About as much is written at once.
    private static let chunkBytes = 256 << 10

    private static func take(_ most: Int, from state: inout State) -> (bytes: [UInt8], held: Int) {
        var bytes: [UInt8] = []
        var held = 0
        var count = 0
        while count < most, bytes.count < chunkBytes {
            let slot = state.slots[count]
            held += slot.cost + (slot.reply?.count ?? 0)
            if let reply = slot.reply {
                bytes += reply
                bytes.append(0x0A)
            }
            count += 1
        }
        state.slots.removeFirst(count)
        state.first += count
        return (bytes, held)
    }
}
