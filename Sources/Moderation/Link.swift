/// A link in a text.
struct Link: Equatable {
    /// The host's name in lower case, without port and trailing dots (RFC 3986, section 3.2.2).
    let host: String
    /// Bytes of the normalized text.
    let place: Range<Int>

    /// Whether the host is one of these domains or a name below one.
    func isWithin(_ domains: [String]) -> Bool {
        domains.contains { domain in
            guard host.utf8.count > domain.utf8.count else {
                return host.utf8.elementsEqual(domain.utf8)
            }
            return host.utf8.suffix(domain.utf8.count).elementsEqual(domain.utf8)
                && host.utf8.dropLast(domain.utf8.count).last == UInt8(ascii: ".")
        }
    }
}

extension Link {
    /// The links of a text, in order, in one pass.
    ///
    /// A link is `http://` or `https://` and an authority (RFC 3986, section 3.2), or `www.` and a
    /// name, or a bare name whose last label is a common top-level domain. Labels that are words
    /// too (`so`, `it`) count only with a path behind them, and a bare name behind `@` is mail.
    static func links(in text: NormalizedText) -> [Link] {
        text.bytes.withUnsafeBufferPointer { bytes in
            var finder = LinkFinder(bytes: bytes)
            return finder.all()
        }
    }
}

/// One walk over normalized text.
private struct LinkFinder {
    let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func all() -> [Link] {
        var links: [Link] = []
        while at < bytes.count {
            guard isNameByte(bytes[at]) else {
                at += 1
                continue
            }
            // A run of letters, digits, dots and hyphens is looked at once, as a whole.
            let start = at
            while at < bytes.count, isNameByte(bytes[at]) { at += 1 }
            if let link = absolute(start) ?? www(start) ?? bare(start) {
                links.append(link)
                at = max(at, link.place.upperBound)
            }
        }
        return links
    }

    /// `http://…` where the run that ends here is, or ends in, the scheme's name.
    private func absolute(_ start: Int) -> Link? {
        guard has("://", at: at) else { return nil }
        let run = bytes[start..<at]
        guard let scheme = ["https", "http"].first(where: { run.ends(with: $0) }) else {
            return nil
        }
        let first = at - scheme.utf8.count
        return link(from: first, authority: at + 3)
    }

    private func www(_ start: Int) -> Link? {
        guard has("www.", at: start), !isMail(start) else { return nil }
        let found = link(from: start, authority: start)
        return found.flatMap {
            $0.host.utf8.filter { $0 == UInt8(ascii: ".") }.count > 1 ? $0 : nil
        }
    }

    private func bare(_ start: Int) -> Link? {
        var first = start
        var end = at
        while first < end, !isAlphanumeric(bytes[first]) { first += 1 }
        while end > first, !isAlphanumeric(bytes[end - 1]) { end -= 1 }
        guard !isMail(start), let dot = bytes[first..<end].lastIndex(of: UInt8(ascii: ".")),
            dot > first, isAlphanumeric(bytes[dot - 1])
        else { return nil }
        let label = String(decoding: bytes[(dot + 1)..<end], as: UTF8.self)
        let hasPath = end == at && end < bytes.count && bytes[end] == UInt8(ascii: "/")
        guard
            TopLevelDomains.common.contains(label)
                || (hasPath && TopLevelDomains.words.contains(label))
        else { return nil }
        return link(from: first, authority: first)
    }

    /// Whether the run is a part of an address of mail.
    private func isMail(_ start: Int) -> Bool {
        (start > 0 && bytes[start - 1] == UInt8(ascii: "@"))
            || (at < bytes.count && bytes[at] == UInt8(ascii: "@"))
    }

    /// The link whose authority begins at `authority`; nil where it names no host.
    private func link(from start: Int, authority: Int) -> Link? {
        var end = authority
        while end < bytes.count, !endsLink(at: end) { end += 1 }
        let hasOpening = bytes[authority..<end].contains(UInt8(ascii: "("))
        while end > authority, isClosing(bytes[end - 1], hasOpening) { end -= 1 }
        guard let host = hostName(of: bytes[authority..<end]) else { return nil }
        return Link(host: host, place: start..<end)
    }

    private func endsLink(at index: Int) -> Bool {
        let byte = bytes[index]
        if byte <= 0x20 || byte == 0x7F || "<>\"`{}|^".utf8.contains(byte) { return true }
        // The punctuation of CJK, U+3000 to U+303F.
        return byte == 0xE3 && index + 1 < bytes.count && bytes[index + 1] == 0x80
    }

    /// Punctuation at a link's end belongs to the sentence.
    private func isClosing(_ byte: UInt8, _ hasOpening: Bool) -> Bool {
        ".,;:!?'*_]".utf8.contains(byte) || (byte == UInt8(ascii: ")") && !hasOpening)
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

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    fileprivate func ends(with word: String) -> Bool {
        suffix(word.utf8.count).elementsEqual(word.utf8)
    }
}

/// The host within `user@host:port/path`; nil where there is none. As browsers read it, `\` stands
/// for `/`, and percent signs are decoded.
private func hostName(of text: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    var authority = text.prefix { !"/\\?#".utf8.contains($0) }
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
        authority = authority[(at + 1)...]
    }
    if authority.first == UInt8(ascii: "[") {
        let address = authority.prefix { $0 != UInt8(ascii: "]") }
        return address.count > 1 ? String(decoding: Array(address) + [0x5D], as: UTF8.self) : nil
    }
    var name = percentDecoded(authority.prefix { $0 != UInt8(ascii: ":") })
    // Korean writes particles onto a name: what is beyond ASCII behind a common domain is text.
    if let end = name.firstIndex(where: { $0 >= 0x80 }),
        let label = name[..<end].split(separator: UInt8(ascii: ".")).last,
        name[..<end].contains(UInt8(ascii: ".")),
        TopLevelDomains.common.contains(String(decoding: label, as: UTF8.self))
    {
        name.removeSubrange(end...)
    }
    while name.last == UInt8(ascii: ".") { name.removeLast() }
    guard name.first != UInt8(ascii: "."),
        name.contains(where: { isAlphanumeric($0) || $0 >= 0x80 })
    else { return nil }
    return String(decoding: name, as: UTF8.self)
}

/// RFC 3986, section 2.1; what a percent sign hides is lower-cased.
private func percentDecoded(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var decoded: [UInt8] = []
    var at = text.startIndex
    while at < text.endIndex {
        if text[at] == UInt8(ascii: "%"), at + 2 < text.endIndex,
            let value = UInt8(String(decoding: text[(at + 1)...(at + 2)], as: UTF8.self), radix: 16)
        {
            decoded.append((0x41...0x5A).contains(value) ? value | 0x20 : value)
            at += 3
        } else {
            decoded.append(text[at])
            at += 1
        }
    }
    return decoded
}
