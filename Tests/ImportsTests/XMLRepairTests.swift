import Testing

@testable import Imports

@Suite("XML put right")
struct XMLRepairTests {
    /// Repaired whole, and byte by byte: both give the same.
    private func repaired(_ text: String) throws -> String {
        var (whole, single): ([UInt8], [UInt8]) = ([], [])
        var repair = XMLRepair()
        let bytes = Array(text.utf8)
        try bytes.withUnsafeBytes { try repair.feed($0, to: &whole) }
        repair = XMLRepair()
        for byte in bytes { try [byte].withUnsafeBytes { try repair.feed($0, to: &single) } }
        #expect(whole == single)
        return String(decoding: whole, as: UTF8.self)
    }

    @Test(
        "What every reader would take alike is written as XML has it",
        arguments: [
            ("`\n<a/>", "<a/>"), ("<a b=1/>", "<a b=\"1\"/>"),
            ("<a b=1 c = x/y>t</a>", "<a b=\"1\" c = \"x/y\">t</a>"),
            ("<a b='1=2' c=\"x y\">=</a>", "<a b='1=2' c=\"x y\">=</a>"),
            ("<a>x\u{1}y&#x1;z&#8;</a>", "<a>xyz</a>"),
            ("<a>b & c && d&</a>", "<a>b &amp; c &amp;&amp; d&amp;</a>"),
            ("<a>&amp;&lt;&#x41;</a>", "<a>&amp;&lt;&#x41;</a>"),
            ("<a><![CDATA[ <b c=1> & ]] > ]]>&</a>", "<a><![CDATA[ <b c=1> & ]] > ]]>&amp;</a>"),
            ("<?xml v=\"1\"?><!-- a=b & --><a/>", "<?xml v=\"1\"?><!-- a=b & --><a/>"),
        ])
    func repairs(_ given: String, _ wanted: String) throws {
        #expect(try repaired(given) == wanted)
    }

    @Test("Where no tag comes soon, or the letters are another encoding's, it is refused")
    func refuses() {
        #expect(throws: ImportProblem.self) {
            try repaired(String(repeating: "x", count: 2000))
        }
        var repair = XMLRepair()
        var output: [UInt8] = []
        #expect(throws: ImportProblem.self) {
            try [UInt8](arrayLiteral: 0xFF, 0xFE, 0x3C, 0x00).withUnsafeBytes {
                try repair.feed($0, to: &output)
            }
        }
    }
}
