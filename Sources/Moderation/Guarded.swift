import Glibc

/// A value that threads share, one at a time.
///
/// A POSIX mutex rather than the library's `Mutex`: ThreadSanitizer does not see that one on Linux,
/// and calls every value that it guards a race.
package final class Guarded<Value>: @unchecked Sendable {
    // All access to `value` is under `mutex`.
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    package init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Uses the value, which no other thread does meanwhile.
    package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
