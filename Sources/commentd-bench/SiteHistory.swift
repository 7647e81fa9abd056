import Discussion

/// How a site came to be: its comments in order, each with the votes on it. The same in every run.
///
/// A fifth of the comments are roots. Of the replies half answer a random root, half any earlier
/// comment of the thread that is not too deep.
struct SiteHistory: Sequence, IteratorProtocol {
    /// A comment with its votes.
    struct Entry: Equatable {
        let comment: Int
        let thread: Int
        /// The comment it answers.
        let parent: Int?
        let author: Int
        let body: String
        let votes: [Vote]
    }

    struct Vote: Equatable {
        let voter: Int
        let value: Int
    }

    /// The deepest reply: a root's depth is 0.
    static let maxDepth: UInt8 = 8

    private let shape: SiteShape
    private var dice = SeededDice(seed: 20)
    private var thread = 1
    /// How many comments the present thread has so far.
    private var made = 0
    /// Of the present thread: the depth of each comment so far, and which ones are roots.
    private var depths: [UInt8] = []
    private var roots: [Int] = []

    init(_ shape: SiteShape) { self.shape = shape }

    mutating func next() -> Entry? {
        if thread <= shape.threads, made == shape.threadSizes[thread - 1] {
            thread += 1
            made = 0
            depths.removeAll(keepingCapacity: true)
            roots.removeAll(keepingCapacity: true)
        }
        guard thread <= shape.threads else { return nil }
        let first = shape.comments(of: thread).lowerBound
        let parent = place()
        let comment = first + made
        made += 1
        return Entry(
            comment: comment, thread: thread, parent: parent.map { first + $0 },
            author: shape.author(of: comment), body: BodyText.make(bytes: 300, &dice),
            votes: votes(on: comment))
    }

    /// Places the next comment; which one in the thread it answers, nil for a root.
    private mutating func place() -> Int? {
        if made == 0 || dice.percent(20) {
            roots.append(made)
            depths.append(0)
            return nil
        }
        var parent = roots[dice.below(roots.count)]
        if dice.percent(50) {
            repeat { parent = dice.below(made) } while depths[parent] >= Self.maxDepth
        }
        depths.append(depths[parent] + 1)
        return parent
    }

    /// The votes of people whose numbers follow each other: three of four for it.
    private mutating func votes(on comment: Int) -> [Vote] {
        let first = dice.below(shape.people)
        let author = shape.author(of: comment)
        return (0..<dice.voteCount() * shape.votesFactor).compactMap { index in
            let voter = (first + index) % shape.people + 1
            let value = dice.percent(75) ? 1 : -1
            return voter == author ? nil : Vote(voter: voter, value: value)
        }
    }
}
