import Glibc

/// A thread of the system's that runs one function.
final class WorkerThread: @unchecked Sendable {
    // Set before the thread can be joined, and read only to join it.
    private var handle = pthread_t()

    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts the thread; nil where the system has none to give.
    init?(_ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(body))
        let code = pthread_create(&handle, nil, threadMain, start.toOpaque())
        if code != 0 {
            start.release()
            return nil
        }
    }

    /// Waits for the function's end.
    func join() { pthread_join(handle, nil) }

    private static func run(_ context: UnsafeMutableRawPointer) {
        Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
    }

    private let threadMain: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { context in
            if let context { WorkerThread.run(context) }
            return nil
        }
}

/// Hands what belongs to one thread, such as a connection, from the one that opened it to the one
/// that has it from then on.
struct Handover<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
