import Foundation
import Testing

@testable import Moderation

@Suite("The word lists that come with the program")
struct WordListTests {
    private static let files = ["en.txt", "ko.txt", "ja.txt"]

    private func list(_ name: String) throws -> [UInt8] {
        let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: top.appending(path: "config/words/\(name)")))
    }

    private func hits(_ body: String) throws -> [String] {
        let rules = try Bench.compile(
            Self.files.map { Bench.rule($0, when: ["words": .string($0)], then: "reject") },
            lists: Dictionary(uniqueKeysWithValues: Self.files.map { ($0, try list($0)) }))
        return rules.judge(body, Facts()).reasons.map(\.rule)
    }

    @Test(
        "Abuse is found",
        arguments: [
            ("These subhuman scum again.", "en.txt"), ("ｍｕｄｓｌｉｍｅｓ everywhere", "en.txt"),
            ("쪽바리들은 믿을 수 없다", "ko.txt"), ("또 짱꼴라에게서 배웠나", "ko.txt"),
            ("ゴキブリ在日は黙れ", "ja.txt"), ("お前ﾎﾓ野郎だろ", "ja.txt"),
        ])
    func found(_ body: String, _ list: String) throws {
        #expect(try hits(body) == [list])
    }

    @Test(
        "Harmless words that look alike are not",
        arguments: [
            "The class in Scunthorpe assessed a therapist: the chinks in his argument are many.",
            "Kike Hernández ate faggots and peas with kaffir limes; ABO is a blood group.",
            "They wanted to kill all Jews and to gas the Jews: never again.",
            "시발점은 서울역이고 시발 열차가 첫차다. 사건의 시발이 되었다.",
            "병신년 새해에 홍어를 먹었고, 튀기는 소리에 주머니를 뒤져라 했다.",
            "朝鮮人の歴史、販売女性の待遇、土人形、米軍基地外の居住、死ねばいいとは言えない。",
            "チョン公使とガイジンのバカンス。なぜ日本人を殺せるのかという問い。",
        ])
    func notFound(_ body: String) throws {
        #expect(try hits(body) == [])
    }

    @Test("Every word is found as it stands, and no list has one twice", arguments: files)
    func words(_ name: String) throws {
        let words = listedWords(try list(name)).map(\.word)
        #expect((15...60).contains(words.count))
        #expect(Set(words).count == words.count)
        for word in words { #expect(try hits("x. \(word)!") == [name], "\(word)") }
    }
}
