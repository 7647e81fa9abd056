/// Finds passages again in a page's present text.
///
/// A passage is first looked for as it was: at its old place, then, by an index of grams, the
/// occurrences nearest to it. Where none of them has the surroundings that it had, the grams of the
/// passage and its surroundings vote on where it would begin (the diagonals of the matrix of
/// distances: P. Jokinen and E. Ukkonen, "Two algorithms for approximate string matching in static
/// texts", MFCS 1991), and the best places are compared by `ApproximateSearch`. Of all that were
/// found the one with the most like surroundings and text is taken, of equal ones the nearest.
///
/// What one passage costs is bounded whatever the text holds; `work` adds it up.
public struct AnchorLocator {
    /// So many occurrences of a passage are compared by their surroundings.
    static let maxOccurrences = 64
    /// So many places of a gram are looked at for them.
    static let maxVisited = 1024
    /// So many grams of a passage vote, evenly spread.
    static let maxGrams = 256
    /// A gram votes for so many places.
    static let maxVotes = 32
    /// So many of the places voted for are compared, those with at least a sixteenth of the votes
    /// that there could be.
    static let maxPlaces = 4
    /// Places so many points apart are voted for together.
    private static let band = 32
    /// A passage of so many bytes stands nowhere by chance.
    private static let tellingBytes = 24
    /// And of so many even much of it does not.
    private static let longBytes = 96

    private let text: PageText
    /// Of grams of 6, 3 and 1 bytes, made when they are first needed.
    private var indexes: [GramIndex?] = [nil, nil, nil]
    private static let widths = [6, 3, 1]
    private var votes: [UInt16]
    /// Votes are for places as early as this before the text.
    private let margin = 4096
    /// Steps so far, each about as long as a few instructions take.
    public private(set) var work = 0

    /// `text`: the page's present text.
    public init(_ text: String) {
        self.text = PageText(text)
        votes = [UInt16](repeating: 0, count: (self.text.points.count + 2 * margin) / Self.band)
    }

    /// A place where the passage may be.
    private struct Candidate {
        let range: Range<Int>
        let distance: Int
        let agreement: Surroundings.Agreement

        func similarity(to quote: Quote) -> Double {
            1 - Double(distance) / Double(max(range.count, quote.range.count))
        }
    }

    /// Where a passage is now.
    public mutating func place(of anchor: Anchor) -> Anchor.Place {
        let quote = Quote(anchor)
        work += 64 + quote.points.count
        guard !quote.range.isEmpty, !text.points.isEmpty else { return .lost }
        var surroundings = Surroundings(of: quote)
        let target = quote.start.map(text.index) ?? 0
        let (occurrences, areAll) = occurrences(of: quote, near: target)
        var candidates = occurrences.map {
            candidate(at: $0..<$0 + quote.range.count, distance: 0, &surroundings)
        }
        if !candidates.contains(where: { $0.agreement.sides == surroundings.count }) {
            candidates += changed(quote, &surroundings, near: target)
        }
        let isOnly = areAll && occurrences.count == 1
        /// Whether the passage is where it was, or, where that is not known, in one place only.
        func isExact(_ candidate: Candidate) -> Bool {
            candidate.distance == 0 && (quote.start == nil ? isOnly : isOld(candidate, quote))
        }
        candidates = candidates.filter { isExact($0) || isLikely($0, quote, surroundings) }
        guard let best = best(of: candidates, quote, near: target) else { return .lost }
        return Anchor.Place(
            range: range(of: best, quote),
            match: best.distance > 0 ? .fuzzy : isExact(best) ? .exact : .moved,
            similarity: best.similarity(to: quote))
    }

    private func isOld(_ candidate: Candidate, _ quote: Quote) -> Bool {
        Int(text.places[candidate.range.lowerBound]) == quote.start
    }

    /// In the page's text, with as much white space at the ends as the passage had there.
    private func range(of candidate: Candidate, _ quote: Quote) -> Range<Int> {
        let range = text.range(of: candidate.range)
        let blank = text.blanks(around: candidate.range)
        return range.lowerBound - min(blank.before, quote.margins.before)..<range.upperBound
            + min(blank.behind, quote.margins.behind)
    }

    // MARK: - Which is right

    /// Whether a candidate is the passage rather than something like it.
    ///
    /// A short passage may stand anywhere; only its surroundings tell. A long one that is unchanged
    /// was moved. The thresholds were chosen by editing articles in three languages at random.
    private func isLikely(
        _ candidate: Candidate, _ quote: Quote, _ surroundings: Surroundings
    ) -> Bool {
        let sides = candidate.agreement.sides
        let bytes = quote.bytes
        if candidate.distance == 0 {
            return surroundings.count == 0 || sides > 0 || bytes >= Self.tellingBytes
        }
        let similarity = candidate.similarity(to: quote)
        if surroundings.count == 0 { return similarity >= 0.7 && bytes >= 8 }
        switch surroundings.count - sides {
        case 0: return similarity >= 0.5
        case 1 where sides == 1: return similarity >= (bytes >= Self.longBytes ? 0.5 : 0.6)
        default:
            return similarity >= (bytes >= Self.longBytes ? 0.65 : 0.85)
                && bytes >= Self.tellingBytes
        }
    }

