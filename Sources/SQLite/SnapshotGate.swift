import Glibc

/// Through it go the snapshots that the threads of one process read from, so that whoever copies
/// the write-ahead log into the database can have a moment without any: only then the log starts
/// anew, and readers who follow one another without a gap never leave one by themselves.
package final class SnapshotGate: @unchecked Sendable {
    // Both are under `mutex`.
    private var snapshots = 0
    private var isClosed = false
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        changed.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
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

    /// Before a snapshot begins: waits while the gate is closed.
    package func enter() {
        pthread_mutex_lock(mutex)
        while isClosed { pthread_cond_wait(changed, mutex) }
        snapshots += 1
        pthread_mutex_unlock(mutex)
    }

    /// Once the snapshot has ended.
    package func leave() {
        pthread_mutex_lock(mutex)
        snapshots -= 1
        let isAwaited = isClosed && snapshots == 0
        pthread_mutex_unlock(mutex)
        if isAwaited { pthread_cond_broadcast(changed) }
    }

    /// Lets nobody in until `open`, and waits at most so long until there is no snapshot; false
    /// where there still is one: then the gate is open again.
    package func close(atMostMilliseconds milliseconds: Int32) -> Bool {
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let nanoseconds = end.tv_nsec + Int(milliseconds) * 1_000_000
        end.tv_sec += nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        isClosed = true
        var code: Int32 = 0
        while snapshots > 0, code == 0 { code = pthread_cond_timedwait(changed, mutex, &end) }
        let isEmpty = snapshots == 0
        isClosed = isEmpty
        pthread_mutex_unlock(mutex)
        if !isEmpty { pthread_cond_broadcast(changed) }
        return isEmpty
    }

    /// Lets snapshots begin again.
    package func open() {
        pthread_mutex_lock(mutex)
        isClosed = false
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(changed)
    }
}
