import JSONValues

/// Facts as they are kept with a comment: a JSON array of integers. What the comment itself says
/// (the author's roles, whether it is a reply or speaks of a passage) is not among them.
extension Facts {
    /// A similarity is kept in so many parts; it is cut to them before rules see it.
    private static let similarityParts = 10_000.0

    /// A similarity as it can be kept.
    static func kept(_ similarity: Double) -> Double {
        (similarity * similarityParts).rounded(.down) / similarityParts
    }

    /// The numbers: approved and rejected comments of the author, seconds since they were first
    /// seen, comments on the page, its age in seconds, 1 under moderation before publication, and 2
    /// more where the author's trust is known, which follows: good, bad, 1 under a sanction. Then,
    /// where there are any, how many rates, each with window and count; how many scopes, each with
    /// its seconds, 1 for the author's own, and the similarity in ten-thousandths; what classifiers
    /// said: the trait, probability and minimum in millionths, the version.
    package var stored: [UInt8] {
        var json = JSONWriter(capacity: 64)
        json.array { json in
            let mode = (mode == .pre ? 1 : 0) + (trust == nil ? 0 : 2)
            for number in [
                approved, rejected, authorAgeSeconds, threadComments, threadAgeSeconds, mode,
            ] {
                json.integer(max(0, number))
            }
            if let trust {
                json.integer(max(0, trust.good))
                json.integer(max(0, trust.bad))
                json.integer(trust.isSanctioned ? 1 : 0)
            }
            if !rates.isEmpty || !copies.isEmpty || !chances.isEmpty { writeMore(to: &json) }
        }
        return json.bytes
    }

    private func writeMore(to json: inout JSONWriter) {
        json.integer(rates.count)
        for rate in rates {
            json.integer(max(0, rate.perSeconds))
            json.integer(max(0, rate.count))
        }
        json.integer(copies.count)
        for copy in copies {
            json.integer(max(0, copy.scope.withinSeconds))
            json.integer(copy.scope.isByAuthor ? 1 : 0)
            json.integer(max(0, Int((copy.similarity * Self.similarityParts).rounded())))
        }
        for chance in chances {
            json.integer(Trait.allCases.firstIndex(of: chance.trait) ?? 0)
            json.integer(max(0, Int((chance.probability * Chance.parts).rounded())))
            json.integer(max(0, Int((chance.minimum * Chance.parts).rounded())))
            json.integer(max(0, chance.version))
        }
    }

    /// Takes what `stored` gave; false where it is not of that form.
    package mutating func restore(_ bytes: some Collection<UInt8>) -> Bool {
        var numbers: [Int] = []
        var number: Int?
        for byte in bytes {
            if byte &- 0x30 < 10, number ?? 0 < 1 << 50 {
                number = (number ?? 0) * 10 + Int(byte - 0x30)
            } else if let end = number {
                numbers.append(end)
                number = nil
            }
        }
        guard numbers.count >= 6 else { return false }
        approved = numbers[0]
        rejected = numbers[1]
        authorAgeSeconds = numbers[2]
        threadComments = numbers[3]
        threadAgeSeconds = numbers[4]
        mode = numbers[5] & 1 == 1 ? .pre : .post
        var rest = numbers[6...]
        if numbers[5] & 2 != 0 {
            guard rest.count >= 3 else { return false }
            trust = Trust(
                good: rest.removeFirst(), bad: rest.removeFirst(),
                isSanctioned: rest.removeFirst() == 1)
        }
        guard rest.count > 1 else { return true }
        restoreMore(rest)
        return true
    }

    private mutating func restoreMore(_ numbers: ArraySlice<Int>) {
        var rest = numbers
        let rateCount = min(rest.removeFirst(), rest.count / 2)
        for _ in 0..<rateCount {
            rates.append(Rate(perSeconds: rest.removeFirst(), count: rest.removeFirst()))
        }
        guard let copyCount = rest.popFirst() else { return }
        for _ in 0..<min(copyCount, rest.count / 3) {
            let scope = RepeatScope(
                withinSeconds: rest.removeFirst(), isByAuthor: rest.removeFirst() == 1)
            let similarity = Double(rest.removeFirst()) / Self.similarityParts
            copies.append(NearestCopy(scope: scope, similarity: similarity))
        }
        while rest.count >= 4 {
            let trait = rest.removeFirst()
            let probability = Double(rest.removeFirst()) / Chance.parts
            let minimum = Double(rest.removeFirst()) / Chance.parts
            let version = rest.removeFirst()
            guard Trait.allCases.indices.contains(trait) else { continue }
            chances.append(
                Chance(
                    trait: Trait.allCases[trait], probability: probability, minimum: minimum,
                    version: version))
        }
    }
}
