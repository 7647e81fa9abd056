/// When clients are to be looked at, the earliest first: a binary heap, so that the many of which
/// nothing is due cost nothing. Entries of clients that are gone are dropped when their time comes.
struct Deadlines {
    struct Entry {
        /// Of the loop's clock, in milliseconds.
        let moment: Int64
        /// The client's; another one may have it by then, and is looked at for nothing.
        let descriptor: Int32
    }

    private var heap: [Entry] = []

    var next: Int64? { heap.first?.moment }

    mutating func add(_ moment: Int64, _ descriptor: Int32) {
        heap.append(Entry(moment: moment, descriptor: descriptor))
        var at = heap.count - 1
        while at > 0, heap[at].moment < heap[(at - 1) / 2].moment {
            heap.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    /// Takes out the earliest entry, where its moment has come.
    mutating func takeDue(at now: Int64) -> Entry? {
        guard let first = heap.first, first.moment <= now else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var at = 0
        while true {
            let left = 2 * at + 1
            guard left < heap.count else { return first }
            let right = left + 1
            let below = right < heap.count && heap[right].moment < heap[left].moment ? right : left
            if heap[at].moment <= heap[below].moment { return first }
            heap.swapAt(at, below)
            at = below
        }
    }
}
