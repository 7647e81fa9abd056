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
    /// The CRC of what was unpacked, and how much that is: zip says what they must be.
    private var sum: UInt = 0
    private let expected: (sum: UInt32, count: Int)?

    var position: Int { source.position }

    /// `expected` are a zip file's sum and count; nil: it is gzip, which has its own.
    init(
        _ source: any ByteSource, expected: (sum: UInt32, count: Int)? = nil
    ) throws(ImportProblem) {
        self.source = source
        self.expected = expected
        isRaw = expected != nil
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.bufferBytes, alignment: 16)
        sum = crc32(0, nil, 0)
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
            if stream.pointee.avail_in == 0 { try refill() }
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
        if let expected { try check(expected, buffer, count) }
        return count
    }

    private func refill() throws(ImportProblem) {
        let count = try source.read(into: input)
        guard count > 0 else { throw ImportProblem("ends where it is packed") }
        packed += count
        stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_in = UInt32(count)
    }

    /// Behind one part of a gzip file there may be another.
    private func endMember() throws(ImportProblem) {
        isDone = true
        guard !isRaw else { return }
        if stream.pointee.avail_in == 0 {
            let count = try source.read(into: input)
            guard count > 0 else { return }
            packed += count
            stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_in = UInt32(count)
        }
        // Zeros fill the last block of a tape.
        guard stream.pointee.next_in.pointee == 0x1F else { return }
        inflateReset(stream)
        isDone = false
    }

    private func check(
        _ expected: (sum: UInt32, count: Int), _ buffer: UnsafeMutableRawBufferPointer,
        _ count: Int
    ) throws(ImportProblem) {
        sum = crc32(sum, buffer.bindMemory(to: UInt8.self).baseAddress, UInt32(count))
        guard unpacked <= expected.count else {
            throw ImportProblem("unpacks to more than it says")
        }
        guard isDone else { return }
        guard unpacked == expected.count, UInt32(truncatingIfNeeded: sum) == expected.sum else {
            throw ImportProblem("is damaged: what it unpacks to is not what was packed")
        }
    }
}
