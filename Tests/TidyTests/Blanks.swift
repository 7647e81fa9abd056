/// Swift source with what is no code blanked out, byte for byte: comments, and the inside of
/// strings, what is interpolated into them included. Simple, not complete: it knows no regular
/// expression literals.
struct Blanks {
    private(set) var code: [UInt8]
    private(set) var uncommented: [UInt8]
    private let bytes: [UInt8]
    private var at = 0

    init(of bytes: [UInt8]) {
        self.bytes = bytes
        code = bytes
        uncommented = bytes
        while at < bytes.count { step() }
    }

    private func stands(_ text: String, at place: Int) -> Bool {
        bytes[min(place, bytes.count)...].starts(with: text.utf8)
    }

    /// Past one piece: a comment, a string or a byte of code.
    private mutating func step() {
        if stands("//", at: at) {
            blank(to: bytes[at...].firstIndex(of: 0x0A) ?? bytes.count, isComment: true)
        } else if stands("/*", at: at) {
            blank(to: endOfBlockComment(), isComment: true)
        } else if bytes[at] == 0x22 || bytes[at] == 0x23, let end = endOfString(from: at) {
            at += 1
            blank(to: end - 1, isComment: false)
            at = end
        } else {
            at += 1
        }
    }

    private mutating func blank(to end: Int, isComment: Bool) {
        for place in at..<max(at, end) where bytes[place] != 0x0A {
            code[place] = 0x20
            if isComment { uncommented[place] = 0x20 }
        }
        at = max(at, end)
    }

    private func endOfBlockComment() -> Int {
        var depth = 1
        var place = at + 2
        while place < bytes.count, depth > 0 {
            let opens = stands("/*", at: place)
            let closes = stands("*/", at: place)
            depth += opens ? 1 : closes ? -1 : 0
            place += opens || closes ? 2 : 1
        }
        return place
    }

    /// Where the string ends that starts here; nil where none starts.
    private func endOfString(from start: Int) -> Int? {
        let hashes = bytes[start...].prefix { $0 == 0x23 }.count
        guard stands("\"", at: start + hashes) else { return nil }
        let raw = String(repeating: "#", count: hashes)
        let quote = stands("\"\"\"", at: start + hashes) ? "\"\"\"" : "\""
        var place = start + hashes + quote.utf8.count
        while place < bytes.count {
            if stands(quote + raw, at: place) { return place + quote.utf8.count + hashes }
            if stands("\\" + raw + "(", at: place) {
                place = endOfInterpolation(from: place + 2 + hashes)
            } else if stands("\\" + raw, at: place) {
                place += 2 + hashes
            } else {
                place += 1
            }
        }
        return bytes.count
    }

    /// Past the parenthesis that closes one that stands before `start`.
    private func endOfInterpolation(from start: Int) -> Int {
        var depth = 1
        var place = start
        while place < bytes.count, depth > 0 {
            if let end = endOfString(from: place) {
                place = end
            } else {
                depth += bytes[place] == 0x28 ? 1 : bytes[place] == 0x29 ? -1 : 0
                place += 1
            }
        }
        return place
    }
}
