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

    /// Reads what is there, at least one byte; 0 at the end, nil where reading fails.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno == EAGAIN {
                waitUntil(descriptor, is: POLLIN)
            } else if errno != EINTR {
                return nil
            }
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