    private func best(
        of candidates: [Candidate], _ quote: Quote, near target: Int
    ) -> Candidate? {
        let scored = candidates.map { candidate in
            (
                candidate, score: candidate.similarity(to: quote) + candidate.agreement.degree,
                away: abs(candidate.range.lowerBound - target)
            )
        }
        return scored.max { ($0.score, -$0.away) < ($1.score, -$1.away) }?.0
    }

    // MARK: - Unchanged

    private mutating func index(_ number: Int) -> GramIndex {
        if let index = indexes[number] { return index }
        let index = GramIndex(of: text.points, width: Self.widths[number])
        indexes[number] = index
        work += 4 * text.points.count
        return index
    }

    /// Where the passage stands as it was, the nearest first, and whether that is everywhere.
    private mutating func occurrences(
        of quote: Quote, near target: Int
    ) -> (found: [Int], areAll: Bool) {
        let bytes = quote.bytes
        let index = index(Self.widths.firstIndex { $0 <= bytes } ?? 2)
        let hashes = GramIndex.hashes(of: quote.points, in: quote.range, width: index.width)
        guard
            let rarest = hashes.indices.min(by: {
                index.count(of: hashes[$0]) < index.count(of: hashes[$1])
            })
        else { return ([], true) }
        var (found, visited): ([Int], Int) = ([], 0)
        index.forEach(of: hashes[rarest], near: target + rarest) { position in
            visited += 1
            if quote.stands(in: text.points, at: position - rarest) {
                found.append(position - rarest)
            }
            return found.count < Self.maxOccurrences && visited < Self.maxVisited
        }
        work += hashes.count + visited * (4 + quote.range.count / 16)
        return (found, visited == index.count(of: hashes[rarest]))
    }

    private mutating func candidate(
        at range: Range<Int>, distance: Int, _ surroundings: inout Surroundings
    ) -> Candidate {
        work += 2 * Quote.maxSurrounding
        return Candidate(
            range: range, distance: distance,
            agreement: surroundings.agreement(around: range, in: text.points))
    }
}

// MARK: - Changed

extension AnchorLocator {
    /// Places that are like the passage, or stand where it stood: unchanged ones where there are.
    private mutating func changed(
        _ quote: Quote, _ surroundings: inout Surroundings, near target: Int
    ) -> [Candidate] {
        let count = quote.range.count
        let slack = min(256, count / 2) + 4
        let forwards = ApproximateSearch(quote.points[quote.range])
        var backwards: ApproximateSearch?
        var candidates: [Candidate] = []
        for first in likelyStarts(of: quote, near: target) {
            let low = max(0, first - slack)
            let high = min(text.points.count, first + 2 * Self.band + count + slack)
            guard low < high else { continue }
            let before = candidates.count
            for start in low..<max(low, high - count + 1)
            where quote.stands(in: text.points, at: start) {
                candidates.append(candidate(at: start..<start + count, distance: 0, &surroundings))
                if candidates.count - before >= Self.maxOccurrences { break }
            }
            work += (high - low) * (forwards.words + 1)
            if candidates.count > before { continue }
            let found = forwards.best(in: text.points, low..<high, anchored: false)
            guard found.distance * 2 <= count else { continue }
            let back = backwards ?? ApproximateSearch(quote.points[quote.range].reversed())
            backwards = back
            let end = low + found.end
            let most = max(low, end - count - found.distance)..<end
            let length = back.best(in: text.points, most, anchored: true, backwards: true).end
            work += most.count * forwards.words
            guard length > 0 else { continue }
            candidates.append(
                candidate(at: end - length..<end, distance: found.distance, &surroundings))
        }
        return candidates
    }

    /// Where the passage would begin by most of its grams, each the first of a band's two.
    private mutating func likelyStarts(of quote: Quote, near target: Int) -> [Int] {
        let whole = quote.whole
        let index = index(PageText.bytes(quote.points[whole]) < 24 ? 1 : 0)
        let hashes = GramIndex.hashes(of: quote.points, in: whole, width: index.width)
        var touched: [Int] = []
        let step = hashes.count / Self.maxGrams + 1
        for number in stride(from: 0, to: hashes.count, by: step) {
            let offset = number + whole.lowerBound - quote.range.lowerBound
            var count = 0
            index.forEach(of: hashes[number], near: target + offset) { position in
                let band = (position - offset + margin) / Self.band
                guard votes.indices.contains(band) else { return true }
                if votes[band] == 0 { touched.append(band) }
                votes[band] &+= 1
                count += 1
                return count < Self.maxVotes
            }
            work += 4 + 2 * count
        }
        let least = min(2 + hashes.count / step / 16, max(1, hashes.count / 3))
        var best: [(votes: Int, band: Int)] = []
        for band in touched {
            let after = band + 1 < votes.count ? Int(votes[band + 1]) : 0
            let pair = (votes: Int(votes[band]) + after, band: band)
            guard pair.votes >= least else { continue }
            if best.count == Self.maxPlaces, let last = best.last, last.votes >= pair.votes {
                continue
            }
            let place = best.firstIndex { $0.votes < pair.votes } ?? best.count
            best.insert(pair, at: place)
            if best.count > Self.maxPlaces { best.removeLast() }
        }
        for band in touched { votes[band] = 0 }
        work += touched.count
        return best.map { $0.band * Self.band - margin }
    }
}
