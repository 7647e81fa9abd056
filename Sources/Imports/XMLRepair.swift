/// Puts right what real exports have wrong where every reader would agree on what is meant, a piece
/// at a time: characters before the first tag, attributes without quotes, control characters, and
/// an ampersand that begins nothing. All else goes on as it is, for the parser to judge.
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
    /// Newlines that were dropped before the first tag.
    private(set) var droppedLines = 0
    private(set) var counts = ImportCounts()

    /// Past so many bytes before the first tag it is something else.
    private static let maxStray = 1024
    private var stray = 0

    /// Adds what is meant to `output`.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]
    ) throws(ImportProblem) {
        for byte in bytes {
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                counts.repair("control characters")
                continue
            }
            try take(byte, &output)
            last = (last.1, byte)
        }
    }

    private mutating func take(_ byte: UInt8, _ output: inout [UInt8]) throws(ImportProblem) {
        switch state {
        case .before: try takeStray(byte, &output)
        case .text:
            switch byte {
            case 0x3C: begin(.opening, byte)
            case 0x26: begin(.reference, byte)
            default: output.append(byte)
            }
        case .reference: takeReference(byte, &output)
        case .opening: takeOpening(byte, &output)
        case .comment: end(byte, after: (0x2D, 0x2D), &output)
        case .data: end(byte, after: (0x5D, 0x5D), &output)
        case .instruction:
            output.append(byte)
            if byte == 0x3E, last.1 == 0x3F { state = .text }
        case .tag, .value, .quoted, .unquoted, .slash: takeInTag(byte, &output)
        }
    }

    private mutating func begin(_ state: State, _ byte: UInt8) {
        self.state = state
        held.removeAll(keepingCapacity: true)
        held.append(byte)
    }

    private mutating func end(
        _ byte: UInt8, after ending: (UInt8, UInt8), _ output: inout [UInt8]
    ) {
        output.append(byte)
        if byte == 0x3E, last == ending { state = .text }
    }

    private mutating func takeStray(
        _ byte: UInt8, _ output: inout [UInt8]
    ) throws(ImportProblem) {
        if byte == 0x3C { return begin(.opening, byte) }
        stray += 1
        if byte == 0x0A { droppedLines += 1 }
        // A byte order mark and white space are no mistake.
        let isPlain = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
        let isMark = [0xEF, 0xBB, 0xBF].contains(byte) && stray <= 3
        if byte >= 0xFE, stray <= 2 {
            throw ImportProblem("is in UTF-16: save it as UTF-8", line: 1, column: 1)
        }
        if !isPlain, !isMark { counts.repair("characters before the first tag") }
        if stray > Self.maxStray { throw ImportProblem("is no XML", line: 1, column: 1) }
    }

    /// The longest reference that is looked at, `&#x10FFFF;` with some zeros.
    private static let maxReference = 16

    private mutating func takeReference(_ byte: UInt8, _ output: inout [UInt8]) {
        if held.count == 1, !Self.mayBeginReference(byte) {
            output += "&amp;".utf8
            counts.repair("ampersands that begin nothing")
            state = .text
            if byte == 0x3C {
                begin(.opening, byte)
            } else if byte == 0x26 {
                begin(.reference, byte)
            } else {
                output.append(byte)
            }
            return
        }
        held.append(byte)
        if byte == 0x3B, held[1] == 0x23, Self.isControl(held.dropFirst(2).dropLast()) {
            counts.repair("control characters")
            state = .text
        } else if byte == 0x3B || byte == 0x3C || held.count > Self.maxReference {
            output += held
            state = .text
        }
    }

    private static func mayBeginReference(_ byte: UInt8) -> Bool {
        byte == 0x23 || byte >= 0x80 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }

    /// Whether a reference's number is of a control character, which XML has no way to write.
    private static func isControl(_ digits: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: digits, as: UTF8.self)
        let isHexadecimal = text.utf8.first.map { $0 | 0x20 == 0x78 } ?? false
        let value =
            isHexadecimal ? UInt32(text.dropFirst(), radix: 16) : UInt32(text, radix: 10)
        guard let value else { return false }
        return value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D
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
            (state, last) = (.data, (0, 0))
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

    private mutating func takeInTag(_ byte: UInt8, _ output: inout [UInt8]) {
        let isBlank = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
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
            return takeInTag(byte, &output)
        case .tag where byte == 0x3D: state = .value
        case .tag where byte == 0x3E, .value where byte == 0x3E: state = .text
        default: break
        }
        output.append(byte)
    }
}
