import Glibc

/// Turns signals into a readable descriptor, so that a server can act on them in order.
package enum SignalDescriptor {
    /// Blocks these signals in this thread and in those it starts from now on, ignores those that a
    /// closed pipe or a full disk sends, and returns a descriptor that gives a byte, the signal's
    /// number, for each that comes; -1 where there is none.
    package static func open(_ wanted: [Int32]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in wanted { sigaddset(&signals, signal) }
        var ends: [Int32] = [-1, -1]
        guard pthread_sigmask(SIG_BLOCK, &signals, nil) == 0, pipe(&ends) == 0 else { return -1 }
        let waiter = WorkerThread { [signals, writeEnd = ends[1]] in
            var signals = signals
            var signal: Int32 = 0
            while sigwait(&signals, &signal) == 0 {
                _ = Descriptor.write([UInt8(truncatingIfNeeded: signal)], to: writeEnd)
            }
        }
        return waiter == nil ? -1 : ends[0]
    }
}
