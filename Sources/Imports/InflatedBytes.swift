import CZlib

/// Unpacks what gzip or zip packed, as it is asked for.
final class InflatedBytes: ByteSource {
    /// A text that unpacks to more than so many times its size is none that a program has written.
    private static let maxRatio = 300
    /// Below so many bytes that is not looked at.
    private static let ratioFrom = 64 << 20
    private static let bufferBytes = 64 << 10

    private let source: any ByteSource
    private let isRaw: Bool
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var isDone = false
    private var packed = 0
    private var unpacked = 0

    var position: Int { source.position }

    /// `isRaw`: as zip has it, without the sums that gzip has.
    init(_ source: any ByteSource, isRaw: Bool) throws(ImportProblem) {
        self.source = source
        self.isRaw = isRaw
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.bufferBytes, alignment: 16)
        guard czlib_start(stream, isRaw ? 1 : 0) == Z_OK else {
            throw ImportProblem("there is no memory to unpack it")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportProblem) -> Int {
        guard !isDone, buffer.count > 0 else { return 0 }
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(buffer.count)
        while stream.pointee.avail_out == UInt32(buffer.count), !isDone {
            guard try hasInput() else { throw ImportProblem("ends where it is packed") }
            let code = inflate(stream, Z_NO_FLUSH)
            if code == Z_STREAM_END {
                try endMember()
            } else if code != Z_OK {
                throw ImportProblem("is damaged where it is packed, near byte \(position)")
            }
        }
        let count = buffer.count - Int(stream.pointee.avail_out)
        unpacked += count
        guard unpacked < Self.ratioFrom || unpacked / Self.maxRatio < max(1, packed) else {
            throw ImportProblem("unpacks to over \(Self.maxRatio) times its size")
        }
        return count
    }

    /// Whether there is something to unpack, read where it was not.
    private func hasInput() throws(ImportProblem) -> Bool {
        guard stream.pointee.avail_in == 0 else { return true }
        let count = try source.read(into: input)
        packed += count
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(count)
        return count > 0
    }

    /// Behind one part of a gzip file there may be another, or zeros that fill a tape's last block.
    private func endMember() throws(ImportProblem) {
        isDone = true
        guard !isRaw else { return }
        var isPadded = false
        while try hasInput() {
            let byte = stream.pointee.next_in.pointee
            if byte == 0x1F, !isPadded {
                inflateReset(stream)
                isDone = false
                return
            }
            guard byte == 0 else {
                throw ImportProblem("has something behind its end that is not packed")
            }
            isPadded = true
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
    }
}

/// Hands out another source's bytes, and compares them at their end with what a zip file says of
/// them.
final class CheckedBytes: ByteSource {
    private let source: any ByteSource
    private let expected: (sum: UInt32, count: Int)
    private var sum = crc32(0, nil, 0)
    private var count = 0

    var position: Int { source.position }

    init(_ source: any ByteSource, expected: (sum: UInt32, count: Int)) {
        self.source = source
        self.expected = expected
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportProblem) -> Int {
        let more = try source.read(into: buffer)
        sum = crc32(sum, buffer.bindMemory(to: UInt8.self).baseAddress, UInt32(more))
        count += more
        guard count <= expected.count else { throw ImportProblem("unpacks to more than it says") }
        guard more == 0 else { return more }
        guard count == expected.count, UInt32(truncatingIfNeeded: sum) == expected.sum else {
            throw ImportProblem("is damaged: what it unpacks to is not what was packed")
        }
        return 0
    }
}
