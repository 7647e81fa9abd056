import Discussion
import JSONValues
import Wire

/// What the readers of a demonstration write: made up of phrases, in three languages, or the
/// comments of a folder of data, with the made-up advertising and rudeness between them.
struct DemonstrationTexts {
    /// What a text is, which moderators of the demonstration find out.
    enum Kind: CaseIterable {
        case fair
        case advertising
        case rude

        /// What a moderator makes of it who sees it rightly.
        var decision: Decision {
            switch self {
            case .fair: .approve
            case .advertising: .spam
            case .rude: .reject
            }
        }
    }

    private let found: [String]

    /// Bodies longer than this are not taken from data.
    private static let maxBytes = 2000
    private static let maxFileBytes = 64 << 20
    private static let maxFound = 20_000

    /// `folder` may hold files `threads/NAME/comments.jsonl`, an object with a `body` a line; nil,
    /// and where there are none, all is made up.
    init(data folder: String?) {
        var found: [String] = []
        for name in folder == nil ? [] : Self.names {
            let path = "\(folder ?? "")/threads/\(name)/comments.jsonl"
            let bytes = Files.bytes(of: path, most: Self.maxFileBytes) ?? []
            for line in bytes.split(separator: 0x0A) where found.count < Self.maxFound {
                guard let value = try? StrictJSON.parse(Array(line)), let body = value["body"].text,
                    Self.isFit(body)
                else { continue }
                found.append(body)
            }
        }
        self.found = found
    }

    private static let names = ["changemyview", "metadecidim", "reddit"]

    private static func isFit(_ body: String) -> Bool {
        (20...maxBytes).contains(body.utf8.count) && TextPolicy.problem(of: body) == nil
            && !TextPolicy.isBlank(body)
    }

    /// The next text of a kind.
    func next(_ kind: Kind, _ dice: inout SeededDice) -> String {
        switch kind {
        case .fair:
            return found.isEmpty ? fair(&dice) : dice.one(of: found)
        case .advertising:
            let text = dice.one(of: Self.advertising)
            let place = "http://\(dice.one(of: Self.hosts)).example/\(dice.below(900) + 100)"
            return text.replacing("@", with: place) + dice.one(of: ["", "!", " Don't miss it."])
        case .rude:
            return dice.one(of: Self.rude) + " " + dice.one(of: Self.ruder)
        }
    }

    private func fair(_ dice: inout SeededDice) -> String {
        let language = dice.below(10)
        let (openings, subjects, ends) =
            language < 6 ? Self.english : language < 8 ? Self.korean : Self.japanese
        var text = dice.one(of: openings) + dice.one(of: subjects) + dice.one(of: ends)
        if dice.percent(30) {
            text += language < 8 ? " " : ""
            text += dice.one(of: openings) + dice.one(of: subjects) + dice.one(of: ends)
        }
        return text
    }

    private static let english = (
        [
            "I read twice that ", "My sister says ", "Nobody asked whether ",
            "It surprises me that ",
            "As a nurse I can say that ", "For once I agree: ", "The council promised that ",
            "What the article leaves out: ", "Ten years ago we heard that ",
        ],
        [
            "the new bridge will be open by spring", "the ferry is cheaper than the tunnel",
            "the school buses go round by the river", "rents near the harbour have doubled",
            "the fishermen got less than they were offered", "trams are quieter than cars",
            "the figures in the second table are last year's", "the library keeps its evenings",
        ],
        [
            ".", ", and that is a start.", ", which I doubt.", ". Who pays?",
            ". Please show the numbers.", ", but not at any price.", ". Good report.",
        ]
    )
    private static let korean = (
        ["기사를 두 번 읽었는데 ", "우리 동네에서도 ", "작년에 들은 바로는 ", "솔직히 말하면 ", "아이를 키우는 입장에서 "],
        [
            "새 다리는 봄에 열릴 것 같습니다", "월세가 두 배로 올랐습니다", "버스 노선이 바뀌어 불편합니다",
            "항구 공사가 너무 늦습니다", "도서관 저녁 운영은 꼭 필요합니다",
        ],
        [".", ". 근거를 보여 주세요.", ". 누가 비용을 내나요?", ". 좋은 기사 감사합니다."]
    )
    private static let japanese = (
        ["記事を読みましたが、", "私の町でも", "正直に言うと、", "去年の説明では、", "子どもを持つ親として、"],
        [
            "新しい橋は春に開くそうです", "家賃が二倍になりました", "バスの路線が変わって不便です",
            "港の工事は遅れすぎています", "図書館の夜間開館は必要です",
        ], ["。", "。根拠を示してください。", "。誰が払うのですか。", "。良い記事でした。"]
    )
    private static let hosts = ["best-offer", "lucky-day", "cheap-trade", "night-shop", "win-big"]
    private static let advertising = [
        "I make $900 a day from home, see @", "Check out my channel @ and subscribe to me",
        "Online casino with a welcome bonus: @", "You have won a prize, claim your reward at @",
        "My cousin sells watches, cheaper than any shop, ask for the list",
        "Great article. My page has more on such things, look for my name",
        "가입 쿠폰 드립니다 카지노 @", "副業で稼げる 無料登録 @", "Payday loans in an hour @ and @",
        "Followers and likes, the best price in town, write to me",
    ]
    private static let rude = [
        "You are too stupid to read a timetable.", "What a clown you are.",
        "People like you should be thrown off the bridge.", "Shut your mouth, old fool.",
        "너 같은 인간은 입 다물어라.", "お前は黙っていろ、馬鹿者。", "Go back to where you came from.",
    ]
    private static let ruder = [
        "Idiot.", "Nobody wants you here.", "Your whole family is the same.", "Pathetic liar.",
        "한심하다.", "恥を知れ。",
    ]
}
