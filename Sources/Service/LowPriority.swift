import Glibc

/// Work that shall not hold up others, on threads to which the system gives a smaller share of a
/// processor where others want all of it, and what is idle else. Each step of `nice` takes a fifth
/// of the share of the one before.
package enum LowPriority {
    /// Long work: a tenth of what others get.
    private static let niceness: Int32 = 10
    /// Writes: a quarter. They come in transactions of thousands, and who waits for one waits for
    /// the disk; a page is made in a fraction of a millisecond, and its reader has nothing else.
    private static let writerNiceness: Int32 = 6

    /// Has the calling thread be of low priority from now on.
    package static func begin() { set(niceness) }

    /// Has the calling thread, which writes, let those go first who read.
    package static func letReadersFirst() { set(writerNiceness) }

    private static func set(_ niceness: Int32) {
        // On Linux this is the calling thread's alone.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }

    /// Runs `body` and waits for its end. Where the system has no thread to give it runs here.
    static func run(_ body: () throws -> Void) throws {
        var failure: (any Error)?
        withoutActuallyEscaping(body) { body in
            let start = Start { failure = Result(catching: body).failure }
            var handle = pthread_t()
            let context = Unmanaged.passRetained(start)
            if pthread_create(&handle, nil, main, context.toOpaque()) == 0 {
                pthread_join(handle, nil)
            } else {
                context.release()
                start.body()
            }
        }
        if let failure { throw failure }
    }

    private final class Start {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
        { context in
            LowPriority.begin()
            if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
