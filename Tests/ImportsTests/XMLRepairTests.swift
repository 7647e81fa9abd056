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
        try repair.finish(to: &whole)
        repair = XMLRepair()
        for byte in bytes { try [byte].withUnsafeBytes { try repair.feed($0, to: &single) } }
        try repair.finish(to: &single)
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
            ("<a>&nbsp;&eacute;x&hellip;</a>", "<a>&#160;&#233;x&#8230;</a>"),
            ("<a>AT&T ?a=1&b=2&lang=ko</a>", "<a>AT&amp;T ?a=1&amp;b=2&amp;lang=ko</a>"),
            ("<a>&é&;&#</a>&", "<a>&amp;é&amp;;&amp;#</a>&amp;"),
            ("<b>Notice</b> x\n<?xml v=\"1\"?><a/>", "<?xml v=\"1\"?><a/>"),
            ("\u{FEFF}\n <a/>", "<a/>"),
            ("<a><![CDATA[ <b c=1> & ]] > ]]>&</a>", "<a><![CDATA[ <b c=1> & ]] > ]]>&amp;</a>"),
            ("<?xml v=\"1\"?><!-- a=b & --><a/>", "<?xml v=\"1\"?><!-- a=b & --><a/>"),
        ])
    func repairs(_ given: String, _ wanted: String) throws {
        #expect(try repaired(given) == wanted)
    }

    @Test(
        "What readers would take differently stays as it is",
        arguments: ["<a>&copy2</a>", "<a>&nothing;</a>", "<a>&#8217 x</a>", "<a>&ampx</a>"])
    func stays(_ given: String) throws { #expect(try repaired(given) == given) }

    @Test("A section of any length is cut into such as a parser takes, between letters")
    func sections() throws {
        let text = String(repeating: "한]] > é]é ab", count: 200_000)
        let output = try repaired("<a><![CDATA[\(text)]]></a>")
        let cut = "]]><![CDATA["
        #expect(output.replacing(cut, with: "") == "<a><![CDATA[\(text)]]></a>")
        #expect(output.split(separator: cut).allSatisfy { $0.utf8.count < 2_000_000 })
    }

    @Test("A tag with attributes without number is refused by its line")
    func attributes() {
        let many = (0..<1001).map { " a\($0)='1'" }.joined()
        #expect(throws: ImportProblem("a tag has over 1000 attributes", line: 3)) {
            try repaired("<a>\n\n<b\(many)/></a>")
        }
        #expect(throws: ImportProblem("is empty")) { try repaired("\n \n") }
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
