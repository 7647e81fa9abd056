import Discussion
import JSONValues

/// Comments as lines of an export, in the order of their times: pages of a hundred comments each,
/// four of five of them replies to an earlier one.
struct ImportLines {
    enum Order: String {
        /// Three hundred pages are talked about at a time, then others. Half of the comments are of
        /// a thousand people, the others of some who come and go.
        case asWritten = "as written"
        /// Each in any page that there is, by anyone: what a newspaper never sees.
        case scattered
    }

    private static let commentsAThread = 100
    private static let threadsAtATime = 300
    private static let regulars = 1000
    private static let guestsAtATime = 2000
    private static let newGuests = 500

    private let order: Order
    /// The number of the first line, and how many comments there were before.
    private let first: Int
    private var number: Int
    private let bodies: [String]
    private var dice: SeededDice

    init(_ order: Order, from first: Int, bodyBytes: Int) {
        (self.order, self.first, number) = (order, first, first)
        var dice = SeededDice(seed: UInt64(first))
        bodies = (0..<256).map { _ in BodyText.make(bytes: bodyBytes, &dice) }
        self.dice = dice
    }

    /// The next line, without its end.
    mutating func next() -> [UInt8] {
        let (thread, parent, author) =
            switch order {
            case .asWritten: nextAsWritten()
            case .scattered: nextScattered()
            }
        var json = JSONWriter()
        json.object { json in
            json.member("type", "comment")
            json.member("ref", "b\(number)")
            json.member("thread", "https://paper.example/\(thread)")
            json.member("parent_id", ifAny: parent.map { "ref:b\($0)" })
            json.name("author")
            json.object { $0.member("id", "u\(author)") }
            json.member("body", bodies[dice.below(bodies.count)])
            let at = Moment(milliseconds: 1_500_000_000_000 + Int64(number) * 1000)
            json.member("created_at", at.text)
        }
        number += 1
        return json.bytes
    }

    /// Comments of the threads that are talked about at one time.
    private static let together = commentsAThread * threadsAtATime

    private static func thread(of number: Int) -> Int {
        number / together * threadsAtATime + number % threadsAtATime
    }

    private mutating func nextAsWritten() -> (thread: Int, parent: Int?, author: Int) {
        let (window, place) = (number / Self.together, number % Self.together)
        let earlier = place / Self.threadsAtATime
        let parent =
            earlier > 0 && dice.percent(80)
            ? number - Self.threadsAtATime * (1 + dice.below(earlier)) : nil
        let isRegular = dice.percent(50)
        let author =
            isRegular
            ? dice.below(Self.regulars)
            : Self.regulars + window * Self.newGuests + dice.below(Self.guestsAtATime)
        return (Self.thread(of: number), parent, author)
    }

    private mutating func nextScattered() -> (thread: Int, parent: Int?, author: Int) {
        let above = dice.below(max(1, first))
        let people = Self.regulars + first / Self.together * Self.newGuests + Self.guestsAtATime
        return (
            Self.thread(of: above), first > 0 && dice.percent(80) ? above : nil,
            dice.below(people)
        )
    }
}
