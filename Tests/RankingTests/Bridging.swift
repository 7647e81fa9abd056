import Foundation
import Ranking

/// A site of two camps with comments that bridge them, with the exact optimum, where it lies beside
/// the package.
struct Bridging: Decodable {
    struct Optimum: Decodable {
        let loss: Double
        let noteIntercepts: [Double]
        let noteFactors: [Double]
        let raterFactors: [Double]
        let raterIntercepts: [Double]
        let globalIntercept: Double
        let order: [Int]
        let top12: [Int]
    }

    struct Bounds: Decodable { let lcb: [Double] }

    struct Brigade: Decodable {
        let target: Int
        let victim: Int
        let extraRatings: [[Int]]
    }

    let ratings: [[Int]]
    let optimum: Optimum
    let pseudoRaterBounds: Bounds
    let brigade: Brigade

    private static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/ranking/bridging.json").standardizedFileURL

    static let isPresent = FileManager.default.fileExists(atPath: file.path)

    static func load() throws -> Bridging {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Bridging.self, from: Data(contentsOf: file))
    }

    /// Ratings as a fit reads them; raters are the persons from 1 on.
    static func matrix(_ ratings: [[Int]], minVotes: Int) -> (VoteMatrix, notes: [Int]) {
        var matrix = VoteMatrix()
        let notes = Set(ratings.map { $0[1] }).sorted()
        for note in notes {
            for rating in ratings where rating[1] == note {
                _ = matrix.add(Int64(rating[0] + 1), isUp: rating[2] == 1)
            }
            matrix.endComment()
        }
        matrix.keepVoters(withAtLeast: minVotes)
        return (matrix, notes)
    }
}
