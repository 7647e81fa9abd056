import Glibc

/// Reading and writing file descriptors whole, whatever signals and short counts come between.
package enum Descriptor {
    /// Writes all bytes; the system's error number where that fails, else nil.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
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

    /// Waits until a descriptor has something to read or has ended; false where one of `stops` has
    /// first.
    static func waitForInput(_ descriptor: Int32, unless stops: Int32...) -> Bool {
        while true {
            var polled = ([descriptor] + stops).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let count = poll(&polled, nfds_t(polled.count), -1)
            if count < 0, errno == EINTR { continue }
            return count > 0 && polled.dropFirst().allSatisfy { $0.revents == 0 }
        }
    }

    /// Whether there is something to read now.
    package static func isReadable(_ descriptor: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0
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
