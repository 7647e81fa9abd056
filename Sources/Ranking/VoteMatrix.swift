/// The votes that a model is fitted to, comment by comment: four bytes each.
package struct VoteMatrix: Sendable {
    /// Where each comment's votes begin in `marks`, and where the last one's end.
    private(set) var starts: [Int] = [0]
    /// Twice the voter's index, and 1 more for a vote in favour.
    private(set) var marks: [UInt32] = []
    /// How many votes each voter has cast.
    private(set) var votesOfVoter: [UInt32] = []
    /// The index of each voter by the person's id, 1 added; 0: none.
    private var indexes: [UInt32] = []
    /// The persons that the voters are.
    package private(set) var voterIDs: [Int64] = []

    /// Past so many votes no more are taken: 128 MB.
    package static let maxVotes = 1 << 25
    /// Persons with higher numbers are passed over: a table has a place for each.
    private static let maxPersonID: Int64 = 1 << 28

    package init() {}

    /// The votes taken in.
    package var votes: Int { marks.count }
    package var comments: Int { starts.count - 1 }
    package var voters: Int { votesOfVoter.count }

    /// Takes in a vote on the comment that is being taken in; false where there is no room.
    package mutating func add(_ voterID: Int64, isUp: Bool) -> Bool {
        guard marks.count < Self.maxVotes else { return false }
        guard voterID >= 0, voterID < Self.maxPersonID else { return true }
        let voter = index(of: Int(voterID))
        votesOfVoter[voter] += 1
        marks.append(UInt32(voter) << 1 | (isUp ? 1 : 0))
        return true
    }

    /// That the comment's votes are complete; one without any is none.
    package mutating func endComment() {
        if marks.count > (starts.last ?? 0) { starts.append(marks.count) }
    }

    private mutating func index(of person: Int) -> Int {
        if person >= indexes.count {
            let count = max(person + 1, indexes.count * 2)
            indexes += repeatElement(0, count: count - indexes.count)
        }
        if indexes[person] == 0 {
            voterIDs.append(Int64(person))
            votesOfVoter.append(0)
            indexes[person] = UInt32(voterIDs.count)
        }
        return Int(indexes[person]) - 1
    }

    /// Leaves out the votes of voters with fewer than `minimum`, then comments without any. No more
    /// can be taken in.
    package mutating func keepVoters(withAtLeast minimum: Int) {
        indexes = []
        var renumbered = [UInt32](repeating: .max, count: voters)
        var kept: [Int64] = []
        var counts: [UInt32] = []
        for voter in 0..<voters where votesOfVoter[voter] >= minimum {
            renumbered[voter] = UInt32(kept.count)
            kept.append(voterIDs[voter])
            counts.append(votesOfVoter[voter])
        }
        var (end, start) = (0, 0)
        var newStarts = [0]
        for next in starts.dropFirst() {
            // By index: a slice would hold the array, and each change copy all of it.
            for at in start..<next {
                let mark = marks[at]
                let voter = renumbered[Int(mark >> 1)]
                guard voter != .max else { continue }
                marks[end] = voter << 1 | mark & 1
                end += 1
            }
            start = next
            if end > (newStarts.last ?? 0) { newStarts.append(end) }
        }
        marks.removeLast(marks.count - end)
        (starts, voterIDs, votesOfVoter) = (newStarts, kept, counts)
    }
}
