/// The particles and endings that Korean writes onto a noun, as far as they are common.
///
/// With them a word of a list is found in 바보는 and 바보들에게도, and a longer word that only
/// begins alike (시발점, a starting point) is left alone.
enum KoreanParticles {
    /// Whether all syllables from here to the end of their run are particles, at most four of them
    /// and at most eight syllables.
    static func follow(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var end = start
        while end + 2 < text.count, isSyllable(text, end) { end += 3 }
        guard end - start <= 8 * 3 else { return false }
        return isSequence(text[start..<end], atMost: 4)
    }

    private static func isSequence(
        _ rest: Slice<UnsafeBufferPointer<UInt8>>, atMost count: Int
    ) -> Bool {
        if rest.isEmpty { return true }
        guard count > 0 else { return false }
        return particles.contains { particle in
            rest.starts(with: particle)
                && isSequence(rest.dropFirst(particle.count), atMost: count - 1)
        }
    }

    /// Hangul syllables, U+AC00 to U+D7A3, are three bytes each.
    private static func isSyllable(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard text[at] & 0xF0 == 0xE0 else { return false }
        let value =
            UInt32(text[at] & 0x0F) << 12 | UInt32(text[at + 1] & 0x3F) << 6
            | UInt32(text[at + 2] & 0x3F)
        return (0xAC00...0xD7A3).contains(value)
    }

    private static let particles: [[UInt8]] = """
        은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 한테 도 만 로 으로 와 과 랑 이랑 하고 야 아
        이야 여 이여 라 이라 라고 이라고 라는 이라는 라서 이라서 라니 이라니 다 이다 네 이네 냐 이냐
        지 이지 죠 이죠 요 이요 예요 이에요 입니다 임 인 인가 인데 이고 이며 들 처럼 같이 같은 같네 보다
        부터 까지 마저 조차 밖에 뿐 마다 나 이나 든지 이든지 님
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Array($0.utf8) }
}
