import Glibc

/// Reading and writing file descriptors whole, whatever signals and short counts come between.
enum Descriptor {
    /// Writes all bytes; the system's error number where that fails, else nil.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    waitUntil(descriptor, is: POLLOUT)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }

    /// About as much is read at once.
    private static let chunkBytes = 64 << 10

    /// Reads what is there; empty at the end, nil where reading fails.
    static func read(_ descriptor: Int32) -> [UInt8]? {
        while true {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, used in
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                used = max(0, count)
                if count < 0 { failure = errno }
            }
            if failure == 0 { return bytes }
            if failure == EAGAIN {
                waitUntil(descriptor, is: POLLIN)
            } else if failure != EINTR {
                return nil
            }
        }
    }

    /// Waits until a descriptor has something to read or has ended; false where `stop` has first.
    static func waitForInput(_ descriptor: Int32, unless stop: Int32) -> Bool {
        while true {
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&polled, 2, -1)
            if count < 0, errno == EINTR { continue }
            return count > 0 && polled[1].revents == 0
        }
    }

    private static func waitUntil(_ descriptor: Int32, is event: Int32) {
        var poll = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        _ = Glibc.poll(&poll, 1, -1)
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var baseAddress: UnsafeRawPointer? {
        base.baseAddress.map { $0 + startIndex }
    }
}
