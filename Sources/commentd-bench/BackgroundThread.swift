import Glibc
import Synchronization

/// Runs a function on a thread of its own.
final class BackgroundThread<Value: Sendable> {
    private let result = ResultBox<Value>()
    private var handle = pthread_t()

    /// Starts the thread.
    init(_ body: @escaping @Sendable () throws -> Value) throws(BenchProblem) {
        let start = ThreadStart { [result] in
            let outcome = Result { try body() }
            result.value.withLock { $0 = outcome }
        }
        let context = Unmanaged.passRetained(start)
        guard pthread_create(&handle, nil, threadMain, context.toOpaque()) == 0 else {
            context.release()
            throw BenchProblem("the system has no thread to give")
        }
    }

    /// Waits for the function's end; what it returned or threw. To be called once.
    func join() throws -> Value {
        pthread_join(handle, nil)
        let outcome = result.value.withLock { $0 }
        guard let outcome else { throw BenchProblem("a thread ended without a result") }
        return try outcome.get()
    }
}

private final class ResultBox<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
}

private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().body() }
    return nil
}
