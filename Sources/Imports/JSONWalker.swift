import Discussion
import JSONValues
import Wire

/// Walks a JSON document of any size and hands out some of its values whole, each as it comes.
struct JSONWalker {
    /// A value that is handed out has at most so many bytes, and is nested so deep.
    private static let maxValueBytes = 16 << 20
    private static let maxValueDepth = 64

    /// What becomes of a value.
    enum Choice {
        /// Its own values are looked at.
        case enter
        /// It is handed out.
        case take
        case skip
    }

    private var bytes: ByteReader
    private let sink: any ForeignSink

    /// What is put right is told to `sink`.
    init(_ source: any ByteSource, _ sink: any ForeignSink) {
        bytes = ByteReader(source)
        self.sink = sink
    }

    /// An array or object that is open.
    private struct Open {
        let isObject: Bool
        /// The member, or nothing in an array, whose value it is.
        let name: String
        var isEmpty = true
    }

    /// Walks over the next value. `choose` is asked of each value inside, and told the names of the
    /// members around it, the innermost last and empty in arrays; `take` gets those that it chose;
    /// `leave` is told of each array or object that ends.
    mutating func walk(
        _ choose: (_ path: [String], _ first: UInt8) throws -> Choice,
        take: (_ path: [String], JSONValue) throws -> Void,
        leave: (_ path: [String]) throws -> Void
    ) throws {
        do { try walkValue(choose, take: take, leave: leave) } catch let problem as ImportProblem {
            if problem.line > 0 { throw problem }
            throw bytes.problem(problem.message)
        }
    }

    private mutating func walkValue(
        _ choose: (_ path: [String], _ first: UInt8) throws -> Choice,
        take: (_ path: [String], JSONValue) throws -> Void,
        leave: (_ path: [String]) throws -> Void
    ) throws {
        var open: [Open] = []
        var path: [String] = []
        repeat {
            if let last = open.last {
                guard try next(in: last, &open) else {
                    open.removeLast()
                    try leave(path)
                    if !path.isEmpty { path.removeLast() }
                    continue
                }
                open[open.count - 1].isEmpty = false
                path.append(last.isObject ? try name() : "")
            }
            let first = try significant()
            let choice = try choose(path, first)
            if choice == .enter, first == 0x7B || first == 0x5B {
                bytes.skip()
                open.append(Open(isObject: first == 0x7B, name: path.last ?? ""))
            } else {
                let place = bytes
                let raw = try value(keeps: choice == .take)
                if choice == .take { try take(path, parsed(raw, at: place)) }
                if !path.isEmpty { path.removeLast() }
            }
        } while !open.isEmpty
    }

    /// Whether there is one more value, or another one behind the last.
    mutating func hasMore() throws(ImportProblem) -> Bool {
        try skipBlanks()
        return try bytes.peek() != nil
    }

    /// Throws where anything is left.
    mutating func expectEnd() throws(ImportProblem) {
        if try hasMore() { throw bytes.problem("expected the end of the file") }
    }

    func problem(_ message: String) -> ImportProblem { bytes.problem(message) }

    private func parsed(_ raw: [UInt8], at place: ByteReader) throws(ImportProblem) -> JSONValue {
        do throws(Refusal) {
            return try StrictJSON.parse(raw, maxDepth: Self.maxValueDepth)
        } catch {
            throw place.problem(error.message)
        }
    }

    /// Goes to the next value of an array or member of an object; false at its end.
    private mutating func next(in last: Open, _ open: inout [Open]) throws -> Bool {
        let end: UInt8 = last.isObject ? 0x7D : 0x5D
        let first = try significant()
        if first == end {
            bytes.skip()
            return false
        }
        guard !last.isEmpty else { return true }
        guard first == 0x2C else { throw bytes.problem("expected a comma or the end") }
        bytes.skip()
        guard try significant() != end else { throw bytes.problem("expected a value") }
        return true
    }

    private mutating func name() throws(ImportProblem) -> String {
        guard try significant() == 0x22 else { throw bytes.problem("expected a member's name") }
        let place = bytes
        let raw = try value(keeps: true)
        guard let name = try parsed(raw, at: place).text else {
            throw place.problem("expected a member's name")
        }
        guard try significant() == 0x3A else { throw bytes.problem("expected a colon") }
        bytes.skip()
        return name
    }

    private mutating func skipBlanks() throws(ImportProblem) {
        while let byte = try bytes.peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
            bytes.skip()
        }
    }

    private mutating func significant() throws(ImportProblem) -> UInt8 {
        try skipBlanks()
        guard let byte = try bytes.peek() else { throw bytes.problem("ends too early") }
        return byte
    }

    /// Passes over one value, to its end by brackets and quotes; its bytes where they are wanted.
    private mutating func value(keeps: Bool) throws(ImportProblem) -> [UInt8] {
        var raw = RawJSON()
        while let byte = try bytes.peek() {
            if raw.ends(before: byte) { break }
            bytes.skip()
            if keeps, raw.bytes.count >= Self.maxValueBytes {
                throw bytes.problem("a value has over \(Self.maxValueBytes) bytes")
            }
            if raw.take(byte, keeps: keeps) { sink.repair("control characters") }
            if raw.isWhole { break }
        }
        guard raw.isClosed else { throw bytes.problem("ends too early") }
        return raw.bytes
    }
}

extension JSONValue {
    /// A member's text, without blanks at either end; nil where there is none.
    func trimmedText(_ name: String) -> String? { trimmed(object?[name]?.text) }

    /// A member that may be a number or its text.
    func number(_ name: String) -> Double? {
        let value = object?[name]
        let number = value?.double ?? value?.text.flatMap { Double($0) }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    /// A number of votes.
    func voteCount(_ name: String) -> Int {
        number(name).map { Int(max(-1e12, min(1e12, $0))) } ?? 0
    }

    func isTrue(_ name: String) -> Bool { object?[name]?.bool ?? false }

    /// A member's id, which may be a number.
    func id(_ name: String) -> String? {
        if let number = object?[name]?.integer { return String(number) }
        return trimmedText(name)
    }
}

extension ForeignComment {
    /// Votes of which only the difference is known.
    mutating func setScore(_ score: Int) { (up, down) = (max(0, score), max(0, -score)) }
}
