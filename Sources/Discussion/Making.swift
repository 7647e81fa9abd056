/// How a comment came to be, as the history tells it first: what rules did with it, or that it was
/// brought in from elsewhere. Where there is no more to tell it stands in the comment's own row,
/// and has no entry in the history.
public struct Making: Sendable, Hashable {
    /// What was done, by nobody in person.
    public enum Action: Int, Sendable, CaseIterable {
        // Raw values are what the database holds.
        case imported = 1
        case approve = 2
        case flag = 3
        case hold = 4
        case reject = 5
        case spam = 6
        case shadow = 7

        /// As the history has it.
        public var name: String {
            switch self {
            case .imported: "import"
            case .approve: "approve"
            case .flag: "flag"
            case .hold: "hold"
            case .reject: "reject"
            case .spam: "spam"
            case .shadow: "shadow"
            }
        }

        /// By the history's name; nil where rules and imports do nothing of that name.
        public init?(name: String) {
            guard let action = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = action
        }
    }

    /// What the rules did with it, or `imported`.
    public let action: Action
    /// What the comment was then.
    public let status: Status
    /// The version of the rules that judged it.
    public let rules: Int

    /// Of a comment that became `status`, judged by the rules' version `rules`.
    public init(_ action: Action, as status: Status, rules: Int) {
        (self.action, self.status, self.rules) = (action, status, rules)
    }

    /// Action and status in one number, which is not 0: what the database holds.
    public var number: Int { action.rawValue << 3 | status.rawValue }

    /// Of such a number; nil where it is none.
    public init?(number: Int, rules: Int) {
        guard let action = Action(rawValue: number >> 3), let status = Status(rawValue: number & 7)
        else { return nil }
        self.init(action, as: status, rules: rules)
    }
}
