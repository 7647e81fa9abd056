import Glibc

/// State that threads share, with a way to wait for it to change.
///
/// A `Mutex` has no condition to wait on, and a semaphore counts what has no number; so this is a
/// POSIX mutex with one condition. Who waits is woken once the mutex is free: woken before, it
/// would go to sleep again at once, waiting for that. Inlinable, so that other modules' states are
/// looked at where they are: a generic call from there copies all of one.
public final class Monitor<State>: @unchecked Sendable {
    // All access to `state` is under `mutex`.
    @usableFromInline var state: State
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
    @usableFromInline let changed: UnsafeMutablePointer<pthread_cond_t>

    package init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        changed.initialize(to: pthread_cond_t())
        // What is done under it is short: to look out for its end takes less than to sleep.
        var kind = pthread_mutexattr_t()
        pthread_mutexattr_init(&kind)
        pthread_mutexattr_settype(&kind, CInt(PTHREAD_MUTEX_ADAPTIVE_NP))
        pthread_mutex_init(mutex, &kind)
        pthread_mutexattr_destroy(&kind)
        // Waits with an end are held against a clock that nobody sets.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    /// Reads the state.
    @inlinable @inline(__always)
    public func read<Result>(_ body: (State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(state)
    }

    /// Changes the state and wakes all who wait.
    @inlinable @inline(__always)
    public func change<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_mutex_unlock(mutex)
            pthread_cond_broadcast(changed)
        }
        return body(&state)
    }

    /// Waits until `body` gives a value, asked again after each change; then wakes all who wait,
    /// since `body` may have changed the state.
    @inlinable
    public func wait<Result>(_ body: (inout State) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        while true {
            if let result = body(&state) {
                pthread_mutex_unlock(mutex)
                pthread_cond_broadcast(changed)
                return result
            }
            pthread_cond_wait(changed, mutex)
        }
    }

    /// The same, for so many nanoseconds at most; nil where `body` gave no value until then.
    @inlinable
    public func wait<Result>(
        atMost nanoseconds: UInt64, _ body: (inout State) -> Result?
    ) -> Result? {
        let end = MonotonicClock.nanoseconds &+ nanoseconds
        var time = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
        pthread_mutex_lock(mutex)
        while true {
            if let result = body(&state) {
                pthread_mutex_unlock(mutex)
                pthread_cond_broadcast(changed)
                return result
            }
            if pthread_cond_timedwait(changed, mutex, &time) != 0 {
                pthread_mutex_unlock(mutex)
                return nil
            }
        }
    }
}

/// Time that only goes on.
public enum MonotonicClock {
    /// Since some moment, the same for as long as the system runs.
    @inlinable
    public static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
