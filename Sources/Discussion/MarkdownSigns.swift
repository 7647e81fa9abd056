/// Whether a body may hold Markdown: most hold none, and are written without a look at it.
enum MarkdownSigns {
    /// True where there is a sign of it, or something that looks like one.
    static func stand(in body: UnsafeBufferPointer<UInt8>) -> Bool {
        if beginsList(body, at: 0) { return true }
        let bytes = UnsafeRawBufferPointer(body)
        var at = 0
        while at + 16 <= body.count {
            let first = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let second = bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
            if look(first) | look(second) != 0, stand(in: body, at..<at + 16) { return true }
            at += 16
        }
        return stand(in: body, at..<body.count)
    }

    /// Not 0 where one of eight bytes may be a sign: four looks for a byte of zeros, each for two
    /// signs that differ in one bit, as in `HTMLWriter.special`.
    @inline(__always)
    private static func look(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let bracket = (word & (ones &* 0xFB)) ^ (ones &* 0x5B)  // [ and _
        let angle = (word & (ones &* 0xBF)) ^ (ones &* 0x3E)  // > and ~
        let star = (word & (ones &* 0xDF)) ^ (ones &* 0x0A)  // * and the newline
        let tick = word ^ (ones &* 0x60)
        return
            ((bracket &- ones) & ~bracket | (angle &- ones) & ~angle | (star &- ones) & ~star
            | (tick &- ones) & ~tick) & (ones &* 0x80)
    }

    private static func stand(in body: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        for at in range {
            switch body[at] {
            case 0x2A, 0x3E, 0x5B, 0x5F, 0x60, 0x7E: return true
            case 0x0A where beginsList(body, at: at + 1): return true
            default: break
            }
        }
        return false
    }

    private static func beginsList(_ body: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        var at = start
        while at < body.count, body[at] == 0x20 { at += 1 }
        return at < body.count && (body[at] == 0x2D || body[at] == 0x31)
    }
}
