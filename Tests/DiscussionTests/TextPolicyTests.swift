import Discussion
import Testing

@Suite("What text may stand at all")
struct TextPolicyTests {
    @Test("Controls are refused, but for newline and tab")
    func controls() {
        let allowed: Set<UInt32> = [0x09, 0x0A]
        for value in (0..<0x20 as Range<UInt32>).map(\.self) + (0x7F...0x9F).map(\.self) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(String(Character(scalar)))b"
            #expect((TextPolicy.problem(of: text) == nil) == allowed.contains(value), "\(value)")
            #expect(TextPolicy.problem(ofIdentifier: text) != nil, "\(value)")
        }
    }

    @Test("A control is found at every place of a text, and where there is none no text is refused")
    func places() {
        let scalars: [Unicode.Scalar] = [
            "\u{1}", "\u{8}", "\t", "\n", "\u{B}", "\r", "\u{1F}", " ", "~", "\u{7F}", "\u{80}",
            "\u{9F}", "\u{A0}", "\u{BF}", "é", "\u{2FF}", "\u{300}", "한", "👍",
        ]
        for length in 0..<40 {
            for place in 0...length {
                for scalar in scalars {
                    let ends = [place, length - place].map { String(repeating: "a", count: $0) }
                    let text = ends[0] + String(Character(scalar)) + ends[1]
                    let isControl = scalar.properties.generalCategory == .control
                    let isAllowed = !isControl || scalar == "\t" || scalar == "\n"
                    #expect(
                        (TextPolicy.problem(of: text) == nil) == isAllowed, "\(place) \(scalar)")
                }
            }
        }
    }

    @Test(
        "Text of every script passes",
        arguments: [
            "", "plain", "한국어", "العَرَبِيَّة", "हिन्दी", "ไทยที่นี้", "e\u{301}", "👩‍👩‍👧‍👦🏳️‍🌈", "\u{A0}\u{AD}\u{FEFF}",
            "\u{200B}\u{202E}", "\u{10FFFF}", "a\nb\tc",
        ])
    func scripts(_ text: String) {
        #expect(TextPolicy.problem(of: text) == nil)
    }

    @Test(
        "Thirty combining marks in a row pass, one more does not",
        arguments: ["\u{300}", "\u{36F}", "\u{20DD}", "\u{903}", "\u{E0100}"])
    func marks(_ mark: String) {
        let thirty = String(repeating: mark, count: 30)
        #expect(TextPolicy.problem(of: "a\(thirty)b\(thirty)") == nil)
        #expect(TextPolicy.problem(of: thirty) == nil)
        #expect(TextPolicy.problem(of: "a\(thirty)\(mark)b") != nil)
        #expect(TextPolicy.problem(of: "\(thirty)\u{301}") != nil)
    }

    @Test("A run of different marks is one run", .timeLimit(.minutes(1)))
    func mixed() {
        let run = String(repeating: "\u{301}\u{327}\u{20DD}", count: 11)
        #expect(TextPolicy.problem(of: "a\(run)") != nil)
        let letters = String(repeating: "a\u{301}\u{327}", count: 200_000)
        #expect(TextPolicy.problem(of: letters) == nil)
    }

    @Test(
        "White space and what cannot be seen is blank",
        arguments: [
            "", " ", "\n\t\r\n", "\u{A0}\u{3000}\u{2003}", "\u{200B}\u{200D}\u{FEFF}", "\u{AD}",
            "\u{3164}\u{115F}", "\u{2028}\u{2029}\u{85}", "\u{FE0F}", " \u{2060} \n",
        ])
    func blank(_ text: String) {
        #expect(TextPolicy.isBlank(text))
    }

    @Test(
        "What can be seen is not", arguments: ["a", " . ", "\u{200B}x", "한", "👍", "\u{301}", "0"])
    func visible(_ text: String) {
        #expect(!TextPolicy.isBlank(text))
    }

    @Test("Names of machines may hold anything but controls")
    func identifiers() {
        for text in ["/a?b=c#d", "é 한", "\u{200B}", "'; DROP TABLE x--", ""] {
            #expect(TextPolicy.problem(ofIdentifier: text) == nil)
        }
    }

    @Test("Text from elsewhere is cleaned into what the policy takes, and stays where it is")
    func cleaned() {
        #expect(TextPolicy.cleaned("a\r\nb\rc\td\n") == "a\nb\nc\td\n")
        #expect(TextPolicy.cleaned("a\u{0}\u{1B}\u{7F}\u{85}b") == "ab")
        let marks = String(repeating: "\u{301}", count: 100)
        let text = TextPolicy.cleaned("e\(marks) 협상")
        #expect(text.unicodeScalars.count { $0 == "\u{301}" } == TextPolicy.maxCombiningMarks)
        #expect(TextPolicy.problem(of: text) == nil)
        for text in ["plain", "협상은 5년 걸렸습니다.", "año — “so”", ""] {
            #expect(TextPolicy.cleaned(text) == text)
        }
    }
}
