/// The one of `known` that the writer of `name` probably meant, or nil where none is near.
///
/// Near means an optimal string alignment distance (Damerau 1964, adjacent transpositions counted
/// once) of at most a third of the longer name, and at most 3. The name is cut to 64 bytes first,
/// so that a hostile one costs little.
public func nearestName(to name: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(name.utf8.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in known {
        let letters = Array(candidate.utf8)
        let allowed = min(3, max(wanted.count, letters.count) / 3)
        guard abs(wanted.count - letters.count) <= allowed else { continue }
        let distance = alignmentDistance(wanted, letters)
        if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// How many insertions, deletions, substitutions and swaps of neighbours turn one into the other.
private func alignmentDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var row = [i + 1]
        row.reserveCapacity(right.count + 1)
        for (j, b) in right.enumerated() {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
            if i > 0, j > 0, a == right[j - 1], b == left[i - 1] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
