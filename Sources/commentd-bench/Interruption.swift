import Glibc

/// SIGINT, SIGTERM and SIGHUP, looked at where the program can end in order: it stops the servers
/// that it has started and removes its files.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Holds the signals back in this thread and in those it starts from now on. A server that goes
    /// away shows as an error of the write to it, not as SIGPIPE.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Throws once one of the signals has come.
    static func check() throws(BenchProblem) {
        var pending = sigset_t()
        sigpending(&pending)
        if signals.contains(where: { sigismember(&pending, $0) == 1 }) {
            throw BenchProblem("interrupted")
        }
    }
}

/// The steady clock.
enum Clock {
    /// Nanoseconds since some moment in the past.
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Waits so many microseconds.
    static func pause(microseconds: UInt32) { usleep(microseconds) }
}
