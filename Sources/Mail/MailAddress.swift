/// An address that mail can go to, in the plain form that needs no quoting anywhere (RFC 5321,
/// section 4.1.2: a dot-string and a domain), so that it can be nothing else in a header.
package struct MailAddress: Sendable, Equatable {
    /// The address itself.
    package let text: String

    /// Nil where the text is no such address.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
            Self.isDotted(parts[0], Self.isAtomByte), Self.isDomain(parts[1])
        else { return nil }
        self.text = text
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
