import Foundation
import Glibc
import Testing

/// Takes from the files of a folder what a power cut might have taken: any part of what was written
/// and not synced, in pieces of a sector, and of names that were made, changed or taken away and
/// whose folder was not synced. What there is to lose was recorded while the program ran: see
/// `records.c` of `CFaults`.
struct PowerCut {
    /// Where the library records.
    let records: String
    private let folder: ProgramFolder
    private static let sectorBytes = 512

    /// Changes of files and names that were lost so far.
    private(set) var lost = 0

    init(in folder: ProgramFolder) throws {
        self.folder = folder
        records = folder.path + ".records"
        try FileManager.default.createDirectory(
            atPath: records, withIntermediateDirectories: false)
    }

    /// What to do with what is no longer needed.
    func discard() { try? FileManager.default.removeItem(atPath: records) }

    /// Has the power cut off: each change is lost in so many of a hundred cases, which are drawn
    /// unless given. No program may run.
    mutating func play(_ dice: inout Dice, percent: Int? = nil) throws {
        let chance = percent ?? [0, 30, 60, 95, 100].randomElement(using: &dice) ?? 0
        let names = try FileManager.default.contentsOfDirectory(atPath: records)
        for name in names.sorted() where name.hasPrefix("w-") {
            guard let inode = UInt64(name.dropFirst(2)), let path = path(of: inode) else {
                continue
            }
            try loseWrites(recorded: "\(records)/\(name)", of: path, chance, &dice)
        }
        try loseNames(chance, &dice)
        // The log's index in shared memory was never meant to be durable.
        if FileManager.default.fileExists(atPath: folder.database + "-shm") {
            let junk = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &dice) }
            try Data(junk).write(to: URL(filePath: folder.database + "-shm"))
        }
        for name in names { try? FileManager.default.removeItem(atPath: "\(records)/\(name)") }
    }

    /// Where a file is now, or is kept since it has no name any more.
    private func path(of inode: UInt64) -> String? {
        let kept = "\(records)/keep-\(inode)"
        if access(kept, F_OK) == 0 { return kept }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.map { "\(folder.path)/\($0)" }.first { path in
            var facts = stat()
            return stat(path, &facts) == 0 && facts.st_ino == inode
        }
    }

    // MARK: - What was written

    /// A write, or a truncation to `offset`.
    private struct Change {
        let offset: Int
        let before: [UInt8]
        let now: [UInt8]
        let sizeBefore: Int
        let isTruncation: Bool

        func undo(in bytes: inout [UInt8]) {
            Change.put(before, at: offset, in: &bytes)
            Change.resize(&bytes, to: sizeBefore)
        }

        static func resize(_ bytes: inout [UInt8], to size: Int) {
            if bytes.count > size { bytes.removeLast(bytes.count - size) }
            if bytes.count < size { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
        }

        static func put(_ piece: some Collection<UInt8>, at offset: Int, in bytes: inout [UInt8]) {
            guard !piece.isEmpty else { return }
            if bytes.count < offset + piece.count { resize(&bytes, to: offset + piece.count) }
            bytes.replaceSubrange(offset..<offset + piece.count, with: piece)
        }
    }

    private func changes(recorded path: String) throws -> [Change] {
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        var changes: [Change] = []
        var at = 0
        func number() -> Int {
            defer { at += 8 }
            return bytes.withUnsafeBytes {
                Int($0.loadUnaligned(fromByteOffset: at, as: Int64.self))
            }
        }
        // A killed process may have left the last one in the middle: it was not done yet.
        while at + 40 <= bytes.count {
            let (offset, now, before) = (number(), number(), number())
            let (size, truncates) = (number(), number() != 0)
            guard at + before + now <= bytes.count else { break }
            changes.append(
                Change(
                    offset: offset, before: Array(bytes[at..<at + before]),
                    now: Array(bytes[at + before..<at + before + now]), sizeBefore: size,
                    isTruncation: truncates))
            at += before + now
        }
        return changes
    }

    private mutating func loseWrites(
        recorded: String, of path: String, _ chance: Int, _ dice: inout Dice
    ) throws {
        let changes = try changes(recorded: recorded)
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        for change in changes.reversed() { change.undo(in: &bytes) }
        for change in changes {
            if change.isTruncation {
                if hits(chance, &dice) {
                    lost += 1
                } else {
                    Change.resize(&bytes, to: change.offset)
                }
                continue
            }
            var at = 0
            while at < change.now.count {
                let sectorEnd =
                    ((change.offset + at) / Self.sectorBytes + 1) * Self.sectorBytes - change.offset
                let end = min(sectorEnd, change.now.count)
                if hits(chance, &dice) {
                    lost += 1
                } else {
                    Change.put(change.now[at..<end], at: change.offset + at, in: &bytes)
                }
                at = end
            }
        }
        let file = try #require(fopen(path, "r+"))
        defer { fclose(file) }
        try #require(ftruncate(fileno(file), 0) == 0)
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    private func hits(_ chance: Int, _ dice: inout Dice) -> Bool {
        Int.random(in: 0..<100, using: &dice) < chance
    }

    // MARK: - Names

    private mutating func loseNames(_ chance: Int, _ dice: inout Dice) throws {
        guard let text = try? String(contentsOfFile: "\(records)/names", encoding: .utf8) else {
            return
        }
        for line in text.split(separator: "\n").reversed() where hits(chance, &dice) {
            let words = line.split(separator: " ").map(String.init)
            lost += 1
            switch (words.first, words.count) {
            case ("made", 3): unlink(whole(words[2]))
            case ("unlinked", 3): put(words[1], at: whole(words[2]))
            case ("renamed", 5):
                rename(whole(words[4]), whole(words[3]))
                if words[2] != "0" { put(words[2], at: whole(words[4])) }
            default: Issue.record("\(line) is no record")
            }
        }
    }

    private func whole(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder.whole(path)
    }

    private func put(_ inode: String, at path: String) {
        unlink(path)
        link("\(records)/keep-\(inode)", path)
    }
}
