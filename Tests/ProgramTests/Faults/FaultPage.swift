import Foundation
import Glibc
import Testing

/// What the library that makes calls fail shares with a test, and how a program is started under
/// it. See `CFaults.h`, whose list of slots is this one.
final class FaultPage {
    enum Slot: Int {
        case calls, at, failure, lasts, kinds, hits, failedSyncs, isFull, clockSeconds, allocations
        case memoryAt, firstKind, files
    }

    /// How a call fails.
    enum Failure: Int64, CaseIterable {
        /// EIO.
        case io = 1
        /// ENOSPC.
        case noSpace
        /// Half of a write is done.
        case short
        /// The process is killed, after half of a write.
        case kill
    }

    /// Kinds of calls that are counted.
    struct Kinds: OptionSet {
        let rawValue: Int64
        static let open = Kinds(rawValue: 1)
        static let read = Kinds(rawValue: 2)
        static let write = Kinds(rawValue: 4)
        static let sync = Kinds(rawValue: 8)
        static let truncate = Kinds(rawValue: 16)
        static let name = Kinds(rawValue: 32)
        static let map = Kinds(rawValue: 64)
        static let all = Kinds(rawValue: 127)
    }

    /// Kinds of files.
    struct Files: OptionSet {
        let rawValue: Int64
        static let database = Files(rawValue: 1)
        static let log = Files(rawValue: 2)
        static let search = Files(rawValue: 8)
        static let folder = Files(rawValue: 16)
        static let other = Files(rawValue: 32)
        static let all: Files = []
    }

    let path: String
    private let start: UnsafeMutableRawPointer
    private static let bytes = 4096
    /// Where the path of the first call that failed stands.
    private static let pathOffset = 1024

    init(in folder: ProgramFolder) throws {
        path = folder.whole("faults-page")
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let isSized = ftruncate(descriptor, off_t(Self.bytes)) == 0
        let mapped = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        try #require(isSized && mapped != MAP_FAILED)
        start = try #require(mapped)
    }

    deinit { munmap(start, Self.bytes) }

    subscript(_ slot: Slot) -> Int64 {
        get { start.load(fromByteOffset: slot.rawValue * 8, as: Int64.self) }
        set { start.storeBytes(of: newValue, toByteOffset: slot.rawValue * 8, as: Int64.self) }
    }

    /// Forgets what was asked and what came of it.
    func reset() { memset(start, 0, Self.bytes) }

    /// Counts calls of these kinds on these files, and has one fail, or it and all after it.
    func arm(
        _ failure: Failure, at call: Int64, of kinds: Kinds = .all, on files: Files = .all,
        lasts: Bool = false
    ) {
        reset()
        self[.files] = files.rawValue
        self[.failure] = failure.rawValue
        self[.lasts] = lasts ? 1 : 0
        self[.kinds] = kinds.rawValue
        self[.at] = call
    }

    /// What failed first, for people.
    var firstHit: String {
        guard self[.hits] > 0 else { return "nothing" }
        let path = String(cString: (start + Self.pathOffset).assumingMemoryBound(to: CChar.self))
        let name = path.split(separator: "/").last ?? ""
        return "call \(self[.at]), of kind \(self[.firstKind]), on \(name)"
    }

    /// The variables that have a program in a folder looked after by the library. `records`: what
    /// is written and not synced is recorded there.
    func variables(_ folder: ProgramFolder, records: String? = nil) -> [String] {
        [
            "LD_PRELOAD=\(Spawned.built)/libCommentdFaults.so", "COMMENTD_FAULTS=\(path)",
            "COMMENTD_FAULTS_FILES=\(folder.database)",
        ] + (records.map { ["COMMENTD_FAULTS_RECORDS=\($0)"] } ?? [])
    }
}

extension ProgramFolder {
    /// Starts the program here under the library that makes calls fail.
    func start(
        _ arguments: [String] = [], under page: FaultPage, records: String? = nil,
        limits: String = ""
    ) throws -> Spawned {
        try Spawned(
            Self.configured(arguments), in: path, limits: limits,
            variables: page.variables(self, records: records))
    }

    /// Starts a server here under the library that makes calls fail.
    func serve(
        _ arguments: String..., under page: FaultPage, records: String? = nil
    ) throws -> Served {
        let program = try start(
            ["serve", "--socket", "s"] + arguments, under: page, records: records)
        return try Served(program, path: whole("s"))
    }
}
