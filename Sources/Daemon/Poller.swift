import CLinux
import Glibc
import Service

/// Waits for many descriptors at once. For one thread, but for `wake`.
final class Poller: @unchecked Sendable {
    /// What a descriptor is ready for.
    struct Event {
        let descriptor: Int32
        let isReadable: Bool
        let isWritable: Bool
        /// The other side is gone, or the descriptor has failed.
        let isBroken: Bool

        /// What was ready to be read before, and was not.
        static func readable(_ descriptor: Int32) -> Event {
            Event(descriptor: descriptor, isReadable: true, isWritable: false, isBroken: false)
        }
    }

    private let poll: Int32
    private let waker: Int32
    private var buffer = [clinux_event](repeating: clinux_event(), count: 256)

    init() throws(StartProblem) {
        poll = clinux_poll_create()
        waker = clinux_waker()
        guard poll >= 0, waker >= 0 else { throw StartProblem(system: "epoll") }
        watch(waker, reads: true, writes: false, isNew: true)
    }

    deinit {
        close(poll)
        close(waker)
    }

    /// Sets what a descriptor is watched for.
    func watch(_ descriptor: Int32, reads: Bool, writes: Bool, isNew: Bool = false) {
        let what = (reads ? CLINUX_READ : 0) | (writes ? CLINUX_WRITE : 0)
        clinux_poll_watch(poll, descriptor, UInt32(what), isNew ? 1 : 0)
    }

    /// Watches a descriptor no more.
    func forget(_ descriptor: Int32) { clinux_poll_forget(poll, descriptor) }

    /// Ends the present or the next `wait`. May be called from any thread.
    func wake() { clinux_wake(waker) }

    /// What is ready, after at most `timeoutMs` (-1: no limit). Empty where it was woken only.
    /// Where `looksOut` says so, it is looked for before it is slept for, as long as a lone client
    /// is: on a processor that sleeps, a thread is woken tens of microseconds later.
    func wait(timeoutMs: Int32, while looksOut: () -> Bool) -> [Event] {
        var count: Int32 = 0
        if timeoutMs != 0, looksOut() { count = lookOut(atMostMs: timeoutMs, while: looksOut) }
        if count == 0 { count = clinux_poll_wait(poll, &buffer, Int32(buffer.count), timeoutMs) }
        return buffer.prefix(Int(count)).compactMap { event in
            if event.descriptor == waker {
                clinux_calm(waker)
                return nil
            }
            return Event(
                descriptor: event.descriptor,
                isReadable: event.ready & UInt32(CLINUX_READ) != 0,
                isWritable: event.ready & UInt32(CLINUX_WRITE) != 0,
                isBroken: event.ready & UInt32(CLINUX_BROKEN) != 0)
        }
    }

    /// How many events there are, none where it was given up.
    private func lookOut(atMostMs: Int32, while looksOut: () -> Bool) -> Int32 {
        let start = MonotonicClock.nanoseconds
        let most = atMostMs < 0 ? .max : UInt64(atMostMs) * 1_000_000
        let last = start + min(LoneClient.mostLookOutNs, most)
        var (now, end) = (start, min(start + LoneClient.lookOutNs, last))
        while now < end {
            // Whoever can run here, the client before all, goes first.
            sched_yield()
            let count = clinux_poll_wait(poll, &buffer, Int32(buffer.count), 0)
            if count != 0 { return count }
            now = MonotonicClock.nanoseconds
            if looksOut() { end = min(now + LoneClient.lookOutNs, last) }
        }
        return 0
    }
}

extension StartProblem {
    /// What the system says of the call that just failed.
    init(system what: String) { self.init("\(what): \(String(cString: strerror(errno)))") }
}
