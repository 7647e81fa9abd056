/// The orders in which every level of a thread can be read.
public enum Sort: UInt8, Sendable, CaseIterable {
    case best = 0
    case top = 1
    case hot = 2
    case controversial = 3
    case discussed = 4
    case newest = 5
    case oldest = 6
    /// What people who usually disagree both value.
    case commonGround = 7

    /// The name on the wire.
    public var name: String {
        switch self {
        case .best: "best"
        case .top: "top"
        case .hot: "hot"
        case .controversial: "controversial"
        case .discussed: "discussed"
        case .newest: "newest"
        case .oldest: "oldest"
        case .commonGround: "common_ground"
        }
    }

    /// `most_voted` is another name of `top`.
    public init?(name: String) {
        if name == "most_voted" {
            self = .top
        } else if let sort = Self.allCases.first(where: { $0.name == name }) {
            self = sort
        } else {
            return nil
        }
    }

    /// Every name that `init(name:)` takes.
    public static let names = allCases.map(\.name) + ["most_voted"]

    /// Whether pinned roots stand before all others.
    public var putsPinnedFirst: Bool { self != .newest && self != .oldest }
}

/// The orders in which a site's threads can be listed. Raw values are part of cursors.
public enum ThreadOrder: UInt8, Sendable, CaseIterable {
    /// The one commented on last first.
    case active = 0
    case newest = 1
    /// By visible comments.
    case mostComments = 2

    /// The name on the wire.
    public var name: String {
        switch self {
        case .active: "active"
        case .newest: "newest"
        case .mostComments: "most_comments"
        }
    }

    /// By the name on the wire; nil where it is none.
    public init?(name: String) {
        guard let order = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = order
    }
}
