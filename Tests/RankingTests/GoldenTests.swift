import Foundation
import Ranking
import Testing

/// Vectors made by the ranking functions' own authors' code, where they lie beside the package.
enum Golden {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let ups: Int
        let downs: Int
        let epochSeconds: Double?
        let expected: Double

        private enum Key: String, CodingKey {
            case ups, downs, upvotes, downvotes
            case epochSeconds = "epoch_seconds"
            case expected, exact
        }

        init(from decoder: Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            ups =
                try values.decodeIfPresent(Int.self, forKey: .ups)
                ?? values.decode(Int.self, forKey: .upvotes)
            downs =
                try values.decodeIfPresent(Int.self, forKey: .downs)
                ?? values.decode(Int.self, forKey: .downvotes)
            epochSeconds = try values.decodeIfPresent(Double.self, forKey: .epochSeconds)
            // What was computed with 50 digits stands as text.
            let exact = try values.decodeIfPresent(String.self, forKey: .exact)
            if let exact = exact ?? (try? values.decode(String.self, forKey: .expected)) {
                guard let value = Double(exact) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .exact, in: values, debugDescription: exact)
                }
                expected = value
            } else {
                expected = try values.decode(Double.self, forKey: .expected)
            }
        }

        var testDescription: String { "\(ups) up, \(downs) down" }
    }

    private struct Set: Decodable {
        /// A vector of up- and down-votes with a score; of some sets a few are errors instead.
        struct Member: Decodable {
            let vector: Vector?
            init(from decoder: Decoder) throws { vector = try? Vector(from: decoder) }
        }

        let vectors: [Member]
    }

    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/ranking/golden.json").standardizedFileURL

    /// Whether the vectors are there.
    static let isPresent = FileManager.default.fileExists(atPath: file.path)

    /// The vectors of one function.
    static func vectors(_ name: String) throws -> [Vector] {
        let sets = try JSONDecoder().decode([String: AnySet].self, from: Data(contentsOf: file))
        return try #require(sets[name]?.vectors)
    }

    /// The vectors of a set all of whose members are numbers.
    static func table(_ name: String) throws -> [[String: Double]] {
        let sets = try JSONDecoder().decode([String: NumberSet].self, from: Data(contentsOf: file))
        return try #require(sets[name]?.vectors)
    }

    private struct NumberSet: Decodable {
        let vectors: [[String: Double]]?

        private enum Key: String, CodingKey { case vectors }

        init(from decoder: Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            vectors = try? values.decode([[String: Double]].self, forKey: .vectors)
        }
    }

    /// A set whose vectors are of this shape, or another's.
    private struct AnySet: Decodable {
        let vectors: [Vector]?
        init(from decoder: Decoder) throws {
            vectors = try? Set(from: decoder).vectors.compactMap(\.vector)
        }
    }
}

@Suite(
    "Golden vectors",
    .enabled(if: Golden.isPresent, "ranking/golden.json does not lie beside the package"))
struct GoldenTests {
    @Test("reddit's hot, to its 7 decimals")
    func hot() throws {
        let vectors = try Golden.vectors("reddit_hot")
        #expect(vectors.count >= 20)
        for vector in vectors {
            let seconds = try #require(vector.epochSeconds)
            let score = Scores.hot(up: vector.ups, down: vector.downs, createdSeconds: seconds)
            #expect(abs(score - vector.expected) <= 1e-9, "\(vector)")
        }
    }

    @Test(
        "Wilson's lower bound, as reddit has it and as statisticians do",
        arguments: [
            ("reddit_confidence", Scores.wilsonZ), ("wilson_z1.281551565545", Scores.wilsonZ),
            ("wilson_z1.96", 1.96), ("lobsters_confidence", Scores.wilsonZ),
        ])
    func wilson(_ name: String, _ z: Double) throws {
        let vectors = try Golden.vectors(name)
        #expect(vectors.count >= 8)
        for vector in vectors {
            let score = Scores.wilsonLowerBound(up: vector.ups, down: vector.downs, z: z)
            #expect(abs(score - vector.expected) <= 1e-12, "\(vector)")
        }
    }

    @Test("Controversy", arguments: ["reddit_controversy", "lemmy_controversy"])
    func controversy(_ name: String) throws {
        let vectors = try Golden.vectors(name)
        #expect(vectors.count >= 20)
        for vector in vectors {
            let score = Scores.controversial(up: vector.ups, down: vector.downs)
            #expect(abs(score - vector.expected) <= 1e-12 * abs(vector.expected), "\(vector)")
        }
    }

    @Test(
        "The quantile of a Beta distribution, to 1e-9",
        arguments: [
            ("q05_beta_1_1", 0.05, 1.0), ("q10_beta_1_1", 0.1, 1), ("q10_beta_2_1", 0.1, 2),
        ])
    func beta(_ column: String, _ quantile: Double, _ before: Double) throws {
        let vectors = try Golden.table("beta_posterior_quantile_bonus")
        #expect(vectors.count >= 15)
        for vector in vectors {
            let (ups, downs) = (try #require(vector["ups"]), try #require(vector["downs"]))
            let expected = try #require(vector[column])
            let value = BetaDistribution(before + ups, 1 + downs).quantile(quantile)
            #expect(abs(value - expected) <= 1e-9, "\(vector)")
            guard before == 1 else { continue }
            let score = Scores.best(up: Int(ups), down: Int(downs), .quantile(quantile))
            #expect(abs(score - expected) <= 1e-9, "\(vector)")
        }
    }
}
