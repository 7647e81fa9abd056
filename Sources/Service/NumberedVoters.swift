/// Which numbered voters cast the next votes of a site of which only the number is known: none of
/// them on so many comments that common ground would hear them.
struct NumberedVoters {
    /// What their names begin with, and what comes behind all such names.
    static let prefix = "import:"
    static let end = "import;"

    /// The number before the first of them.
    private var base: Int
    /// On how many comments they may vote.
    private let most: Int
    /// On how many they have.
    private var comments = 0
    /// The most votes that one of those got.
    private var highest = 0

    /// `base`: how many there are already. `minVotes`: with so many votes a voter is heard.
    init(base: Int, minVotes: Int) {
        self.base = base
        most = max(1, minVotes - 1)
    }

    /// The names of those who cast the votes on the next comment.
    mutating func next(_ votes: Int) -> [String] {
        if comments >= most {
            base += highest
            (comments, highest) = (0, 0)
        }
        comments += 1
        highest = max(highest, votes)
        return (0..<votes).map { "\(Self.prefix)\(base + $0 + 1)" }
    }
}
