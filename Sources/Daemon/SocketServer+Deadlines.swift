/// Clients whose time has come: strangers who show no token, wrong tokens' answers, and followers
/// who take too little. Only those of whom something is due cost anything.
extension SocketServer {
    /// Looks at the clients whose time has come.
    func lookAtDue() {
        guard deadlines.next != nil else { return }
        let now = Self.milliseconds
        while let entry = deadlines.takeDue(at: now) {
            if let client = clients[entry.descriptor] { look(at: client, now) }
        }
    }

    private func look(at client: Client, _ now: Int64) {
        if let until = client.openUntil, until <= now {
            client.openUntil = nil
            if client.session.access == nil, !client.isClosing { return drop(client) }
        }
        if let until = client.silentUntil, until <= now {
            client.silentUntil = nil
            advance(client)
        }
        if let stall = client.stall, stall.until <= now {
            client.stall = nil
            if !client.isSending || client.sentBytes > stall.sentBytes {
                watchStall(of: client)
            } else if client.isCutOff {
                drop(client)
            } else {
                cutOff(client)
            }
        }
    }

    /// Lets that stranger go who has been here longest without showing a token; false where there
    /// is none.
    func dropStranger() -> Bool {
        let strangers = clients.values.filter { $0.session.access == nil }
        let oldest = strangers.min { ($0.openUntil ?? 0) < ($1.openUntil ?? 0) }
        if let oldest { drop(oldest) }
        return oldest != nil
    }

    /// Who follows events must go on taking them: a client that takes nothing while lines wait is
    /// looked at again.
    func watchStall(of client: Client) {
        guard client.stall == nil, client.isSending,
            client.isCutOff || client.session.outbox.isFollowing
        else { return }
        let stallMs = Int64(server.options.settings.windows.followStallSeconds) * 1000
        let until = Self.milliseconds + (client.isCutOff ? Self.lastLinePatienceMs : stallMs)
        client.stall = (until, client.sentBytes)
        deadlines.add(until, client.descriptor)
    }

    /// How long a client that was cut off may take nothing before it is let go for good, in
    /// milliseconds: until then its last line waits for it.
    private static let lastLinePatienceMs: Int64 = 30_000

    /// Tells a client that takes too little so, and closes the connection once that is sent.
    private func cutOff(_ client: Client) {
        client.isCutOff = true
        client.isClosing = true
        client.session.dropBacklog()
        client.session.endFollowing(.slow)
        advance(client)
    }
}
