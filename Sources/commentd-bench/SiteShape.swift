import Discussion

/// The discussions of a site: how many comments each thread has, and who wrote them.
///
/// Threads, comments and people have numbers from 1 on; the comments of a thread follow each other.
/// Nothing is stored for a comment, so a site may have any size.
struct SiteShape: Sendable, Equatable {
    /// The sizes that a site may have, in comments.
    static let sizes = 1_000...100_000_000

    /// The comments of each thread.
    let threadSizes: [Int]
    /// How many people write and vote.
    let people: Int
    /// For each thread how many comments stand before its first.
    private let before: [Int]
    /// How many comments there are.
    let comments: Int
    /// Each comment has so many times the votes that it would have.
    let votesFactor: Int

    init(threadSizes: [Int], votesFactor: Int = 1) {
        self.threadSizes = threadSizes
        self.votesFactor = votesFactor
        var sum = 0
        before = threadSizes.map { size in
            defer { sum += size }
            return sum
        }
        comments = sum
        // A comment has up to 500 votes, all of different people, or so many times as many.
        people = max(2_000 * votesFactor, sum / 5)
    }

    /// One thread with a tenth of all comments, and others with 100 each.
    init(comments: Int, votesFactor: Int = 1) {
        let small = comments / 1000 * 9
        let large = comments - small * 100
        self.init(
            threadSizes: [large] + Array(repeating: 100, count: small),
            votesFactor: votesFactor)
    }

    var threads: Int { threadSizes.count }

    /// The numbers of a thread's comments.
    func comments(of thread: Int) -> Range<Int> {
        let first = before[thread - 1] + 1
        return first..<(first + threadSizes[thread - 1])
    }

    /// Who wrote a comment.
    func author(of comment: Int) -> Int {
        let mixed = SeededDice.mix(UInt64(comment) &* 0x9E37_79B9_7F4A_7C15)
        return Int(mixed.multipliedFullWidth(by: UInt64(people)).high) + 1
    }

    /// When a comment was made: a second after the one before.
    func moment(of comment: Int) -> Moment {
        Moment(milliseconds: 1_760_000_000_000).adding(milliseconds: Int64(comment) * 1000)
    }

    /// Someone who may vote on a comment: anyone but its author, or of the first so many.
    func voter(on comment: Int, among some: Int? = nil, _ dice: inout SeededDice) -> Int {
        let person = dice.below(some ?? people) + 1
        return person == author(of: comment) ? person % people + 1 : person
    }
}
