import CVectorscan
import Glibc

/// What was wrong with an expression, in Vectorscan's own words.
struct CompileFailure: Error {
    let problem: String
}

/// A compiled set of words or expressions. One set serves any number of threads at once: each
/// scan borrows a scratch space, of which as many are made as ever scanned together.
///
/// The set is compiled for vectored scanning, and a text is handed over in short segments, across
/// which matches are found as well. Two flaws of Vectorscan 5.4.9 to 5.4.12 ask for both:
///
/// - block scanning searches backward for the last place where a match may end, and writes past a
///   buffer of its own doing so, which aborts the process where the C library notices
///   (VectorCamp/vectorscan pull request 392); vectored scanning never searches backward;
/// - with AVX-512 the search for the next byte that may matter masks the wrong side of its last
///   vector, overlooks up to 63 bytes at the end of what it is given, and a match with them (pull
///   request 378 corrects the last search of this kind); automata do not search in a segment
///   below 16 bytes, and no search uses vectors below 64.
final class Database: @unchecked Sendable {
    // The database never changes once it is compiled; scratch spaces are kept under the lock.
    private let database: OpaquePointer
    private let idle = Guarded<[Scratch]>([])

    /// A match ends at `end`; `start` is meant only for expressions that track it.
    struct Match {
        let id: Int
        let start: Int
        let end: Int
    }

    private init(adopting database: OpaquePointer) { self.database = database }

    deinit {
        hs_free_database(database)
    }

    /// Compiles plain byte strings, found by their index.
    static func literals(
        _ words: [[UInt8]], _ forms: inout CompiledForms
    ) throws(CompileFailure) -> Database {
        var source: [UInt8] = []
        for word in words { source += word + [0] }
        return try forms.form("literals", of: source, revive: Database.init(serialized:)) {
            () throws(CompileFailure) in
            try literals(words)
        } preserve: {
            $0.serialized
        }
    }

    /// Compiles expressions, found by their index.
    static func expressions(
        _ sources: [(text: String, flags: Int32)], _ forms: inout CompiledForms
    ) throws(CompileFailure) -> Database {
        var source: [UInt8] = []
        for (text, flags) in sources { source += Array("\(flags) \(text)".utf8) + [0] }
        return try forms.form("expressions", of: source, revive: Database.init(serialized:)) {
            () throws(CompileFailure) in
            try expressions(sources)
        } preserve: {
            $0.serialized
        }
    }

    /// A database that was compiled before; nil where the bytes are damaged, or of another version
    /// of the library or for another processor, as it finds itself.
    private convenience init?(serialized bytes: [UInt8]) {
        var database: OpaquePointer?
        let result = bytes.withUnsafeBytes { bytes in
            hs_deserialize_database(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &database)
        }
        guard result == HS_SUCCESS, let database else { return nil }
        self.init(adopting: database)
    }

