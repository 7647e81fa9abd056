/// Puts right what real exports have wrong where every reader would agree on what is meant, a piece
/// at a time: characters before the first tag, attributes without quotes, control characters, an
/// ampersand that begins nothing, and HTML's names of characters. All else goes on as it is, for
/// the parser to judge.
struct XMLRepair {
    private enum State {
        case before, text, reference, opening, tag, value, quoted(UInt8), unquoted, slash
        case comment, data, instruction
    }

    private var state = State.before
    /// What was read of something that is known only at its end.
    private var held: [UInt8] = []
    /// The last two bytes, by which comments and the like end.
    private var last: (UInt8, UInt8) = (0, 0)
    /// Where the next byte stands in the file, counted from 1.
    private var line = 1
    /// What was dropped before the first tag: newlines, and bytes behind the last of them.
    private(set) var dropped = (lines: 0, columns: 0)
    private(set) var counts = ImportCounts()

    /// Past so many bytes without a tag it is something else.
    private static let maxStray = 1024
    /// The parser compares each with each.
    private static let maxAttributes = 1000
    private var attributes = 0
    /// The parser takes no section over ten megabytes.
    private static let maxDataBytes = 1 << 20
    private var dataBytes = 0

    /// Adds what is meant to `output`.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]
    ) throws(ImportProblem) {
        for byte in bytes {
            if case .before = state {
                try takeStray(byte, &output)
            } else {
                try pass(byte, &output)
            }
            if byte == 0x0A { line += 1 }
        }
    }

    /// Adds what is left at the end.
    mutating func finish(to output: inout [UInt8]) throws(ImportProblem) {
        if case .before = state {
            if held.allSatisfy(Self.isBlank) { throw ImportProblem("is empty") }
            try begin(at: held.firstIndex(of: 0x3C), &output)
        }
        if case .reference = state { try endReference(isEnded: false, &output) }
    }

    private mutating func pass(_ byte: UInt8, _ output: inout [UInt8]) throws(ImportProblem) {
        if byte < 0x20, !Self.isBlank(byte) { return counts.repair("control characters") }
        try take(byte, &output)
        last = (last.1, byte)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private mutating func take(_ byte: UInt8, _ output: inout [UInt8]) throws(ImportProblem) {
        switch state {
        case .before: break
        case .text:
            switch byte {
            case 0x3C: begin(.opening, byte)
            case 0x26: begin(.reference, byte)
            default: output.append(byte)
            }
        case .reference: try takeReference(byte, &output)
        case .opening: takeOpening(byte, &output)
        case .comment: end(byte, after: (0x2D, 0x2D), &output)
        case .data: takeData(byte, &output)
        case .instruction:
            output.append(byte)
            if byte == 0x3E, last.1 == 0x3F { state = .text }
        case .tag, .value, .quoted, .unquoted, .slash: try takeInTag(byte, &output)
        }
    }

    private mutating func begin(_ state: State, _ byte: UInt8) {
        self.state = state
        attributes = 0
        held.removeAll(keepingCapacity: true)
        held.append(byte)
    }

    /// Cuts a long section in two where two letters of ASCII meet.
    private mutating func takeData(_ byte: UInt8, _ output: inout [UInt8]) {
        dataBytes += 1
        let mayCut = byte < 0x80 && last.1 < 0x80 && byte != 0x5D && byte != 0x3E && last.1 != 0x5D
        if dataBytes > Self.maxDataBytes, mayCut {
            output += "]]><![CDATA[".utf8
            dataBytes = 0
        }
        end(byte, after: (0x5D, 0x5D), &output)
    }

    private mutating func end(
        _ byte: UInt8, after ending: (UInt8, UInt8), _ output: inout [UInt8]
    ) {
        output.append(byte)
        if byte == 0x3E, last == ending { state = .text }
    }

    /// Where there is a declaration all before it is stray; else all before the first tag.
    private mutating func takeStray(
        _ byte: UInt8, _ output: inout [UInt8]
    ) throws(ImportProblem) {
        held.append(byte)
        if held.count == 2 {
            let isWide = held[0] == 0 || held[1] == 0 || held[0] >= 0xFE && held[1] >= 0xFE
            if isWide {
                throw ImportProblem("is in UTF-16 or UTF-32: save it as UTF-8", line: 1, column: 1)
            }
        }
        if held.suffix(5).elementsEqual("<?xml".utf8) {
            try begin(at: held.count - 5, &output)
        } else if held.count == Self.maxStray {
            try begin(at: held.firstIndex(of: 0x3C), &output)
        }
    }

    private mutating func begin(
        at start: Int?, _ output: inout [UInt8]
    ) throws(ImportProblem) {
        guard let start else { throw ImportProblem("is no XML", line: 1, column: 1) }
        let (stray, rest) = (held[..<start], held[start...])
        dropped.lines = stray.count { $0 == 0x0A }
        dropped.columns = stray.reversed().prefix { $0 != 0x0A }.count
        // A byte order mark is no mistake.
        let isMarked = stray.starts(with: [0xEF, 0xBB, 0xBF])
        let count = stray.dropFirst(isMarked ? 3 : 0).count { !Self.isBlank($0) }
        if count > 0 { counts.repair("characters before the first tag", count) }
        state = .text
        for byte in rest { try pass(byte, &output) }
    }

    private mutating func takeReference(
        _ byte: UInt8, _ output: inout [UInt8]
    ) throws(ImportProblem) {
        if XMLReference.mayHold(byte, at: held.count), held.count < XMLReference.maxBytes {
            return held.append(byte)
        }
        try endReference(isEnded: byte == 0x3B, &output)
        if byte != 0x3B { try take(byte, &output) }
    }

    private mutating func endReference(
        isEnded: Bool, _ output: inout [UInt8]
    ) throws(ImportProblem) {
        let (bytes, repair) = XMLReference(held, isEnded: isEnded).written
        output += bytes
        if let repair { counts.repair(repair) }
        state = .text
    }

    private mutating func takeOpening(_ byte: UInt8, _ output: inout [UInt8]) {
        held.append(byte)
        if held.count == 2, byte != 0x21, byte != 0x3F {
            output += held
            state = byte == 0x3E ? .text : .tag
        } else if byte == 0x3F, held.count == 2 {
            output += held
            state = .instruction
        } else if held.count == 4, held.elementsEqual("<!--".utf8) {
            output += held
            (state, last) = (.comment, (0, 0))
        } else if held.count == 9, held.elementsEqual("<![CDATA[".utf8) {
            output += held
            (state, last, dataBytes) = (.data, (0, 0), 0)
        } else if !Self.mayBecome(held, "<!--"), !Self.mayBecome(held, "<![CDATA[") {
            // A declaration, which the reader refuses.
            output += held
            state = .text
        }
    }

    private static func mayBecome(_ bytes: [UInt8], _ text: StaticString) -> Bool {
        bytes.count <= text.utf8CodeUnitCount
            && bytes.indices.allSatisfy { bytes[$0] == text.utf8Start[$0] }
    }

    private mutating func takeInTag(
        _ byte: UInt8, _ output: inout [UInt8]
    ) throws(ImportProblem) {
        let isBlank = Self.isBlank(byte)
        switch state {
        case .value where byte == 0x22 || byte == 0x27: state = .quoted(byte)
        case .value where !isBlank && byte != 0x3E:
            output.append(0x22)
            counts.repair("attributes without quotes")
            state = .unquoted
        case .quoted(let quote) where byte == quote: state = .tag
        case .unquoted where byte == 0x2F:
            state = .slash
            return
        case .unquoted where isBlank || byte == 0x3E:
            output.append(0x22)
            state = byte == 0x3E ? .text : .tag
        case .slash where byte == 0x3E:
            output += [0x22, 0x2F]
            state = .text
        case .slash:
            output.append(0x2F)
            state = .unquoted
            return try takeInTag(byte, &output)
        case .tag where byte == 0x3D:
            state = .value
            attributes += 1
            guard attributes <= Self.maxAttributes else {
                throw ImportProblem("a tag has over \(Self.maxAttributes) attributes", line: line)
            }
        case .tag where byte == 0x3E, .value where byte == 0x3E: state = .text
        default: break
        }
        output.append(byte)
    }
}
