import Glibc

/// Turns SIGTERM and SIGINT into a readable descriptor, so that a server can end in order.
package enum StopSignals {
    /// Blocks the signals in this thread and in those it starts from now on, ignores those that a
    /// closed pipe or a full disk sends, and returns the descriptor; -1 where there is none.
    package static func descriptor() -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        var ends: [Int32] = [-1, -1]
        guard pthread_sigmask(SIG_BLOCK, &signals, nil) == 0, pipe(&ends) == 0 else { return -1 }
        let waiter = WorkerThread { [signals, writeEnd = ends[1]] in
            var signals = signals
            var signal: Int32 = 0
            while sigwait(&signals, &signal) == 0 {
                // A second signal finds the pipe readable already.
                _ = Descriptor.write([UInt8(truncatingIfNeeded: signal)], to: writeEnd)
            }
        }
        return waiter == nil ? -1 : ends[0]
    }
}
