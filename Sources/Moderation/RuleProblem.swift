/// What is wrong with a rule, and where.
package struct RuleProblem: Sendable, Equatable {
    /// The member's path, such as `rules[2].when.links.min`.
    package let path: String
    /// What was expected, or the library's reason.
    package let problem: String
    /// The known name that an unknown one resembles.
    package let didYouMean: String?

    package init(path: String, problem: String, didYouMean: String? = nil) {
        self.path = path
        self.problem = problem
        self.didYouMean = didYouMean
    }
}

/// Everything that is wrong with a set of rules, in the order of the document. Never empty.
package struct RuleProblems: Error, Sendable, Equatable {
    package let problems: [RuleProblem]

    package init(problems: [RuleProblem]) { self.problems = problems }
}
