import Glibc

/// Finds the one file in a zip file (PKWARE's APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16).
enum ZipFile {
    private static let endBytes = 22
    private static let maxComment = 65_535
    private static let entryBytes = 46
    private static let headerBytes = 30
    /// So many entries are looked at: more than one file is too many anyway.
    private static let maxEntries = 1024

    private static let maxDirectoryBytes = 4 << 20

    /// What the directory says of a file.
    private struct Entry {
        let method: Int
        let sum: UInt32
        let packed: Int
        let unpacked: Int
        let offset: Int
    }

    /// The bytes of the only file, unpacked.
    static func open(_ descriptor: Int32, size: Int) throws(ImportProblem) -> any ByteSource {
        let tail = min(size, endBytes + maxComment)
        let end = try bytes(descriptor, size - tail, tail)
        guard let at = lastEnd(in: end) else {
            throw ImportProblem("is no whole zip file: its directory is missing")
        }
        let (count, length, start) = (end.u16(at + 10), end.u32(at + 12), end.u32(at + 16))
        let isKnown = count < maxEntries && length <= maxDirectoryBytes && start < 0xFFFF_FFFF
        guard isKnown, start + length <= size else {
            throw ImportProblem("is a zip file of another kind, or not whole")
        }
        let entry = try onlyFile(bytes(descriptor, start, length), count)
        let header = try bytes(descriptor, entry.offset, headerBytes)
        guard header.u32(0) == 0x0403_4B50 else { throw ImportProblem("is a damaged zip file") }
        let data = entry.offset + headerBytes + header.u16(26) + header.u16(28)
        guard data + entry.packed <= size else { throw ImportProblem("is not a whole zip file") }
        let packed = FileBytes(descriptor, from: data, to: data + entry.packed)
        let expected = (sum: entry.sum, count: entry.unpacked)
        switch entry.method {
        case 0: return CheckedBytes(packed, expected: expected)
        case 8:
            return CheckedBytes(try InflatedBytes(packed, isRaw: true), expected: expected)
        default: throw ImportProblem("is packed by another method than deflate")
        }
    }

    private static func bytes(
        _ descriptor: Int32, _ start: Int, _ count: Int
    ) throws(ImportProblem) -> [UInt8] {
        guard start >= 0, count >= 0 else { throw ImportProblem("is not a whole zip file") }
        let source = FileBytes(descriptor, from: start, to: start + count)
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            var (problem, more): (ImportProblem?, Int) = (nil, 0)
            bytes.withUnsafeMutableBytes { buffer in
                do throws(ImportProblem) {
                    more = try source.read(into: .init(rebasing: buffer[filled...]))
                } catch { problem = error }
            }
            if let problem { throw problem }
            guard more > 0 else { throw ImportProblem("is not a whole zip file") }
            filled += more
        }
        return bytes
    }

    private static func lastEnd(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= endBytes else { return nil }
        return (0...(bytes.count - endBytes)).last {
            bytes.u32($0) == 0x0605_4B50
                && $0 + endBytes + bytes.u16($0 + 20) <= bytes.count
        }
    }

    private static func onlyFile(
        _ directory: [UInt8], _ count: Int
    ) throws(ImportProblem) -> Entry {
        var files: [Entry] = []
        var at = 0
        for _ in 0..<count {
            guard at + entryBytes <= directory.count, directory.u32(at) == 0x0201_4B50 else {
                throw ImportProblem("is a damaged zip file")
            }
            let name = directory.u16(at + 28)
            let next = at + entryBytes + name + directory.u16(at + 30) + directory.u16(at + 32)
            guard next <= directory.count else { throw ImportProblem("is a damaged zip file") }
            if directory.u16(at + 8) & 1 != 0 { throw ImportProblem("is encrypted") }
            let path = directory[(at + entryBytes)..<(at + entryBytes + name)]
            // macOS puts what its folders know of a file beside it.
            if path.last != 0x2F, !path.starts(with: "__MACOSX/".utf8) {
                files.append(
                    Entry(
                        method: directory.u16(at + 10), sum: UInt32(directory.u32(at + 16)),
                        packed: directory.u32(at + 20), unpacked: directory.u32(at + 24),
                        offset: directory.u32(at + 42)))
            }
            at = next
        }
        guard files.count == 1, let file = files.first else {
            throw ImportProblem("holds \(files.count) files: expected one")
        }
        let largest = max(file.packed, file.unpacked, file.offset)
        guard largest < 0xFFFF_FFFF else { throw ImportProblem("holds a file past 4 GiB") }
        return file
    }
}

extension [UInt8] {
    /// Two bytes, the low one first.
    fileprivate func u16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
    /// Four bytes, the low one first.
    fileprivate func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
}
