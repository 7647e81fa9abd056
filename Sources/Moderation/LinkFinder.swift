import CText

/// One walk over normalized text, in time in proportion to its length: what is read ahead and is no
/// link ends before the next place where one may begin.
struct LinkFinder {
    let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    /// No host's name is longer (RFC 1035, section 2.3.4).
    private static let maxNameBytes = 255

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func all() -> [Link] {
        var links: [Link] = []
        while let sign = nextSign() {
            // A run of letters, digits, dots and hyphens is looked at once, as a whole.
            var start = sign
            while start > at, isNameByte(bytes[start - 1]) { start -= 1 }
            at = sign
            while at < bytes.count, isNameByte(bytes[at]) { at += 1 }
            guard start < at else {
                at += 1
                continue
            }
            if let link = absolute(start) ?? www(start) ?? bare(start) {
                links.append(link)
                at = max(at, link.place.upperBound)
            }
        }
        return links
    }

    /// The next dot or colon: there is one in or behind each run that can be part of a link.
    private func nextSign() -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        let sign = ctext_find_either(
            start, at, bytes.count, UInt8(ascii: "."), UInt8(ascii: ":"))
        return sign < bytes.count ? sign : nil
    }

    /// `http://…` where the run that ends here is, or ends in, the scheme's name. Of a scheme
    /// written twice the second counts.
    private func absolute(_ start: Int) -> Link? {
        guard has("://", at: at), !hasScheme(at: at + 3) else { return nil }
        let run = bytes[start..<at]
        guard let scheme = ["https", "http"].first(where: { run.ends(with: $0) }) else {
            return nil
        }
        let authority = bytes[(at + 3)..<end(of: at + 3) { "/\\?#".utf8.contains($0) }]
        return hostName(of: authority).map { host in
            Link(host: host, place: (at - scheme.utf8.count)..<end(of: at + 3))
        }
    }

    private func www(_ start: Int) -> Link? {
        guard has("www.", at: start), !isMail(start) else { return nil }
        let name = bytes[start...].prefix(Self.maxNameBytes).prefix {
            isNameByte($0) || $0 == UInt8(ascii: "%") || $0 >= 0x80
        }
        guard let host = hostName(of: name),
            host.utf8.count(where: { $0 == UInt8(ascii: ".") }) > 1
        else { return nil }
        return Link(host: host, place: start..<end(of: start))
    }

    private func bare(_ start: Int) -> Link? {
        var first = start
        var last = at
        while first < last, !isAlphanumeric(bytes[first]) { first += 1 }
        while last > first, !isAlphanumeric(bytes[last - 1]) { last -= 1 }
        let name = bytes[first..<last]
        guard !isMail(start), let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > first,
            isAlphanumeric(bytes[dot - 1])
        else { return nil }
        let label = String(decoding: name[(dot + 1)...], as: UTF8.self)
        let hasPath = last == at && last < bytes.count && bytes[last] == UInt8(ascii: "/")
        guard
            TopLevelDomains.common.contains(label)
                || (hasPath && TopLevelDomains.words.contains(label))
        else { return nil }
        return Link(host: String(decoding: name, as: UTF8.self), place: first..<end(of: first))
    }

    /// Whether the run is a part of an address of mail.
    private func isMail(_ start: Int) -> Bool {
        (start > 0 && bytes[start - 1] == UInt8(ascii: "@"))
            || (at < bytes.count && bytes[at] == UInt8(ascii: "@"))
    }

    /// Where the link ends of which something stands at `start`, or the part of it that ends before
    /// such a byte. Punctuation at a link's end belongs to the sentence.
    private func end(of start: Int, before isEnd: (UInt8) -> Bool = { _ in false }) -> Int {
        var end = start
        while end < bytes.count, !endsLink(at: end) {
            if isEnd(bytes[end]) { return end }
            end += 1
        }
        let hasOpening = bytes[start..<end].contains(UInt8(ascii: "("))
        while end > start, isClosing(bytes[end - 1], hasOpening) { end -= 1 }
        return end
    }

    private func endsLink(at index: Int) -> Bool {
        let byte = bytes[index]
        if byte <= 0x20 || byte == 0x7F || "<>\"`{}|^".utf8.contains(byte) { return true }
        // Links in a row.
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
            return hasScheme(at: index + 1)
        }
        // The punctuation of CJK, U+3000 to U+303F.
        return byte == 0xE3 && index + 1 < bytes.count && bytes[index + 1] == 0x80
    }

    private func isClosing(_ byte: UInt8, _ hasOpening: Bool) -> Bool {
        ".,;:!?'*_]".utf8.contains(byte) || (byte == UInt8(ascii: ")") && !hasOpening)
    }

    private func hasScheme(at index: Int) -> Bool {
        has("http://", at: index) || has("https://", at: index)
    }

    private func has(_ word: StaticString, at index: Int) -> Bool {
        guard index + word.utf8CodeUnitCount <= bytes.count else { return false }
        return bytes[index..<(index + word.utf8CodeUnitCount)].elementsEqual(
            UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate func ends(with word: String) -> Bool {
        suffix(word.utf8.count).elementsEqual(word.utf8)
    }
}
