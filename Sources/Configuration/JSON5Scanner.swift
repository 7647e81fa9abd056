/// Follows JSON5 just closely enough to tell what stands outside of strings and comments. Whether
/// a text is valid is for the decoder to say; this serves to find the place where it stopped being.
struct JSON5Scanner {
    /// The colons outside of strings and comments: one for each member of each object.
    private(set) var colons = 0

    private var state = State.plain
    private var closers: [UInt8] = []

    private enum State: Equatable {
        case plain
        /// After a slash that may begin a comment.
        case slash
        case lineComment
        case blockComment
        /// After an asterisk that may end a block comment.
        case asterisk
        /// Within a string that this quotation mark ends.
        case string(UInt8)
        /// After a backslash within such a string.
        case escape(UInt8)
    }

    init(_ text: some Sequence<UInt8>) {
        for byte in text { take(byte) }
    }

    /// What could follow, one of which makes a whole document of a text that ends between two
    /// tokens or within a string or comment and has no error so far.
    var completions: [[UInt8]] {
        let opened: [UInt8] =
            switch state {
            case .plain, .slash: []
            case .lineComment: [newline]
            case .blockComment, .asterisk: Array("*/".utf8)
            case .string(let mark), .escape(let mark): [mark]
            }
        return ["", "null", ":null"].map { opened + Array($0.utf8) + closers.reversed() }
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .plain, .slash: takeOutside(byte)
        case .lineComment:
            if byte == newline || byte == carriageReturn { state = .plain }
        case .blockComment, .asterisk:
            if state == .asterisk, byte == slash {
                state = .plain
            } else {
                state = byte == asterisk ? .asterisk : .blockComment
            }
        case .string(let mark):
            if byte == mark { state = .plain } else if byte == backslash { state = .escape(mark) }
        case .escape(let mark): state = .string(mark)
        }
    }

    private mutating func takeOutside(_ byte: UInt8) {
        let follows = state == .slash
        state = .plain
        switch byte {
        case slash: state = follows ? .lineComment : .slash
        case asterisk where follows: state = .blockComment
        case quotationMark, apostrophe: state = .string(byte)
        case colon: colons += 1
        case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
        case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
        // Whether it is the right one is for the decoder to say.
        case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = closers.popLast()
        default: break
        }
    }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let slash = UInt8(ascii: "/")
private let asterisk = UInt8(ascii: "*")
private let backslash = UInt8(ascii: "\\")
private let quotationMark = UInt8(ascii: "\"")
private let apostrophe = UInt8(ascii: "'")
private let colon = UInt8(ascii: ":")
