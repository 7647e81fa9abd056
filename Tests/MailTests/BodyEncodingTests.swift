import Foundation
import Testing

@testable import Mail

@Suite("The body of a mail")
struct BodyEncodingTests {
    /// Quoted-printable as a reader of mail understands it (RFC 2045, section 6.7).
    static func unquoted(_ text: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.replacing("=\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == 0x3D else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            bytes.append(try #require(UInt8(digits, radix: 16)))
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static let texts = [
        "", "Hello", "two\nlines\n", "ends with a space \nand a tab\t", ".\n..\nFrom here", "a=b",
        "Grüße", "한국어로 쓴 글입니다.\n두 번째 줄", String(repeating: "a", count: 1000),
        String(repeating: "ü", count: 300), String(repeating: "日本語", count: 200), "--=_x\n--=_x--",
        "=\n=", "\n\n\n",
    ]

    @Test("Text comes out as it went in, in lines of at most 76 columns of ASCII", arguments: texts)
    func comesOut(_ text: String) throws {
        for encoding in [BodyEncoding.quotedPrintable, .base64] {
            let encoded = String(decoding: encoding.encode(text), as: UTF8.self)
            for line in encoded.split(separator: "\n", omittingEmptySubsequences: false) {
                #expect(line.utf8.count <= 76)
                #expect(line.utf8.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 < 0x7F })
                #expect(!line.hasPrefix(".") && !line.hasPrefix("From ") && !line.hasPrefix("--"))
                #expect(line.last != " " && line.last != "\t")
            }
            if encoding == .base64 {
                let lines = encoded.replacing("\n", with: "")
                let bytes = try #require(Data(base64Encoded: lines))
                #expect(
                    String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n") == text)
            } else {
                #expect(try Self.unquoted(encoded) == text + "\n")
            }
        }
    }

    @Test("Text that is mostly not ASCII goes as base64, other text can be read as it is")
    func choice() {
        #expect(BodyEncoding(for: "Grüße aus Köln, und noch ein Satz dazu") == .quotedPrintable)
        #expect(BodyEncoding(for: "한국어로 쓴 글") == .base64)
        #expect(BodyEncoding(for: "") == .quotedPrintable)
    }

    @Test("Letters of bytes are those of RFC 4648")
    func base64() {
        for (text, letters) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ] {
            #expect(
                String(decoding: Base64.letters(of: Array(text.utf8)), as: UTF8.self) == letters)
        }
    }
}
