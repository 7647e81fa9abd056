import Glibc
import Synchronization

/// The commands of one plan as they go out, and what came of them. For one thread.
final class LoadStream {
    /// Each stream of this process has keys of its own.
    private static let series = Atomic<Int>(1)

    let plan: LoadPlan
    /// Bytes of the longest line.
    let longestLine: Int
    private var next = 0
    private var id = DecimalCounter(String(SentID.first))
    private var key = DecimalCounter(
        IdempotencyKey.first(ofSeries: series.add(1, ordering: .relaxed).oldValue))
    /// When the next command of a plan with a fixed rate is due.
    private var dueAt: UInt64 = 0
    private(set) var result = LoadResult()

    init(_ plan: LoadPlan) {
        self.plan = plan
        longestLine = (0..<plan.lines.count).reduce(1) { max($0, plan.lines.range($1).count) }
    }

    /// Copies the next line, an id and a key of its own in it; tells how many bytes that were.
    func writeNext(to place: UnsafeMutableRawPointer) -> Int {
        let range = plan.lines.range(next)
        plan.lines.bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { memcpy(place, base + range.lowerBound, range.count) }
        }
        if plan.lines.areNumbered {
            id.write(to: place + SentID.offset)
            id.advance()
        }
        if plan.lines.isKeyed(next) {
            let offset = range.count - IdempotencyKey.tail - IdempotencyKey.digitCount
            key.write(to: place + offset)
            key.advance()
        }
        next += 1
        if next == plan.lines.count {
            next = 0
            result.isRepeating = !plan.lines.mayRepeat
        }
        return range.count
    }

    /// Whether a command of a plan with a fixed rate is due; if so, the next is a step later.
    func takeDue(at now: UInt64) -> Bool {
        guard let rate = plan.perSecond else { return false }
        if dueAt == 0 { dueAt = now }
        guard now >= dueAt else { return false }
        dueAt += 1_000_000_000 / UInt64(rate)
        return true
    }

    /// Counts a reply.
    func record(latency: UInt64) {
        result.replies += 1
        result.latency.record(latency)
    }

    /// Counts errors among the replies that were counted.
    func record(errors: Int, _ first: String?) {
        result.errors += errors
        if result.firstError == nil { result.firstError = first }
    }

    /// Forgets what was counted in the warm-up, but for errors.
    func begin() {
        result.replies = 0
        result.latency.removeAll()
    }

    /// So many seconds were counted.
    func end(seconds: Double) { result.seconds = seconds }
}
