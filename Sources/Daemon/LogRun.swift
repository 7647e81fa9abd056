/// What of a write-ahead log is of its present run. SQLite begins the file anew again and again,
/// and what an earlier run has left behind it is never read: each frame says by two numbers, its
/// salts, of which run it is (sqlite.org/walformat.html).
struct LogRun {
    /// So many bytes has the header of a log.
    static let headerBytes = 32
    private static let frameHeaderBytes = 24

    /// So many bytes has a frame: its header, and a page.
    let frameBytes: Int
    private let salts: UInt64

    /// Nil where nothing that follows such a header would be read.
    init?(header: UnsafeRawBufferPointer) {
        guard header.count >= Self.headerBytes else { return nil }
        func number(at offset: Int) -> UInt32 {
            UInt32(bigEndian: header.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        let pageBytes = Int(number(at: 8))
        guard number(at: 0) & ~1 == 0x377F_0682, (512...65_536).contains(pageBytes),
            pageBytes & (pageBytes - 1) == 0
        else { return nil }
        frameBytes = Self.frameHeaderBytes + pageBytes
        salts = header.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    }

    /// How many of these frames, of which the first begins where the bytes do, are of the run:
    /// those up to the first that is not, or is not whole.
    func count(of frames: UnsafeRawBufferPointer) -> Int {
        var count = 0
        while (count + 1) * frameBytes <= frames.count,
            frames.loadUnaligned(fromByteOffset: count * frameBytes + 8, as: UInt64.self) == salts
        {
            count += 1
        }
        return count
    }
}
