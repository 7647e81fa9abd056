import Testing

@testable import Discussion

@Suite("Approximate search")
struct ApproximateSearchTests {
    /// The matrix of distances, cell by cell.
    private func distances(
        _ pattern: [UInt32], in text: [UInt32], anchored: Bool
    ) -> [Int] {
        var column = Array(0...pattern.count)
        var last = [pattern.count]
        for (step, point) in text.enumerated() {
            var diagonal = column[0]
            column[0] = anchored ? step + 1 : 0
            for row in pattern.indices {
                let above = column[row + 1]
                column[row + 1] = min(
                    diagonal + (pattern[row] == point ? 0 : 1), column[row] + 1, above + 1)
                diagonal = above
            }
            last.append(column[pattern.count])
        }
        return last
    }

    private func text(_ count: Int, _ letters: UInt32, _ dice: inout Dice) -> [UInt32] {
        (0..<count).map { _ in UInt32.random(in: 0..<letters, using: &dice) * 0x1_0001 + 0x61 }
    }

    @Test("It gives the matrix' distances, for patterns of any length, both ways")
    func same() {
        var dice = Dice(4)
        for round in 0..<1500 {
            let letters: UInt32 = [2, 4, 60][round % 3]
            let length = [1, 5, 63, 64, 65, 128, 129, 200][round % 8]
            let pattern = text(length, letters, &dice)
            var place = text(Int.random(in: 0...150, using: &dice), letters, &dice)
            if round % 2 == 0 { place.insert(contentsOf: pattern.dropFirst(round % 4), at: 0) }
            for anchored in [false, true] {
                let expected = distances(pattern, in: place, anchored: anchored)
                let least = expected.min() ?? 0
                let found = ApproximateSearch(pattern).best(
                    in: place, place.indices, anchored: anchored)
                #expect(found.distance == least)
                #expect(expected[found.end] == least)
                let mirrored = ApproximateSearch(pattern).best(
                    in: place.reversed(), place.indices, anchored: anchored, backwards: true)
                #expect(mirrored == found)
            }
        }
    }

    @Test("Of neighbouring ends that are equally good the last is taken")
    func ends() {
        let points = { (text: String) in text.unicodeScalars.map(\.value) }
        let search = ApproximateSearch(points("abc def"))
        let found = search.best(in: points("abc dxx or else"), 0..<15, anchored: false)
        #expect(found == ApproximateSearch.Found(end: 7, distance: 2))
    }
}

@Suite("An index of grams")
struct GramIndexTests {
    @Test("It knows every place of a gram, and hands on the nearest first")
    func nearest() {
        var dice = Dice(5)
        for width in [1, 3, 6] {
            let points = (0..<3000).map { _ in
                [0x61, 0x62, 0xE9, 0xAC00].randomElement(using: &dice) ?? 0 as UInt32
            }
            let index = GramIndex(of: points, width: width)
            let hashes = GramIndex.hashes(of: points, in: points.indices, width: width)
            for place in stride(from: 0, to: hashes.count, by: 97) {
                var found: [Int] = []
                let target = Int.random(in: -50...3050, using: &dice)
                index.forEach(of: hashes[place], near: target) {
                    found.append($0)
                    return true
                }
                let away = found.map { abs($0 - target) }
                #expect(away == away.sorted())
                #expect(
                    Set(found).isSuperset(of: hashes.indices.filter { hashes[$0] == hashes[place] })
                )
                #expect(found.count == index.count(of: hashes[place]))
            }
        }
    }
}
