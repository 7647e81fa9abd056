import Discussion

/// One rule as it is carried out.
final class Rule: Sendable {
    let name: String
    /// All must hold.
    let conditions: [Condition]
    let action: RuleAction
    let isFinal: Bool
    let isDryRun: Bool
    /// What must be found in the text before the conditions are worth a look.
    let gate: Gate

    /// A part of a rule that rarely holds and takes no time to look at.
    enum Gate: Sendable {
        case none
        case words(list: Int)
        case pattern(Int)
    }

    init(
        name: String, conditions: [Condition], action: RuleAction, isFinal: Bool, isDryRun: Bool
    ) {
        self.name = name
        self.conditions = conditions
        self.action = action
        self.isFinal = isFinal
        self.isDryRun = isDryRun
        gate = conditions.reduce(.none) { gate, condition in
            switch condition {
            case .words(let list, _): .words(list: list)
            case .pattern(let index): .pattern(index)
            default: gate
            }
        }
    }
}

/// One member of a rule's `when`; the members of `author` and `thread` count as one each.
enum Condition: Sendable {
    /// A list of words by its index, and the file's name where it is one.
    case words(list: Int, file: String?)
    /// A pattern by its index.
    case pattern(Int)
    /// Links, or only those to `domains` where there are any.
    case links(Bounds<Int>, domains: [String])
    /// Code points of the body.
    case length(Bounds<Int>)
    /// The share of capitals among the letters that have both forms.
    case capitals(min: Double)
    case count(Fact, Bounds<Int>)
    case rejectedRatio(Bounds<Double>)
    case role(Roles)
    /// How far the author's record speaks for them, 0 to 1.
    case trust(Bounds<Double>)
    /// At least so many comments by this author in the last so many seconds, before this one.
    case rate(count: Int, perSeconds: Int)
    /// An earlier comment in this scope is at least so like this one.
    case repeats(RepeatScope, similarity: Double)
    case truth(Truth, Bool)
    /// What a classifier says; without `min` the configuration's.
    case classifier(Trait, min: Double?)

    /// A number among the facts.
    enum Fact: Sendable {
        case approved, rejected, authorAge, threadComments, threadAge
    }

    /// A yes or no among the facts.
    enum Truth: Sendable {
        case guest, reply, anchor
    }
}

/// From `min` up to and with `max`; a side that is not given is open.
struct Bounds<Number: Comparable & Sendable>: Sendable {
    let min: Number?
    let max: Number?

    func contains(_ number: Number) -> Bool {
        (min.map { $0 <= number } ?? true) && (max.map { number <= $0 } ?? true)
    }

    /// `at least 2`, for people.
    var text: String {
        switch (min, max) {
        case (let min?, let max?): min == max ? "exactly \(min)" : "\(min) to \(max)"
        case (let min?, nil): "at least \(min)"
        case (nil, let max?): "at most \(max)"
        case (nil, nil): "any"
        }
    }
}
