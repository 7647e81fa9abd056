import CICU

/// An address that mail can go to, in the plain form that needs no quoting anywhere (RFC 5321,
/// section 4.1.2: a dot-string and a domain), so that it can be nothing else in a header.
///
/// A domain in other letters is taken in its form of ASCII, which every mail system knows (RFC
/// 5890). What stands before the `@` has no such form: mail to other letters there needs SMTPUTF8
/// (RFC 6531) all the way, and is not sent.
package struct MailAddress: Sendable, Equatable {
    /// The address itself, in ASCII.
    package let text: String

    /// Nil where the text is no such address.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count),
            Self.isDotted(parts[0], Self.isAtomByte), let domain = Self.domain(parts[1]),
            parts[0].utf8.count + 1 + domain.utf8.count <= 254
        else { return nil }
        self.text = "\(parts[0])@\(domain)"
    }

    /// What stands behind the `@`.
    package var domain: String { String(text.split(separator: "@").last ?? "") }

    /// Reads `address` or `A Name <address>`; nil where it is neither.
    package static func mailbox(_ text: String) -> (name: String, address: MailAddress)? {
        if let address = MailAddress(text) { return ("", address) }
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<"),
            let address = MailAddress(String(text[text.index(after: open)...].dropLast()))
        else { return nil }
        return (String(text[..<open]), address)
    }

    private static func isDotted(_ text: Substring, _ isAllowed: (UInt8) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isAllowed) }
    }

    /// The longest name of a domain, in bytes (RFC 1035, section 2.3.4).
    private static let maxDomain = 255

    /// A domain in ASCII; nil where it is none.
    private static func domain(_ text: Substring) -> String? {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return isDomain(text) ? String(text) : nil }
        // No byte of ASCII stands for less than a code point of the name.
        guard text.utf8.count <= maxDomain * 4 else { return nil }
        let name = Array(text.utf8)
        let ascii = [UInt8](unsafeUninitializedCapacity: maxDomain) { buffer, count in
            let written = cicu_ascii_domain(
                name, Int32(name.count), buffer.baseAddress, Int32(buffer.count))
            count = max(0, Int(written))
        }
        let domain = String(decoding: ascii, as: UTF8.self)
        return isDomain(domain[...]) ? domain : nil
    }

    private static func isDomain(_ text: Substring) -> Bool {
        isDotted(text) { isLetterOrDigit($0) || $0 == 0x2D }
            && text.split(separator: ".").allSatisfy {
                $0.utf8.count <= 63 && !$0.hasPrefix("-") && !$0.hasSuffix("-")
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
}
