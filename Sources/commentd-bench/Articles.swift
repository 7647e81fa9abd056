/// Articles of several paragraphs in three languages, as a newspaper's local pages have them.
struct Article: Sendable {
    let name: String
    let text: String
    /// Another text of the language, to be put in.
    let other: String

    /// Written for this.
    static let own = [
        Article(name: "English", text: english, other: otherEnglish),
        Article(name: "Korean", text: korean, other: otherKorean),
        Article(name: "Japanese", text: japanese, other: otherJapanese),
    ]

    private static let otherEnglish = """
        Apples keep longest in a cool cellar, laid side by side on straw, never next to onions; \
        my grandfather turned each of them once a week and talked to the best. The orchard itself \
        wants little: a hard pruning in February, some wood ash, patience. When the frost came \
        back in May, neighbours lit small fires between the rows, drank tea from flasks and told \
        each other about summers that were longer. Those who sell at the roadside trust people to \
        leave coins in a tin, which mostly they do.
        """

    private static let otherKorean = """
        사과는 서늘한 광에 짚을 깔고 하나씩 늘어놓으면 가장 오래 간다. 할아버지는 일주일에 한 번씩 사과를 뒤집으며 제일 \
        좋은 놈에게 말을 걸곤 하셨다. 과수원은 손이 많이 가지 않는다. 이월에 가지를 세게 치고 재를 조금 뿌린 뒤 \
        기다리면 그만이다. 오월에 서리가 다시 내리자 이웃들은 나무 사이에 작은 불을 피우고 보온병의 차를 마시며 더 길었던 \
        여름 이야기를 나누었다. 길가에서 파는 사람들은 깡통에 동전을 두고 가라고만 하는데 대개는 정말 두고 간다.
        """

    private static let otherJapanese = """
        りんごは涼しい地下室で、わらの上に並べておくといちばん長持ちする。玉ねぎの隣には決して置かない。祖父は週に一度、\
        実を一つずつ返しながら、出来のよいものに話しかけていた。果樹園そのものは手がかからない。二月に強く枝を切り、灰を\
        少しまき、あとは待つだけだ。五月に霜が戻ってくると、隣人たちは木々の間に小さな火をたき、魔法瓶のお茶を飲みながら、\
        もっと長かったころの夏の話をした。道端で売る人は缶に小銭を入れてもらう。たいていは本当に入っている。
        """

    private static let english = """
        The harbour council voted on Tuesday night to keep the old swing bridge open to foot \
        passengers for another three years, ending a dispute that had split the waterfront since \
        the spring. Eleven members were in favour and nine against. The bridge, which has not \
        carried a car since 2009, needs repairs that engineers put at four million euros.

        Supporters had filled the public gallery. "We are not asking for a monument," said Ida \
        Renner, who runs the chandlery on the north quay. "We are asking for a way to walk to \
        work." She reminded the council that the next crossing is forty minutes away on foot, and \
        that the ferry stops at seven in the evening.

        The opponents did not deny that people like the bridge. They asked who pays. In the budget \
        that was passed in January there is money for one large work on the water, and the sea \
        wall behind the fish market has been leaking for two winters. "If the wall goes, the \
        market goes," said the treasurer. "If the bridge goes, we walk."

        In the end it was a small amendment that decided the vote. The repairs will be spread over \
        three summers, and the wall comes first. Until the first summer is over, no more than two \
        hundred people may be on the bridge at a time. Two wardens will count them.

        What happens after the three years is open. The port authority wants a fixed span that \
        ships could no longer pass; the rowing club wants nothing of the kind. A working group is \
        to report next autumn. Nobody in the gallery seemed to think that it would be on time.

        Whoever walked home over the bridge that night heard it creak as it always has. The light \
        on the middle pier, which the council had forgotten to switch off in 2009, was still \
        burning.
        """

