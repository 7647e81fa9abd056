import Moderation
import Store

/// What was made of rows, kept for those who read snapshots of the database beside the writer.
/// Values are of rows in groups, of which stamps say what is void.
final class SnapshotCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let bytes: Int
        let stamp: UInt64
    }

    private struct State {
        /// Values that were made or asked for lately, and those of the time before, as pages are.
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var older: [Key: Entry] = [:]
    }

    /// What an entry takes beside its bytes, about.
    private static var entryBytes: Int { 96 }
    private let state = Guarded(State())
    private let maxBytes: Int
    let stamps: GroupStamps

    /// `maxBytes`: of values; past it those go that were not asked for lately. `groups`: those that
    /// a commit changes.
    init(maxBytes: Int, groups: @escaping @Sendable (Store.Change) -> Set<Int64>) {
        self.maxBytes = maxBytes
        stamps = GroupStamps(groups)
    }

    /// The values of several keys of one group, for a snapshot that was begun after `stamp` was
    /// taken and before now: nil where one is not known, none at all where the group's may be void.
    func values(of keys: [Key], in group: Int64, for stamp: UInt64) -> [Value?] {
        guard let oldest = stamps.oldestGood(of: group, for: stamp) else { return [] }
        return state.withLock { state in
            keys.map { value(of: $0, from: oldest, in: &state) }
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

    /// A kept value that is no older than a stamp; one of the older becomes one of the newer, so
    /// that it stays.
    private func value(of key: Key, from oldest: UInt64, in state: inout State) -> Value? {
        if let entry = state.entries[key] { return entry.stamp >= oldest ? entry.value : nil }
        guard let entry = state.older.removeValue(forKey: key) else { return nil }
        add(entry, of: key, to: &state)
        return entry.stamp >= oldest ? entry.value : nil
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
