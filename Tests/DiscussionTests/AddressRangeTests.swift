import Discussion
import Glibc
import Testing

@Suite("Ranges of addresses")
struct AddressRangeTests {
    private func contains(_ range: String, _ address: String) throws -> Bool {
        let range = try #require(AddressRange(text: range))
        return range.contains(try #require(AddressRange.number(of: address)))
    }

    @Test("An address lies in what begins alike")
    func contains() throws {
        #expect(try contains("203.0.113.0/24", "203.0.113.255"))
        #expect(try !contains("203.0.113.0/24", "203.0.112.255"))
        #expect(try contains("203.0.113.77/24", "203.0.113.1"))
        #expect(try contains("203.0.113.7", "203.0.113.7"))
        #expect(try !contains("203.0.113.7/32", "203.0.113.6"))
        #expect(try contains("0.0.0.0/0", "255.255.255.255"))
        #expect(try !contains("0.0.0.0/0", "2001:db8::1"))
        #expect(try contains("2001:db8::/48", "2001:db8:0:ffff::"))
        #expect(try !contains("2001:db8::/48", "2001:db8:1::"))
        #expect(try contains("::/0", "203.0.113.7"))
        #expect(try contains("203.0.113.0/24", "::ffff:203.0.113.9"))
    }

    @Test("Two ranges are equal however they are written, and overlap where one holds the other")
    func compares() throws {
        func range(_ text: String) throws -> AddressRange {
            try #require(AddressRange(text: text))
        }
        #expect(try range("203.0.113.9/24") == range("::ffff:203.0.113.0/120"))
        #expect(try range("2001:DB8::/32") == range("2001:db8:0:0:1::/32"))
        #expect(try range("203.0.113.0/24") != range("203.0.113.0/25"))
        #expect(try range("203.0.112.0/22").overlaps(range("203.0.113.0/24")))
        #expect(try range("203.0.113.0/24").overlaps(range("203.0.112.0/22")))
        #expect(try !range("203.0.112.0/24").overlaps(range("203.0.113.0/24")))
        #expect(try range("10.0.0.0/8").isV4)
        #expect(try !range("::/0").isV4)
    }

    @Test(
        "What is no range is none",
        arguments: [
            "", "/", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+1", "1.2.3.4/08", "::/129",
            "1.2.3.4/24/8", "1.2.3.4 /24", "1.2.3/24", "example.com",
        ])
    func refuses(_ text: String) { #expect(AddressRange(text: text) == nil) }

    /// The C library's own reading, as sixteen bytes.
    private func reference(_ text: String) -> UInt128? {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            return 0xFFFF_0000_0000 | UInt128(UInt32(bigEndian: v4.s_addr))
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        return withUnsafeBytes(of: v6) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
    }

    @Test("Addresses are read as the C library reads them")
    func differs() {
        let pieces = [
            "", "0", "1", "ff", "FFFF", "00001", "g", "::", ":", ".", "255", "256", "01",
            "203.0.113.7", "1.2.3", "db8", "2001", " ", "%lo",
        ]
        var dice = Dice(7)
        var addresses = 0
        for _ in 0..<200_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...9, using: &dice) {
                text += pieces.randomElement(using: &dice) ?? ""
                text += Bool.random(using: &dice) ? ":" : ""
            }
            let expected = reference(text)
            if expected != nil { addresses += 1 }
            #expect(AddressRange.number(of: text) == expected, "\(text)")
        }
        #expect(addresses > 100)
    }
}
