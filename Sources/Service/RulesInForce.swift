import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// The rules that hold now, for all threads; replaced as a whole, or not at all.
package final class RulesInForce: Sendable {
    /// Rules, and the word lists that other rules may name. Each command holds them, so that they
    /// are shared rather than copied.
    package final class Loaded: Sendable {
        /// Of sites that have none of their own.
        package let rules: RuleSet
        /// Sites' own rules by the sites' names, each with the shared rules behind them.
        package let sites: [String: RuleSet]
        package let lists: [String: [UInt8]]
        /// Counts up with each time that rules are loaded; tells the same rules again.
        let number: Int

        package init(
            rules: RuleSet, lists: [String: [UInt8]], sites: [String: RuleSet] = [:]
        ) {
            self.rules = rules
            self.lists = lists
            self.sites = sites
            number = 0
            kept = KeptRules(rules, lists)
            keptOfSites = sites.mapValues { KeptRules($0, lists) }
        }

        /// The same rules, loaded after others.
        init(_ loaded: Loaded, number: Int) {
            rules = loaded.rules
            lists = loaded.lists
            sites = loaded.sites
            self.number = number
            kept = loaded.kept
            keptOfSites = loaded.keptOfSites
        }

        /// The rules that hold on a site, as they are kept.
        func kept(of site: String) -> KeptRules {
            keptOfSites.isEmpty ? kept : keptOfSites[site] ?? kept
        }

        private let kept: KeptRules
        private let keptOfSites: [String: KeptRules]

        /// The rules that hold on a site.
        func rules(of site: String) -> RuleSet {
            sites.isEmpty ? rules : sites[site] ?? rules
        }
    }

    private let loaded: Guarded<Loaded>
    /// Sets that were in force before and were asked for again, the last ones.
    private let past = Guarded<[(digest: Digest, rules: RuleSet)]>([])
    private static let maxPast = 4
    /// Whether a `rules.backtest` runs: one at a time, so that other reads have a thread.
    let isBacktesting = Guarded(false)
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

    /// A set that was in force before, compiled again.
    func past(_ kept: KeptRules) -> RuleSet? {
        let known = past.withLock { $0.first { $0.digest == kept.digest }?.rules }
        if let known { return known }
        guard kept.version > 0 else { return .empty }
        guard let rules = try? StrictJSON.parse(Array(kept.rules.utf8)),
            let lists = try? StrictJSON.parse(Array(kept.lists.utf8)).object?.members
        else { return nil }
        let document = JSONValue.object(
            JSONObject([
                JSONObject.Member("version", .integer(kept.version)),
                JSONObject.Member("rules", rules),
            ]))
        // Rules that this version of the program no longer takes have no explanation.
        let compiled = try? RuleSet.compile(
            document,
            lists: Dictionary(lists.map { ($0.name, Array(($0.value.text ?? "").utf8)) }) {
                first, _ in first
            })
        guard let compiled else { return nil }
        past.withLock { past in
            past.append((kept.digest, compiled))
            if past.count > Self.maxPast { past.removeFirst() }
        }
        return compiled
    }

    /// Reads and compiles the rules anew; throws, and leaves the old ones, where they are wrong.
    func reload() throws -> Loaded {
        let new = try load()
        return loaded.withLock { loaded in
            loaded = Loaded(new, number: loaded.number + 1)
            return loaded
        }
    }
}

extension KeptRules {
    /// A set of rules with those of the lists that it names.
    init(_ rules: RuleSet, _ lists: [String: [UInt8]]) {
        var json = JSONWriter()
        json.value(rules.rules)
        let text = String(decoding: json.bytes, as: UTF8.self)
        let named = (rules.rules.array ?? []).compactMap {
            $0.object?["when"]?.object?["words"]?.text
        }
        json.reset()
        json.object { json in
            for name in Set(named).sorted() {
                json.name(dynamic: name)
                json.string(String(decoding: lists[name] ?? [], as: UTF8.self))
            }
        }
        let namedLists = String(decoding: json.bytes, as: UTF8.self)
        self.init(
            digest: Fingerprint.of(["\(rules.version)", text, namedLists]),
            version: rules.version, rules: text, lists: namedLists)
    }
}
