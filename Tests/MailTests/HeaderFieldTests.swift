import Discussion
import Foundation
import Testing

@testable import Mail

@Suite("Header fields of a mail")
struct HeaderFieldTests {
    /// A field as a reader of mail understands it: unfolded, its encoded words decoded.
    static func read(_ field: String) throws -> String {
        let unfolded = field.replacing("\n ", with: " ")
        // White space between two encoded words is not shown (RFC 2047, section 6.2).
        let joined = unfolded.replacing(/(=\?UTF-8\?B\?[A-Za-z0-9+\/=]*\?=) (?==\?)/) { "\($0.1)" }
        var text = ""
        var rest = joined[...]
        while let match = rest.firstMatch(of: /=\?UTF-8\?B\?([A-Za-z0-9+\/=]*)\?=/) {
            text += rest[..<match.range.lowerBound]
            let bytes = try #require(Data(base64Encoded: String(match.1)))
            text += try #require(String(bytes: bytes, encoding: .utf8), "half a letter")
            rest = rest[match.range.upperBound...]
        }
        return text + rest
    }

    static let texts = [
        "Plain", "A longer subject that is ASCII but too long for one line of a mail, as it seems",
        "문재인과 기시다의 회담: 네 해가 걸렸다", "東京とソウルの合意について、新しいコメントが届きました。ご確認ください。",
        "Grüße, ¿qué tal?", "=?UTF-8?B?SGVsbG8=?=", "a =? b", "🇰🇷🇯🇵👨‍👩‍👧‍👦 family",
        "e" + String(repeating: "\u{301}", count: 30), String(repeating: "한국어 ", count: 60),
        String(repeating: "x", count: 400), "tab\tand  spaces", "",
    ]

    @Test("Text comes out as it went in, on lines of at most 76 columns", arguments: texts)
    func comesOut(_ text: String) throws {
        let field = HeaderField.text("Subject", text)
        for line in field.split(separator: "\n") {
            #expect(line.utf8.count <= 76)
            #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        }
        for match in field.matches(of: /=\?UTF-8\?B\?[A-Za-z0-9+\/=]*\?=/) {
            #expect(match.0.utf8.count <= 75)
        }
        #expect(try Self.read(field) == "Subject: " + HeaderField.oneLine(text))
    }

    @Test(
        "Names stand before an address, quoted or encoded where they must be",
        arguments: [
            ("", "To: a@b.example"), ("Ann", "To: Ann <a@b.example>"),
            ("O'Hara, Ann", "To: \"O'Hara, Ann\" <a@b.example>"),
            ("a \"b\" \\c", "To: \"a \\\"b\\\" \\\\c\" <a@b.example>"),
            ("x@y.example>, <z@w.example", "To: \"x@y.example>, <z@w.example\" <a@b.example>"),
            ("김철수", "To: =?UTF-8?B?6rmA7LKg7IiY?= <a@b.example>"),
        ])
    func mailboxes(_ name: String, _ field: String) throws {
        let address = try #require(MailAddress("a@b.example"))
        #expect(HeaderField.mailbox("To", name, address) == field)
    }

    @Test("A long name folds, and the address stands on a line that has room")
    func longName() throws {
        let address = try #require(MailAddress("someone.with.a.long.name@mail.example.org"))
        for name in ["さくら さくら やよいのそらは みわたすかぎり", String(repeating: "Ann ", count: 60)] {
            let field = HeaderField.mailbox("To", name, address)
            #expect(field.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
            #expect(try Self.read(field) == "To: \(HeaderField.oneLine(name)) <\(address.text)>")
        }
    }

    @Test(
        "Nothing in a name or a title begins a field of its own",
        arguments: [
            "x\nBcc: victim@example.org", "x\r\nBcc: v@example.org", "x\rBcc: v", "x\u{0}y",
            "x\u{85}Bcc: v", "x\u{2028}Bcc: v", "x\n\nbody", "\nBcc: v@example.org",
            "=?UTF-8?B?eA==?=\nBcc: v", "x\u{202E}moc.elpmaxe@v",
        ])
    func injection(_ text: String) throws {
        let address = try #require(MailAddress("a@b.example"))
        for field in [
            HeaderField.text("Subject", text), HeaderField.mailbox("To", text, address),
        ] {
            for line in field.split(separator: "\n", omittingEmptySubsequences: false).dropFirst() {
                #expect(line.hasPrefix(" "), "\(field)")
            }
            #expect(field.utf8.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 < 0x7F })
            #expect(!field.hasSuffix("\n"))
        }
    }

    @Test(
        "An address is a plain one or none",
        arguments: [
            ("a@b.example", true), ("a.b+c=d@e-f.example", true), ("-f@b.example", true),
            ("a@localhost", true), ("", false), ("a", false), ("a@", false), ("@b", false),
            ("a@b@c", false), ("a b@c.example", false), ("a@b.example\nBcc: c", false),
            ("a@b.example,c@d.example", false), ("\"a b\"@c.example", false),
            ("a..b@c.example", false), (".a@b.example", false), ("a@b..c", false),
            ("a@-b.example", false), ("a<b>@c.example", false), ("a@[127.0.0.1]", false),
            ("é@b.example", false), ("é@b\u{E9}.example", false), ("a@b\u{202E}.example", false),
            ("a@b\u{E9}\n.example", false), ("a@\u{E9} b.example", false), ("a@é..b", false),
            ("a@b\u{FF20}c.example", false), ("a@-é.example", false),
            ("a@" + String(repeating: "é", count: 60) + ".example", false),
            (String(repeating: "a", count: 65) + "@b.example", false),
            ("a@" + String(repeating: "b", count: 64) + ".example", false),
        ])
    func addresses(_ text: String, _ isOne: Bool) {
        #expect((MailAddress(text) != nil) == isOne)
    }

    @Test(
        "A domain in other letters is taken in ASCII",
        arguments: [
            ("a@bücher.example", "a@xn--bcher-kva.example"),
            ("a.b@例え.テスト", "a.b@xn--r8jz45g.xn--zckzah"),
            ("a@BU\u{308}CHER.example", "a@xn--bcher-kva.example"),
            ("a@faß.example", "a@xn--fa-hia.example"), ("a@한국.example", "a@xn--3e0b707e.example"),
        ])
    func domains(_ text: String, _ ascii: String) {
        #expect(MailAddress(text)?.text == ascii)
    }

    @Test("A mailbox is an address, with a name before it or without")
    func parsing() {
        #expect(MailAddress.mailbox("a@b.example")?.name == "")
        #expect(MailAddress.mailbox("A Name <a@b.example>")?.name == "A Name ")
        #expect(MailAddress.mailbox("A Name <a@b.example>")?.address.domain == "b.example")
        #expect(MailAddress.mailbox("A Name") == nil)
        #expect(MailAddress.mailbox("<a@b.example> x") == nil)
    }

    @Test("A date is told as mails tell it")
    func dates() {
        for (ms, text): (Int64, String) in [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"),
            (1_767_225_600_000, "Thu, 1 Jan 2026 00:00:00 +0000"),
            (1_795_426_207_999, "Mon, 23 Nov 2026 09:30:07 +0000"),
        ] { #expect(Moment(milliseconds: ms).mailDate == text) }
    }
}
