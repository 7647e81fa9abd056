import Discussion
import Glibc
import Service
import Wire

/// Where a server can be reached.
package struct SocketOptions: Sendable {
    /// The Unix socket's path; nil: none.
    package var path: String?
    /// Descriptors that are listened on already.
    package var inherited: [Int32] = []
    /// Its permissions.
    package var mode: UInt32 = 0o600
    /// The group it belongs to; nil: the process's own.
    package var group: UInt32?
    /// `HOST:PORT` of TCP; nil: none.
    package var address: String?

    package init(path: String?) { self.path = path }
}

/// Serves many clients over sockets, all in one thread: it reads and cuts lines, hands commands to
/// the server's threads, and sends replies as they become due.
package final class SocketServer {
    let server: Server
    private var gate: TokenGate
    /// When clients are to be looked at.
    var deadlines = Deadlines()
    private let poller: Poller
    private var listeners: [Int32: Listener] = [:]
    private(set) var clients: [Int32: Client] = [:]
    /// Those of them who wait for another turn, in order.
    var turns: [Int32] = []
    /// Whether no one is let in because the process can open no more.
    private var areListenersResting = false
    private var loneClient = LoneClient()
    /// Clients whose replies became due, told by other threads.
    private let due = DueClients()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 64 << 10, alignment: 16)
    /// As much as one client may send in a round: where many send at once each has its share, so
    /// that a round is short and one line alone need not wait for thousands of others.
    private var shareBytes = minShareBytes
    /// Clients who sent all of their share the last time, and have more: one after the other, and
    /// for a moment only before it is looked whether somebody has sent a line alone.
    var line: [Int32] = []
    private static let minShareBytes = 1 << 10

    /// Opens the sockets. Throws where one cannot be had.
    package init(_ server: Server, _ options: SocketOptions) throws {
        self.server = server
        gate = TokenGate(server.options.settings.tokens)
        poller = try Poller()
        var listeners = try options.inherited.map { try Listener(inherited: $0) }
        if let path = options.path {
            listeners.append(
                try Listener(socket: path, mode: options.mode, group: options.group))
        }
        if let address = options.address { listeners.append(try Listener(tcp: address)) }
        if server.options.settings.tokens.isEmpty, listeners.contains(where: \.needsToken) {
            throw StartProblem("TCP needs tokens in commentd.json: nobody could come in")
        }
        for listener in listeners {
            self.listeners[listener.descriptor] = listener
            poller.watch(listener.descriptor, reads: true, writes: false, isNew: true)
        }
    }

    deinit { buffer.deallocate() }

    /// How long a stranger may take to show a token, in milliseconds.
    private static let openingPatienceMs: Int64 = 10_000
    /// How long nobody is let in where the process could open no more, in milliseconds.
    private static let listenerRestMs: Int64 = 100
    /// How long an ending server waits for clients to take their replies, in milliseconds.
    private static let stopPatienceMs: Int64 = 1500

    /// Serves until `signals` gives SIGTERM or SIGINT; then no more is accepted, and what was is
    /// answered. SIGHUP reloads the rules.
    package func run(signals: Int32) {
        poller.watch(signals, reads: true, writes: false, isNew: true)
        server.deliveries.attach { [poller] in poller.wake() }
        defer { server.deliveries.detach() }
        var deadline: Int64?
        var hasOutcomes = false
        while true {
            let events = poller.wait(
                timeoutMs: line.isEmpty && !hasOutcomes ? timeout(deadline) : 0
            ) {
                loneClient.isKnown && server.router.isWriterBusyWithOne
            }
            loneClient.note(events)
            if areListenersResting, events.isEmpty { watchListeners(true) }
            shareBytes = max(Self.minShareBytes, buffer.count / max(1, events.count))
            for event in events {
                if event.descriptor == signals {
                    let came = Descriptor.read(signals) ?? []
                    if came.contains(where: { Int32($0) != SIGHUP }), deadline == nil {
                        deadline = Self.milliseconds + Self.stopPatienceMs
                        beginStopping()
                    } else if deadline == nil {
                        server.reloadRules()
                    }
                } else if let listener = listeners[event.descriptor] {
                    accept(from: listener)
                } else if let client = clients[event.descriptor] {
                    if client.sendsMuch, event.isReadable, !event.isBroken {
                        putInLine(client)
                    } else {
                        attend(client, event)
                    }
                }
            }
            attendLine()
            hasOutcomes = server.deliveries.tellSome()
            for descriptor in due.takeAll() {
                if let client = clients[descriptor] { advance(client) }
            }
            giveTurn()
            lookAtDue()
            if let deadline, clients.isEmpty || Self.milliseconds >= deadline { return }
        }
    }

    // MARK: - Time

    /// The system's steady clock.
    static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private func timeout(_ deadline: Int64?) -> Int32 {
        if !turns.isEmpty { return 0 }
        // What a client that went had open may be closed a little later, by another thread.
        let rest = areListenersResting ? Self.milliseconds + Self.listenerRestMs : nil
        let moments = [deadline, deadlines.next, rest].compactMap { $0 }
        guard let next = moments.min() else { return -1 }
        return Int32(clamping: max(0, next - Self.milliseconds))
    }

    // MARK: - Clients

    private func accept(from listener: Listener) {
        guard let (descriptor, address) = listener.accept() else {
            // Out of descriptors, it would be ready again at once: until a client goes it rests.
            if errno == EMFILE || errno == ENFILE { watchListeners(false) }
            return
        }
        let most = server.options.settings.limits.maxConnections
        // Strangers over TCP never take the places that the site's own backend needs, and keep
        // nobody out who may show a token.
        let places = listener.needsToken ? max(1, most * 3 / 4) : most
        guard clients.count < places || dropStranger() else {
            server.noteTurnedAway()
            let refusal = Refusal(.overloaded, "there are too many connections")
            _ = Descriptor.write(Reply.failure(.null, refusal) + [0x0A], to: descriptor)
            close(descriptor)
            return
        }
        let sender = Sender(descriptor)
        let session = server.session(
            access: listener.needsToken ? nil : .local, patience: .refuses,
            open: { [unowned self] token in
                guard let access = gate.access(token) else { return nil }
                gate.welcome(address)
                return access
            },
            onReady: { [due, poller] outbox, isAlone in
                if isAlone, sender.flushAlone(outbox) { return }
                if due.add(sender.descriptor) { poller.wake() }
            })
        let client = Client(sender, address: address, session: session)
        if listener.needsToken {
            let until = Self.milliseconds + Self.openingPatienceMs
            client.openUntil = until
            deadlines.add(until, descriptor)
        }
        clients[descriptor] = client
        client.watch(with: poller)
    }

    func attend(_ client: Client, _ event: Poller.Event) {
        do throws(ConnectionLoss) {
            if event.isBroken { bidFarewell(to: client) }
            if event.isReadable, !client.isGone, client.wantsInput { try receive(client) }
            advance(client)
        } catch {
            drop(client)
        }
    }

    /// The client is gone: what it had sent before is carried out, and answered to no one.
    private func bidFarewell(to client: Client) {
        client.isGone = true
        client.session.outbox.breakOff()
        poller.forget(client.descriptor)
    }

    /// Carries out what a client that is gone had sent, turn by turn; then it is let go.
    private func finish(_ client: Client) throws(ConnectionLoss) {
        while !client.isClosing, !client.session.hasBacklog { try receive(client) }
        guard client.session.wantsTurn else { throw ConnectionLoss() }
        awaitTurn(client)
    }

    private func receive(_ client: Client) throws(ConnectionLoss) {
        let share = UnsafeMutableRawBufferPointer(rebasing: buffer[..<shareBytes])
        let received = try client.receive(into: share)
        client.sendsMuch = received == share.count
        guard let count = received else { return }
        if count == 0 {
            client.session.takeEnd()
            client.isClosing = true
        } else {
            client.session.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            if client.session.isRefused { turnAway(client) }
        }
    }

    /// The answer to a wrong token waits, longer with each from the same address.
    private func turnAway(_ client: Client) {
        client.isClosing = true
        let until = Self.milliseconds + gate.punish(client.address)
        client.silentUntil = until
        deadlines.add(until, client.descriptor)
    }

    /// Sends what is due, starts what can be started, and watches for what comes next.
    func advance(_ client: Client) {
        do throws(ConnectionLoss) {
            if client.isGone { return try finish(client) }
            repeat {
                if client.silentUntil == nil { try sendAndStart(client) }
                // What happened while the loop had no need to know was told to nobody.
            } while client.needLoop()
            if client.isAnswered { client.session.finishFollowing() }
            if client.isDone, client.silentUntil == nil { return drop(client) }
            watchStall(of: client)
            client.watch(with: poller)
        } catch {
            drop(client)
        }
    }

    private func sendAndStart(_ client: Client) throws(ConnectionLoss) {
        try client.flush()
        // Answers that were there already may have filled the outbox: nobody else tells of the room
        // that sending them makes.
        repeat {
            client.session.pump()
            if !client.session.outbox.isEmpty { try client.flush() }
        } while client.session.canGoOn
        if client.session.wantsTurn { awaitTurn(client) }
    }

    /// Lets a client go. What it had begun goes on; the replies are let go.
    func drop(_ client: Client) {
        client.session.outbox.breakOff()
        client.session.endFollowing(nil)
        poller.forget(client.descriptor)
        clients[client.descriptor] = nil
        if areListenersResting { watchListeners(true) }
    }

    private func watchListeners(_ isWatched: Bool) {
        areListenersResting = !isWatched
        for listener in listeners.values {
            poller.watch(listener.descriptor, reads: isWatched, writes: false)
        }
    }

    private func beginStopping() {
        for listener in listeners.values { poller.forget(listener.descriptor) }
        listeners = [:]
        for client in clients.values {
            client.isClosing = true
            client.session.dropBacklog()
            client.session.endFollowing(.stopped)
            advance(client)
        }
    }
}
