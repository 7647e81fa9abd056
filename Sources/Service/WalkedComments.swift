import Discussion
import Moderation
import Store

/// What a walk over stored comments, in their order, knows of the earlier ones: what `Recent` looks
/// up for a new one.
struct WalkedComments {
    let needs: FactNeeds
    /// The moment of the first comment of the walk: what was before is not known.
    let start: Moment

    /// The most texts that are remembered, the newest ones.
    static let maxTexts = 50_000

    private var idsOfAuthor: [Int64: [CommentID]] = [:]
    private var texts: [CommentID: (body: String, minima: [UInt64])] = [:]
    private var order: [CommentID] = []
    private var forgotten = 0
    private var idsOfKey: [Int64: [CommentID]] = [:]

    init(needs: FactNeeds, start: Moment) {
        self.needs = needs
        self.start = start
    }

    /// How many seconds before a comment are known.
    func knownSeconds(before id: CommentID) -> Int {
        Int((id.createdAt.milliseconds - start.milliseconds) / 1000)
    }

    /// Adds what is known of the comments before this one to its facts, then takes it in.
    mutating func pass(_ text: StoredText, _ print: TextPrint?, _ facts: inout Facts) {
        if !needs.rates.isEmpty { facts.rates = rates(of: text) }
        guard let print else { return }
        facts.copies = needs.repeats.map { need in
            let authorID = need.scope.isByAuthor ? text.authorID : 0
            let oldest = text.id.createdAt.adding(
                milliseconds: -Int64(need.scope.withinSeconds) * 1000)
            var shared: [CommentID: Int] = [:]
            for key in needs.keys(of: print, isByAuthor: need.scope.isByAuthor, authorID) {
                for id in idsOfKey[key]?.suffix(Store.maxCopies) ?? []
                where id.createdAt > oldest { shared[id, default: 0] += 1 }
            }
            let nearest = shared.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
            let likely = nearest.lazy.compactMap { [texts] in texts[$0.key] }
                .filter { print.mayBe(like: $0.minima, similarity: need.least) }
            let bodies = likely.prefix(Recent.maxCompared).map(\.body)
            return needs.nearest(to: print, among: bodies, need)
        }
        enter(text, print)
    }

    private mutating func rates(of text: StoredText) -> [Rate] {
        let earlier = idsOfAuthor[text.authorID] ?? []
        let rates = needs.rates.map { need in
            let oldest = text.id.createdAt.adding(milliseconds: -Int64(need.perSeconds) * 1000)
            let recent = earlier.reversed().prefix(need.atMost)
            let count = recent.prefix { $0.createdAt > oldest }.count
            return Rate(perSeconds: need.perSeconds, count: count)
        }
        let most = needs.rates.map(\.atMost).max() ?? 0
        idsOfAuthor[text.authorID] = earlier.suffix(max(0, most - 1)) + [text.id]
        return rates
    }

    private mutating func enter(_ text: StoredText, _ print: TextPrint) {
        texts[text.id] = (text.body, print.minima)
        order.append(text.id)
        for key in needs.keys(of: print, authorID: text.authorID) {
            idsOfKey[key, default: []].append(text.id)
        }
        guard order.count - forgotten > Self.maxTexts else { return }
        // A half at a time, so that it costs little for each.
        let gone = order[forgotten..<(forgotten + Self.maxTexts / 2)]
        for id in gone { texts[id] = nil }
        forgotten += gone.count
        let oldest = order[forgotten]
        idsOfKey = idsOfKey.compactMapValues { ids in
            let kept = ids.suffix(Store.maxCopies).filter { $0 >= oldest }
            return kept.isEmpty ? nil : kept
        }
    }
}
