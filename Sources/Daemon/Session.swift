import Discussion
import Service
import Synchronization
import Wire

/// One client's conversation: bytes in, lines out, in order.
///
/// A read sees every earlier write of its own conversation and none of its later ones: behind
/// unfinished writes it is carried out by the writer, in its turn, and a write waits until earlier
/// reads by readers are done. For one thread.
package final class Session {
    /// Whether a command waits for room in a full queue or is refused.
    enum Patience {
        case waits
        case refuses
    }

    private let router: Router
    let outbox: Outbox
    private let patience: Patience
    private let maxLineBytes: Int
    private let clock: @Sendable () -> Moment
    private let service: ServiceOptions
    /// Told of each command without an id.
    private let onNotification: () -> Void
    /// What the client may do; nil before it has shown a token.
    private(set) var access: Access?
    /// The most bytes that a batch's replies may come to, by estimate: all are held to the last.
    private let maxBatchBytes = 64 << 20
    /// What a token opens; nil for one that opens nothing.
    private let open: (String) -> Access?
    /// The most bytes of the line that shows a token: strangers are not listened to for long.
    private static let maxOpeningBytes = 4096
    /// Whether the client was turned away: nothing more of it is read.
    private(set) var isRefused = false
    /// Whether the command being started is the one that opened the conversation.
    private var isOpening = false
    private var splitter: LineSplitter
    /// Lines that have come and are not started yet; `started` of them are.
    private var lines: [LineSplitter.Line] = []
    private var started = 0
    /// The first of them, read.
    private var head: Incoming?
    /// Whether lines were left because there was no room for their replies.
    private var wantedRoom = false
    private var turn: Turn
    private let inFlight = InFlight()
    /// The batch that is being started: each of its commands when it may, as on a line of its own.
    private var batch: OpenBatch?
    /// The sites whose events the client is told.
    let follows: Follows

    init(
        router: Router, outbox: Outbox, follows: Follows, access: Access?, maxLineBytes: Int,
        patience: Patience,
        clock: @escaping @Sendable () -> Moment, service: ServiceOptions,
        onNotification: @escaping () -> Void = {},
        open: @escaping (String) -> Access? = { _ in nil }
    ) {
        self.router = router
        self.outbox = outbox
        self.follows = follows
        self.access = access
        self.maxLineBytes = maxLineBytes
        self.patience = patience
        self.clock = clock
        self.service = service
        self.onNotification = onNotification
        self.open = open
        turn = Turn(service.stopwatch)
        splitter = LineSplitter(limit: access == nil ? Self.maxOpeningBytes : maxLineBytes)
    }

    /// Takes bytes as they come, and starts what can be started now.
    func take(_ bytes: UnsafeRawBufferPointer) {
        splitter.feed(bytes) { lines.append($0) }
        takeTurn()
    }

    /// The client sends no more: its last line may lack the newline.
    func takeEnd() {
        splitter.end { lines.append($0) }
        takeTurn()
    }

    /// Begins a turn, and starts lines in order as far as that is possible in it.
    func takeTurn() {
        turn.begin()
        pump()
    }

    /// Whether lines, or a batch's commands, were left to let others have their turn.
    var wantsTurn: Bool { turn.isOver }

    /// Whether commands wait to be started.
    var hasBacklog: Bool { batch != nil || started < lines.count }

    /// Whether `pump` stopped for want of room that is there now.
    var canGoOn: Bool { wantedRoom && outbox.hasRoom }

    /// Starts lines in order as far as that is possible now, at least one of them.
    func pump() {
        wantedRoom = false
        guard !wantsTurn, startBatch() else { return }
        while hasBacklog, !isRefused, outbox.hasRoom {
            if answerAgain(lines[started]) {
                started += 1
                continue
            }
            let line = lines[started]
            let (incoming, cost) = read(line)
            guard canStart(incoming) else {
                head = incoming
                return
            }
            head = nil
            started += 1
            start(incoming, of: line, cost: cost)
            guard startBatch() else { return }
            if hasBacklog, turn.ends() { return }
        }
        wantedRoom = hasBacklog && !isRefused
        if !hasBacklog { dropBacklog() }
    }

    /// Answers a read that was answered before and would be answered alike; false where that is
    /// not known. A write of this conversation that is not done yet may change the answer.
    private func answerAgain(_ line: LineSplitter.Line) -> Bool {
        guard access == .local, router.reads != nil, head == nil, case .bytes(let bytes) = line,
            inFlight.byWriter.load(ordering: .acquiring) == 0,
            inFlight.barriers.load(ordering: .acquiring) == 0,
            let repeated = RepeatedLine(bytes), let result = router.pages.result(repeated.rest)
        else { return false }
        outbox.put(Outbox.Line(.integer(repeated.id), result: result), cost: bytes.count)
        return true
    }

    /// Lets go of the lines that are not started; a batch that has begun goes on.
    func dropBacklog() {
        lines.removeAll(keepingCapacity: true)
        started = 0
        head = nil
    }

    private func read(_ line: LineSplitter.Line) -> (Incoming, cost: Int) {
        switch line {
        case .tooLong: (.tooLong(limit: maxLineBytes), 0)
        case .bytes(let bytes): (head ?? Incoming(line: bytes), bytes.count)
        }
    }

    private func canStart(_ incoming: Incoming) -> Bool {
        // A batch begins at once: its commands wait each for itself.
        guard case .single(let call) = incoming else { return true }
        return canStart(call)
    }

    private func canStart(_ call: Call) -> Bool {
        // What comes behind a fit, or a command in parts, sees it.
        if inFlight.barriers.load(ordering: .acquiring) > 0 { return false }
        guard case .request(let request) = call else { return true }
        if goesToReaders(request) { return true }
        // What takes long waits for this conversation's earlier writes, then goes to a reader.
        if router.reads != nil, request.waitsForWrites,
            inFlight.byWriter.load(ordering: .acquiring) > 0
        {
            return false
        }
        return inFlight.byReaders.load(ordering: .acquiring) == 0
    }

    private func goesToReaders(_ request: Request) -> Bool {
        guard router.reads != nil, !request.method.spec.isWrite else { return false }
        return request.onlyCompiles || inFlight.byWriter.load(ordering: .acquiring) == 0
    }

    /// Starts what may be started now of a batch; false where some of it has to wait.
    private func startBatch() -> Bool {
        guard var open = batch else { return true }
        // Before it is looked at what is in flight: whoever ends that later tells of it.
        open.waits.store(true)
        while let call = open.nextCall {
            guard canStart(call) else {
                batch = open
                return false
            }
            let (index, replies, waits) = (open.next, open.replies, open.waits)
            open.next += 1
            start(call, alone: nil, open.slot) { [outbox] reply in
                replies.put(reply?.joined, at: index)
                if waits.isSet { outbox.onReady(outbox, false) }
            }
            if open.nextCall != nil, turn.ends() {
                batch = open
                return false
            }
        }
        open.waits.store(false)
        batch = nil
        return true
    }

    private func start(_ incoming: Incoming, of line: LineSplitter.Line, cost: Int) {
        guard access != nil || isOpened(by: incoming) else { return refuse(incoming) }
        let estimate = ReplyEstimate.bytes(incoming)
        let slot = outbox.reserve(cost: cost + estimate)
        if case .batch = incoming, estimate > maxBatchBytes {
            let refusal = Refusal.tooLarge(
                "a batch's replies may come to \(maxBatchBytes) bytes", limit: maxBatchBytes)
            return outbox.fulfil(slot, .init(bytes: Reply.failure(.null, refusal)))
        }
        switch incoming {
        case .single(let call):
            start(call, alone: line, slot) { [outbox] reply in outbox.fulfil(slot, reply) }
        case .batch(let calls):
            let replies = BatchReplies(count: calls.count) { [outbox] reply in
                outbox.fulfil(slot, reply.map { .init(bytes: $0) })
            }
            batch = OpenBatch(calls: calls, replies: replies, slot: slot)
        }
    }

    /// Under what a line's result may be kept.
    private func pageKey(_ line: LineSplitter.Line) -> [UInt8]? {
        guard access == .local, case .bytes(let bytes) = line else { return nil }
        return RepeatedLine(bytes)?.rest
    }

    /// Whether a connection's first line shows a token that opens it.
    private func isOpened(by incoming: Incoming) -> Bool {
        guard case .single(.request(let request)) = incoming, request.method == .sessionOpen,
            let token = request.params["token"]?.text
        else { return false }
        access = open(token)
        guard access != nil else { return false }
        splitter.limit = maxLineBytes
        isOpening = true
        return true
    }

    private func refuse(_ incoming: Incoming) {
        var id = RequestID.null
        if case .single(.request(let request)) = incoming { id = request.id ?? .null }
        let refusal = Refusal(
            .unauthenticated, "the first line must be session.open with a token")
        outbox.fulfil(outbox.reserve(cost: 0), .init(bytes: Reply.failure(id, refusal)))
        isRefused = true
        dropBacklog()
    }

    /// Starts a command; `done` gets its reply, nil where none is due. `line` is its own, nil in a
    /// batch; `slot` is the reply's place.
    private func start(
        _ call: Call, alone line: LineSplitter.Line?, _ slot: Int,
        _ done: @escaping @Sendable (Outbox.Line?) -> Void
    ) {
        switch call {
        case .refused(let refusal, let id):
            if id == nil { onNotification() }
            done(id.map { .init(bytes: Reply.failure($0, refusal)) })
        case .request(let request):
            if request.id == nil { onNotification() }
            if request.method == .sessionOpen, access != .local, !isOpening {
                let refusal = Refusal(.forbidden, "the connection is open already")
                return done(request.id.map { .init(bytes: Reply.failure($0, refusal)) })
            }
            isOpening = false
            let byReaders = goesToReaders(request)
            let command = Command(
                request, at: clock(), access: access ?? .token(.reader, sites: []),
                pageKey: byReaders ? line.flatMap(pageKey) : nil, options: service)
            let parts = CommandParts(of: command)
            let isBarrier = parts != nil || byReaders && request.method == .rankingRefit
            inFlight.count(byReaders: byReaders, isBarrier: isBarrier, 1)
            let queue = byReaders ? router.readers(of: request) : router.writes
            let finish: @Sendable (Outcome) -> Void = { [inFlight, follows] outcome in
                let isFollowing = request.method == .eventFollow
                let outcome =
                    isFollowing ? follows.begin(outcome, of: request, behind: slot) : outcome
                // Before the reply goes: whoever sees it may go on.
                inFlight.count(byReaders: byReaders, isBarrier: isBarrier, -1)
                done(request.id.map { Outbox.Line($0, outcome) })
            }
            let job =
                parts.flatMap { Job($0, on: queue, done: finish) }
                ?? Job(command: command, done: finish)
            let isQueued =
                switch patience {
                case .waits: queue.addPatiently(job)
                case .refuses: queue.add(job)
                }
            if !isQueued {
                inFlight.count(byReaders: byReaders, isBarrier: isBarrier, -1)
                service.counters.addTurnedAway()
                done(request.id.map { .init(bytes: Reply.failure($0, .tooMuchWaits)) })
            }
        }
    }
}
