import Discussion

/// What clients do, as a kind; `lines` makes commands of it. The same seed gives the same actions
/// in every dialect.
enum Workload: Equatable {
    /// Votes on the comments of the first so many threads, whichever thread first; 1: the largest.
    case votes(threads: Int)
    /// Votes on the comments of one thread.
    case votesOn(thread: Int)
    /// Votes on any comment of the site.
    case votesAnywhere
    /// Votes on the comments of the newest threads, by some people: what a day brings.
    case votesOfTheDay
    /// Comments in any thread: a fifth roots, the others replies.
    case comments
    /// Comments in the newest threads, by some people.
    case commentsOfTheDay
    /// Pages of the threads but the largest, each another's than the one before.
    case coldPages(sorts: [Sort])
    /// Pages of the first so many threads in turn.
    case hotPages(threads: Int)
    /// Pages of one thread in many forms, none of which stays what it is while votes come in.
    case pagesOf(thread: Int)
    /// Of a hundred commands 90 pages, 9 votes, 1 comment, in threads drawn by Zipf's law.
    case mix

    /// A cold page may not be one that was kept from the last time round: so many forms of each
    /// are asked for in turn, of 20 roots, 21, …
    private static let coldForms = 5

    /// So many commands; of pages as many as there are different ones, at most.
    func lines(
        _ count: Int, _ shape: SiteShape, _ dialect: Dialect, seed: Int
    ) -> CommandLines {
        var lines = CommandLines(areNumbered: dialect == .jsonRPC)
        func add(_ action: Action) {
            lines.append(
                dialect.line(action, number: lines.count + 1),
                isKeyed: dialect == .jsonRPC && action.isWrite)
        }
        switch self {
        case .coldPages, .hotPages, .pagesOf:
            for page in pages(shape).prefix(count) { add(page) }
            lines.mayRepeat = true
        default:
            var actor = Actor(shape: shape, seed: seed)
            for _ in 0..<count { add(actor.act(self)) }
        }
        return lines
    }

    private func pages(_ shape: SiteShape) -> AnySequence<Action> {
        switch self {
        case .coldPages(let sorts):
            var dice = SeededDice(seed: 5)
            var threads = shape.threads > 1 ? Array(2...shape.threads) : [1]
            for index in threads.indices { threads.swapAt(index, dice.below(threads.count)) }
            let forms = Self.forms(sorts)
            // Each time round every thread in another form, and all forms evenly.
            return AnySequence(
                (0..<threads.count * forms.count).lazy.map { [threads] index in
                    let (time, place) = index.quotientAndRemainder(dividingBy: threads.count)
                    let form = forms[(time + place) % forms.count]
                    return .page(thread: threads[place], roots: form.roots, sort: form.sort)
                })
        case .hotPages(let threads):
            return AnySequence((1...threads).lazy.map { .page(thread: $0) })
        case .pagesOf(let thread):
            return AnySequence(
                Self.forms(Sort.allCases).lazy.map {
                    .page(thread: thread, roots: $0.roots, sort: $0.sort)
                })
        default: return AnySequence([])
        }
    }

    private static func forms(_ sorts: [Sort]) -> [(roots: Int, sort: Sort)] {
        sorts.flatMap { sort in (0..<coldForms).map { (20 + $0, sort) } }
    }
}

/// Makes up actions, one after the other.
private struct Actor {
    private let shape: SiteShape
    private var dice: SeededDice
    private let popularity: ZipfDice

    init(shape: SiteShape, seed: Int) {
        self.shape = shape
        dice = SeededDice(seed: UInt64(seed))
        popularity = ZipfDice(count: shape.threads)
    }

    mutating func act(_ workload: Workload) -> Action {
        switch workload {
        case .votes(let threads): return vote(in: dice.below(threads) + 1)
        case .votesOn(let thread): return vote(in: thread)
        case .votesAnywhere: return vote(on: dice.below(shape.comments) + 1)
        case .votesOfTheDay: return vote(in: newThread(), by: Self.peopleOfTheDay)
        case .comments: return submit(in: dice.below(shape.threads) + 1)
        case .commentsOfTheDay: return submit(in: newThread(), by: Self.peopleOfTheDay)
        case .mix:
            let thread = popularity.draw(&dice)
            switch dice.below(100) {
            case 0: return submit(in: thread)
            case 1..<10: return vote(in: thread)
            default: return .page(thread: thread)
            }
        case .coldPages, .hotPages, .pagesOf: return .page(thread: 1)
        }
    }

    private mutating func comment(of thread: Int) -> Int {
        let comments = shape.comments(of: thread)
        return comments.lowerBound + dice.below(comments.count)
    }

    /// As many threads, and people, as there are on the smallest site that growth is measured from.
    private static let (threadsOfTheDay, peopleOfTheDay) = (90, 2000)

    private mutating func newThread() -> Int {
        shape.threads - dice.below(min(shape.threads, Self.threadsOfTheDay))
    }

    private mutating func vote(in thread: Int, by people: Int? = nil) -> Action {
        vote(on: comment(of: thread), by: people)
    }

    private mutating func vote(on comment: Int, by people: Int? = nil) -> Action {
        let voter = shape.voter(on: comment, among: people, &dice)
        return .vote(comment: comment, voter: voter, value: dice.percent(75) ? 1 : -1)
    }

    private mutating func submit(in thread: Int, by people: Int? = nil) -> Action {
        let parent = dice.percent(80) ? comment(of: thread) : nil
        let author = dice.below(people ?? shape.people) + 1
        return .submit(
            thread: thread, parent: parent, author: author,
            body: BodyText.make(bytes: 300, &dice))
    }
}
