import JSONValues

/// What is wrong with the configuration, and where. Values are never repeated, only names.
package struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file or directory, as the path was given: `config/commentd.json`.
    package let file: String
    /// The member's path, such as `limits.max_depth`; empty for the file itself.
    package let path: String
    /// What was expected.
    package let problem: String
    /// The known name that an unknown one resembles.
    package let didYouMean: String?

    package init(file: String, path: String = "", problem: String, didYouMean: String? = nil) {
        self.file = file
        self.path = path
        self.problem = problem
        self.didYouMean = didYouMean
    }

    init(file: String, _ problem: SchemaProblem) {
        self.init(
            file: file, path: problem.path, problem: problem.problem,
            didYouMean: problem.didYouMean)
    }

    /// One line for people, such as
    /// `config/commentd.json: limits.max_depth: expected an integer 0 to 1000`.
    package var description: String {
        let place = path.isEmpty ? file : "\(file): \(path)"
        let suggestion = didYouMean.map { ", did you mean \($0)?" } ?? ""
        return "\(place): \(problem)\(suggestion)"
    }
}