    private static let korean = """
        항구 의회는 화요일 밤 낡은 회전교를 앞으로 삼 년 더 보행자에게 개방하기로 결정했다. 봄부터 부둣가를 둘로 \
        갈라놓았던 논쟁이 이로써 끝났다. 찬성이 열하나, 반대가 아홉이었다. 2009년 이후 자동차가 다니지 않은 이 다리는 \
        기술자들의 계산으로 사백만 유로가 드는 보수 공사를 앞두고 있다.

        방청석은 찬성하는 주민들로 가득 찼다. 북쪽 부두에서 선구점을 하는 이다 레너 씨는 이렇게 말했다. "우리는 기념물을 \
        달라는 게 아닙니다. 걸어서 일하러 갈 길을 달라는 것입니다." 그는 다음 다리까지 걸어서 사십 분이 걸리고 나룻배는 \
        저녁 일곱 시면 끊긴다는 사실을 의원들에게 다시 일깨웠다.

        반대하는 쪽도 사람들이 다리를 좋아한다는 점은 부정하지 않았다. 그들이 물은 것은 누가 돈을 내느냐였다. 1월에 통과된 \
        예산에는 물가의 큰 공사 하나를 할 돈밖에 없는데, 어시장 뒤의 방파제는 두 해 겨울째 물이 새고 있다. "방파제가 \
        무너지면 시장도 무너집니다. 다리가 무너지면 우리는 돌아서 걸으면 됩니다." 회계 담당 의원의 말이다.

        결국 표결을 가른 것은 작은 수정안이었다. 보수는 세 번의 여름에 나누어 하고, 방파제를 먼저 고친다. 첫 여름이 끝날 \
        때까지는 한꺼번에 이백 명 넘게 다리에 올라갈 수 없다. 안내원 두 사람이 그 수를 센다.

        삼 년 뒤에 어떻게 될지는 정해지지 않았다. 항만청은 배가 더는 지나갈 수 없는 고정교를 바라고, 조정 클럽은 그런 것을 \
        전혀 바라지 않는다. 작업반이 내년 가을에 보고서를 내기로 했다. 방청석에서 그것이 제때 나오리라고 믿는 사람은 없어 \
        보였다.

        그날 밤 다리를 건너 집으로 돌아간 사람들은 언제나처럼 삐걱거리는 소리를 들었다. 의회가 2009년에 끄는 것을 잊어버린 \
        가운데 교각의 등불은 아직도 켜져 있었다.
        """

    private static let japanese = """
        港湾評議会は火曜日の夜、古い旋回橋をあと三年間、歩行者に開放し続けることを決めた。春から岸壁の町を二つに分けてきた\
        争いは、これで終わった。賛成は十一人、反対は九人だった。二〇〇九年から車の通っていないこの橋は、技術者の見積もりで\
        四百万ユーロの修理を必要としている。

        傍聴席は賛成する住民でいっぱいだった。北の波止場で船具店を営むイーダ・レンナーさんはこう話した。「記念碑がほしいと\
        言っているのではありません。歩いて仕事に行く道がほしいのです。」次の橋までは歩いて四十分かかり、渡し船は夕方七時に\
        終わってしまうことを、彼女は議員たちに思い出させた。

        反対する側も、人々が橋を好きなことは否定しなかった。彼らが尋ねたのは、だれが払うのかということだった。一月に通った\
        予算には、水辺の大きな工事一つ分の金しかない。魚市場の裏の護岸は、もう二度の冬のあいだ水が漏れている。「護岸が崩れれば\
        市場も終わりです。橋が落ちても、私たちは歩けばいい。」会計係の議員はそう言った。

        結局、採決を決めたのは小さな修正案だった。修理は三度の夏に分けて行い、護岸を先に直す。最初の夏が終わるまで、橋の上に\
        いてよいのは一度に二百人までとする。二人の係員がその数を数える。

        三年後にどうなるかは決まっていない。港湾局は船が通れなくなる固定橋を望み、ボートクラブはそんなものをまったく望んで\
        いない。作業部会は来年の秋に報告することになっている。それが間に合うと思っている人は、傍聴席にはいないようだった。

        その夜、橋を渡って家に帰った人たちは、いつものようにきしむ音を聞いた。評議会が二〇〇九年に消し忘れた中央の橋脚の\
        明かりは、まだともっていた。
        """
}
