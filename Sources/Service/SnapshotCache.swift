import Moderation
import Store

/// What was made of rows, kept for those who read snapshots of the database beside the writer.
/// Values are of rows in groups, and a commit says which groups it changes.
///
/// Exact, whatever moment a page is read at: the writer tells before a commit which groups it
/// changes, so that none of their values is given while the commit is under way, and afterwards
/// those are void that were read before its end. So a reader's snapshot and the one that a value is
/// from differ in none of its rows. Groups share slots, as threads do in `PageCache`.
final class SnapshotCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let bytes: Int
        let stamp: UInt64
    }

    private struct State {
        /// How many commits changed rows that values are of.
        var changes: UInt64 = 0
        /// The last of them that changed one of a group of each slot.
        var changed: [UInt64]
        /// The last of them that may have changed any.
        var changedAll: UInt64 = 0
        /// What the commit under way changes, if it does.
        var underWay: Store.Change?
        /// Values that were made or asked for lately, and those of the time before, as pages are.
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var older: [Key: Entry] = [:]
    }

    private static var slots: Int { 4096 }
    /// What an entry takes beside its bytes, about.
    private static var entryBytes: Int { 96 }
    private let state: Guarded<State>
    private let maxBytes: Int
    /// The groups that a commit changes.
    private let groups: @Sendable (Store.Change) -> Set<Int64>

    /// `maxBytes`: of values; past it those go that were not asked for lately.
    init(maxBytes: Int, groups: @escaping @Sendable (Store.Change) -> Set<Int64>) {
        self.maxBytes = maxBytes
        self.groups = groups
        state = Guarded(State(changed: [UInt64](repeating: 0, count: Self.slots)))
    }

    /// To be taken before a snapshot, and given with what is read from it.
    var stamp: UInt64 { state.withLock { $0.changes } }

    /// What a commit will change that begins now.
    func announce(_ change: Store.Change) {
        guard change.hasPersons || !groups(change).isEmpty else { return }
        state.withLock { $0.underWay = change }
    }

    /// The commit that was announced has ended, well or not.
    func conclude() {
        state.withLock { state in
            guard let change = state.underWay else { return }
            state.underWay = nil
            state.changes += 1
            if change.hasPersons { state.changedAll = state.changes }
            for group in groups(change) { state.changed[Self.slot(group)] = state.changes }
        }
    }

    /// The value of a key, for a snapshot that was begun after `stamp` was taken and before now;
    /// nil where it is not known or may be void.
    func value(of key: Key, in group: Int64, for stamp: UInt64) -> Value? {
        state.withLock { state in
            guard let newest = newest(group, in: state), newest <= stamp else { return nil }
            return value(of: key, from: newest, in: &state)
        }
    }

    /// The values of several keys of one group; none at all where the group's may be void.
    func values(of keys: [Key], in group: Int64, for stamp: UInt64) -> [Value?] {
        state.withLock { state in
            guard let newest = newest(group, in: state), newest <= stamp else { return [] }
            return keys.map { value(of: $0, from: newest, in: &state) }
        }
    }

    /// Keeps values, each of so many bytes, that were read from a snapshot that was begun after
    /// `stamp` was taken.
    func keep(_ values: [(key: Key, value: Value, bytes: Int)], for stamp: UInt64) {
        guard !values.isEmpty else { return }
        state.withLock { state in
            for (key, value, bytes) in values {
                add(Entry(value: value, bytes: bytes, stamp: stamp), of: key, to: &state)
            }
        }
    }

    private static func slot(_ group: Int64) -> Int {
        Int(truncatingIfNeeded: group) & (slots - 1)
    }

    /// The last commit that may have changed a value of a group; nil while one is under way.
    private func newest(_ group: Int64, in state: State) -> UInt64? {
        let slot = Self.slot(group)
        if let underWay = state.underWay {
            let isHit = groups(underWay).contains { Self.slot($0) == slot }
            if underWay.hasPersons || isHit { return nil }
        }
        return max(state.changed[slot], state.changedAll)
    }

    /// A kept value that is no older than a commit; one of the older becomes one of the newer, so
    /// that it stays.
    private func value(of key: Key, from newest: UInt64, in state: inout State) -> Value? {
        if let entry = state.entries[key] { return entry.stamp >= newest ? entry.value : nil }
        guard let entry = state.older.removeValue(forKey: key) else { return nil }
        add(entry, of: key, to: &state)
        return entry.stamp >= newest ? entry.value : nil
    }

    private func add(_ entry: Entry, of key: Key, to state: inout State) {
        state.older[key] = nil
        if let old = state.entries[key] { state.bytes -= old.bytes + Self.entryBytes }
        let size = entry.bytes + Self.entryBytes
        if state.bytes + size > maxBytes / 2 {
            state.older = state.entries
            state.entries = [:]
            state.bytes = 0
        }
        state.entries[key] = entry
        state.bytes += size
    }
}
