import Discussion

/// What the rules make of one text.
package struct Verdict: Sendable, Equatable {
    package let status: Status
    /// Published or not, a person shall look at it.
    package let isFlagged: Bool
    /// The number of the rules' version; 0 where there are none.
    package let rules: Int
    /// One for each rule that hit, in the rules' order.
    package let reasons: [Reason]
    /// What is to be shown as `*`: code points of the body, sorted, apart from each other.
    package let masks: [Range<Int>]

    package init(
        status: Status, isFlagged: Bool = false, rules: Int = 0, reasons: [Reason] = [],
        masks: [Range<Int>] = []
    ) {
        self.status = status
        self.isFlagged = isFlagged
        self.rules = rules
        self.reasons = reasons
        self.masks = masks
    }

    /// The body as readers see it: each masked code point is a `*`, white space stays.
    package func masked(_ body: String) -> String {
        guard !masks.isEmpty else { return body }
        var shown = String.UnicodeScalarView()
        var rest = masks[...]
        for (index, scalar) in body.unicodeScalars.enumerated() {
            while let mask = rest.first, mask.upperBound <= index { rest = rest.dropFirst() }
            let isMasked = rest.first?.contains(index) ?? false
            shown.append(isMasked && !scalar.properties.isWhitespace ? "*" : scalar)
        }
        return String(shown)
    }
}
