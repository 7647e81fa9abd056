import Testing

@Suite("What is code is told from what is none")
struct BlanksTests {
    private func code(_ text: String) -> String {
        SwiftFile(path: "Tests/a/b", text: text).code.joined(separator: "|")
    }

    @Test(
        "Comments and strings are blanks",
        arguments: [
            ("a // b", "a     "), ("a /* b /* c */ d */ e", "a                   e"),
            ("f(\"b//\") // c", "f(\"   \")     "), ("\"a\\\"b\" c", "\"    \" c"),
            ("\"a\\(f(\"b\"))c\" d", "\"           \" d"), ("#\"a\"b\"# c", "#     # c"),
            ("\"\"\"\na\"b\n\"\"\" c", "\"  |   |  \" c"), ("a\nb", "a|b"),
        ])
    func blanks(_ text: String, _ expected: String) {
        #expect(code(text) == expected)
    }

    @Test("Imports are found, however they are marked")
    func imports() {
        let text =
            "import A\n@testable import B\n// import C\nlet x = \"import D\"\nprivate import E"
        #expect(SwiftFile(path: "Tests/a/b", text: text).imports == ["A", "B", "E"])
    }
}
