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

/// The host within `user@host:port/path`; nil where there is none. As browsers read it, `\` stands
/// for `/`, and percent signs are decoded.
func hostName(of text: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
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

/// Of ASCII; text is in lower case once it is normalized.
func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
}