    /// The compiled set as bytes for `init(serialized:)`.
    private var serialized: [UInt8]? {
        var bytes: UnsafeMutablePointer<CChar>?
        var count = 0
        guard hs_serialize_database(database, &bytes, &count) == HS_SUCCESS, let bytes else {
            return nil
        }
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// Compiles plain byte strings, found by their index.
    static func literals(_ words: [[UInt8]]) throws(CompileFailure) -> Database {
        let joined = words.flatMap { $0 }.map { CChar(bitPattern: $0) }
        return try compile(joined, lengths: words.map(\.count)) { starts, database, problem in
            hs_compile_lit_multi(
                starts, [UInt32](repeating: 0, count: words.count), words.indices.map(UInt32.init),
                words.map(\.count), UInt32(words.count), UInt32(HS_MODE_VECTORED), nil, database,
                problem)
        }
    }

    /// Compiles expressions, found by their index.
    static func expressions(
        _ sources: [(text: String, flags: Int32)]
    ) throws(CompileFailure) -> Database {
        let texts = sources.map { $0.text.utf8.map { CChar(bitPattern: $0) } + [0] }
        return try compile(texts.flatMap { $0 }, lengths: texts.map(\.count)) {
            starts, database, problem in
            hs_compile_multi(
                starts, sources.map { UInt32(bitPattern: $0.flags) },
                sources.indices.map(UInt32.init), UInt32(sources.count), UInt32(HS_MODE_VECTORED),
                nil, database, problem)
        }
    }

    /// The library's reason.
    static func reason(_ problem: UnsafeMutablePointer<hs_compile_error_t>) -> String {
        String(cString: problem.pointee.message)
    }

    private typealias Compiler = (
        [UnsafePointer<CChar>?], UnsafeMutablePointer<OpaquePointer?>,
        UnsafeMutablePointer<UnsafeMutablePointer<hs_compile_error_t>?>
    ) -> hs_error_t

    /// Runs a compiler over texts that lie one behind the other in `joined`.
    private static func compile(
        _ joined: [CChar], lengths: [Int], _ compiler: Compiler
    ) throws(CompileFailure) -> Database {
        var database: OpaquePointer?
        var problem: UnsafeMutablePointer<hs_compile_error_t>?
        defer { if let problem { hs_free_compile_error(problem) } }
        joined.withUnsafeBufferPointer { buffer in
            var starts: [UnsafePointer<CChar>?] = []
            starts.reserveCapacity(lengths.count)
            var offset = 0
            for length in lengths {
                starts.append(buffer.baseAddress.map { $0 + offset })
                offset += length
            }
            _ = compiler(starts, &database, &problem)
        }
        guard let database else {
            throw CompileFailure(
                problem: problem.map { reason($0) } ?? "cannot be compiled"
            )
        }
        let compiled = Database(adopting: database)
        var size = 0
        guard hs_database_size(database, &size) == HS_SUCCESS, size <= maxBytes else {
            throw CompileFailure(problem: "takes over \(maxBytes >> 20) MiB once compiled")
        }
        return compiled
    }

    /// Bytes of one compiled set.
    private static let maxBytes = 64 << 20

    /// Vectorscan may read up to a vector beyond either end of what it scans, so a text lies
    /// between margins of this many bytes.
    private static let margin = 64

    /// Bytes handed over at a time: the most for which automata look at every byte (`ACCEL_MIN_LEN`
    /// in Vectorscan's sources is 16).
    private static let segment = 15

    /// Calls `found` for every match, in the order in which they end. Where it answers false, those
    /// of the same expression that begin elsewhere may be left out from then on. False where there
    /// are more than `most` matches, and the rest was not looked for.
    @discardableResult
    func scan(
        _ text: UnsafeBufferPointer<UInt8>, most: Int = .max, _ found: (Match) -> Bool
    ) -> Bool {
        guard !text.isEmpty, UInt32(exactly: text.count) != nil, let scratch = borrow()
        else { return true }
        defer { idle.withLock { $0.append(scratch) } }
        return withUnsafeTemporaryAllocation(
            byteCount: text.count + 2 * Self.margin, alignment: Self.margin
        ) { padded in
            padded.initializeMemory(as: CChar.self, repeating: 0)
            let body = UnsafeMutableRawBufferPointer(
                rebasing: padded[Self.margin..<(Self.margin + text.count)])
            body.copyMemory(from: UnsafeRawBufferPointer(text))
            let start = UnsafePointer(body.baseAddress?.assumingMemoryBound(to: CChar.self))
            let count = (text.count + Self.segment - 1) / Self.segment
            return withUnsafeTemporaryAllocation(
                of: UnsafePointer<CChar>?.self, capacity: count
            ) { starts in
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { lengths in
                    for index in 0..<count {
                        let offset = index * Self.segment
                        starts.initializeElement(at: index, to: start.map { $0 + offset })
                        lengths.initializeElement(
                            at: index, to: UInt32(min(Self.segment, text.count - offset)))
                    }
                    return scratch.run(most, found) { onMatch, context in
                        _ = hs_scan_vector(
                            database, starts.baseAddress, lengths.baseAddress, UInt32(count),
                            0, scratch.pointer, onMatch, context)
                    }
                }
            }
        }
    }

    private func borrow() -> Scratch? {
        if let scratch = idle.withLock({ $0.popLast() }) { return scratch }
        var pointer: OpaquePointer?
        guard hs_alloc_scratch(database, &pointer) == HS_SUCCESS else { return nil }
        return pointer.map { Scratch(pointer: $0) }
    }
}
