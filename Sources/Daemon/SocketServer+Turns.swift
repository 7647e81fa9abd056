import Service

/// Who waits for others of a socket's clients: those who send much, and those who have more to be
/// started than goes into one turn.
extension SocketServer {
    /// How long those who send much are attended to before it is looked whether somebody has sent a
    /// line alone.
    private static let lineNanoseconds: UInt64 = 500_000

    func putInLine(_ client: Client) {
        guard !client.isInLine else { return }
        client.isInLine = true
        line.append(client.descriptor)
    }

    /// Attends to those who send much, for a moment.
    func attendLine() {
        guard !line.isEmpty else { return }
        let end = MonotonicClock.nanoseconds + Self.lineNanoseconds
        var count = 0
        while count < line.count {
            let client = clients[line[count]]
            count += 1
            guard let client, client.isInLine else { continue }
            client.isInLine = false
            attend(client, .readable(client.descriptor))
            if MonotonicClock.nanoseconds >= end { break }
        }
        line.removeFirst(count)
    }

    /// Goes on with the client that has waited longest while others had their turn: one at a time,
    /// so that whoever sends a single command waits for one turn at most.
    func giveTurn() {
        guard !turns.isEmpty, let client = clients[turns.removeFirst()],
            client.session.wantsTurn
        else { return }
        client.session.takeTurn()
        advance(client)
    }

    /// Comes back to a client that has more to be started than goes into one turn.
    func awaitTurn(_ client: Client) {
        if !turns.contains(client.descriptor) { turns.append(client.descriptor) }
    }
}
