import Discussion
import Moderation

/// The rules that hold now, for all threads; replaced as a whole, or not at all.
package final class RulesInForce: Sendable {
    /// Rules, and the word lists that other rules may name.
    package struct Loaded: Sendable {
        package let rules: RuleSet
        package let lists: [String: [UInt8]]
        /// Counts up with each time that rules are loaded; tells the same rules again.
        var number = 0

        package init(rules: RuleSet, lists: [String: [UInt8]]) {
            self.rules = rules
            self.lists = lists
        }
    }

    private let loaded: Guarded<Loaded>
    private let load: @Sendable () throws -> Loaded

    /// Loads the rules for the first time. `load` reads and compiles them, each time anew.
    package init(_ load: @escaping @Sendable () throws -> Loaded) throws {
        self.load = load
        loaded = Guarded(try load())
    }

    /// No rules, and none to come.
    package static func none() -> RulesInForce {
        RulesInForce(fixed: Loaded(rules: .empty, lists: [:]))
    }

    /// These rules for good.
    package init(fixed: Loaded) {
        load = { fixed }
        loaded = Guarded(fixed)
    }

    package var current: Loaded { loaded.withLock { $0 } }

    /// Reads and compiles the rules anew; throws, and leaves the old ones, where they are wrong.
    func reload() throws -> Loaded {
        var new = try load()
        loaded.withLock { loaded in
            new.number = loaded.number + 1
            loaded = new
        }
        return new
    }
}
