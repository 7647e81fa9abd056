import Discussion

/// The newest uses of keys: which row of `key_log` holds each, until `key_places` says so.
///
/// A key is as good as random, so an index of keys has another page to change for each, which costs
/// more than the vote that came with it. Here uses are appended to a log, a row for many, and their
/// places are entered into the index in runs: each run is sorted and entered a step at a time, so
/// that many neighbours share a page. What the index does not have yet is found here. All of it is
/// read back from the log where a program starts anew.
struct KeyTail {
    /// A key's place: where it stands in the index.
    struct Place {
        /// The day of its use, counted from 1970.
        let day: Int64
        let digest: Digest
        let row: Int64
    }

    /// So many uses make a run.
    static let maxFresh = 16_384
    /// So many bytes of the log make a run: this much is read back where a program starts.
    static let maxFreshBytes = 4 << 20

    private var fresh: [Digest: Place] = [:]
    private var freshBytes = 0
    /// The newest row that holds any of `fresh`.
    private var newestRow: Int64 = 0
    private var run: [Digest: Place] = [:]
    private var steps: [Place] = []
    private var done = 0
    private var runRow: Int64 = 0

    /// The row that holds a key's newest use, where the index does not have it yet.
    func row(of digest: Digest) -> Int64? { (fresh[digest] ?? run[digest])?.row }

    mutating func add(_ place: Place, bytes: Int) {
        fresh[place.digest] = place
        freshBytes += bytes
        newestRow = place.row
    }

    /// Up to `limit` places that the index shall have next, neighbours together.
    mutating func next(limit: Int) -> ArraySlice<Place> {
        if done == steps.count, fresh.count >= Self.maxFresh || freshBytes >= Self.maxFreshBytes {
            startRun()
        }
        let slice = steps[done..<min(steps.count, done + limit)]
        done += slice.count
        return slice
    }

    /// The last row of which the index has all; given once, when it has become so.
    mutating func takeIndexedRow() -> Int64? {
        guard !steps.isEmpty, done == steps.count else { return nil }
        (run, steps, done) = ([:], [], 0)
        return runRow
    }

    private mutating func startRun() {
        run = fresh
        steps = fresh.values.sorted { ($0.day, $0.digest.high) < ($1.day, $1.digest.high) }
        done = 0
        runRow = newestRow
        fresh = Dictionary(minimumCapacity: Self.maxFresh)
        freshBytes = 0
    }
}
