import Discussion
import Testing

@testable import Store

@Suite("Comments that the one who writes knows")
struct KnownCommentsTests {
    @Test("What is known is as it was last told, however many there are and whatever was forgotten")
    func neverStale() {
        var dice = Dice(11)
        var (known, told) = (KnownComments(), [CommentID: CommentHead]())
        for step in 0..<300_000 {
            let id = CommentID(rawValue: Int64.random(in: 1...100_000, using: &dice) << 20)
            switch Int.random(in: 0..<100, using: &dice) {
            // As the store does: what is known is not told again.
            case 0..<60 where known[id] == nil:
                let head = self.head(id, step, told[id]?.tally)
                known.note(head)
                told[id] = head
            case 0..<60, 60..<65:
                if let known = known[id], told[id] != known { Issue.record("\(id) at \(step)") }
            default:
                var head = told[id] ?? self.head(id, step, nil)
                head.tally = tally(id, step, head.tally)
                known.update(head.tally)
                told[id] = head
            }
            if step % 100_000 == 99_999 {
                #expect(told.keys.count { known[$0] != nil } > 30_000)
                #expect(told.allSatisfy { known[$0.key] == nil || known[$0.key] == $0.value })
                known.forget()
                #expect(told.keys.allSatisfy { known[$0] == nil })
            }
        }
    }

    private func head(_ id: CommentID, _ step: Int, _ tally: Tally?) -> CommentHead {
        CommentHead(
            siteID: Int64(step % 7), authorID: .max - Int64(step), depth: step % 65_000,
            tally: self.tally(id, step, tally))
    }

    /// Another one; the parent and the thread stay.
    private func tally(_ id: CommentID, _ step: Int, _ old: Tally?) -> Tally {
        Tally(
            id: id, threadID: old?.threadID ?? Int64(UInt32.max) - Int64(step),
            parentID: old?.parentID ?? CommentID(rawValue: .max - Int64(step)), status: .approved,
            isPinned: step % 2 == 0, up: step, down: step + 1, descendants: step + 2,
            replies: step + 3, listed: step + 4, children: step + 5, isRanked: step % 3 == 0)
    }

    @Test("One that not everyone sees is not known, nor one whose numbers are too large")
    func unknown() {
        var known = KnownComments()
        let id = CommentID(rawValue: 5 << 20)
        var tally = Tally(id: id, threadID: 1, parentID: nil, status: .pending)
        var head: CommentHead { CommentHead(siteID: 1, authorID: 2, depth: 0, tally: tally) }
        known.note(head)
        #expect(known[id] == nil)
        tally.status = .approved
        known.note(head)
        #expect(known[id] == head)
        tally.up = Int(UInt32.max) + 1
        known.update(tally)
        #expect(known[id] == nil)
        known.note(head)
        #expect(known[id] == nil)
        tally.up = Int(UInt32.max)
        known.note(head)
        #expect(known[id] == head)
        tally.status = .deleted
        known.update(tally)
        #expect(known[id] == nil)
    }

    @Test("What was known when the count of forgettings began is forgotten where it begins anew")
    func countedThrough() {
        var known = KnownComments()
        let head = head(CommentID(rawValue: 5 << 20), 1, nil)
        known.note(head)
        #expect(known[head.tally.id] == head)
        known.generation = .max
        #expect(known[head.tally.id] == nil)
        known.forget()
        #expect(known[head.tally.id] == nil)
        known.note(head)
        #expect(known[head.tally.id] == head)
    }

    @Test("A name leads to a comment as long as that is known")
    func names() {
        var known = KnownComments()
        let (id, key) = (CommentID(rawValue: 5 << 20), RowCache.Key(siteID: 1, name: "c-1"))
        var tally = Tally(id: id, threadID: 1, parentID: nil, status: .approved)
        known.note(id, as: key)
        #expect(known[key] == nil)
        known.note(CommentHead(siteID: 1, authorID: 2, depth: 0, tally: tally))
        #expect(known[key] == id)
        tally.status = .rejected
        known.update(tally)
        #expect(known[key] == nil)
        known.note(CommentHead(siteID: 1, authorID: 2, depth: 0, tally: tally))
        known.forget()
        #expect(known[key] == nil)
    }
}
