import Moderation
import Store
import Synchronization

/// Which commits changed rows of which groups, so that who keeps what was made of rows beside the
/// writer knows what of it is void.
///
/// Exact, whatever moment a snapshot is from: the writer tells before a commit which groups it
/// changes, so that nothing of theirs is good while the commit is under way, and afterwards what
/// was read before its end is void. So a reader's snapshot and the one that a thing is from differ
/// in none of its rows. Groups share slots, as threads do in `PageCache`.
final class GroupStamps: @unchecked Sendable {
    private static let slots = 4096
    /// Stands where a commit is under way.
    private static let underWay = UInt64.max

    /// How many commits changed rows of groups.
    private let changes = Atomic<UInt64>(0)
    /// The last of them that changed one of a group of each slot. Not sendable, being a pointer;
    /// what it points to is atomic, and is there as long as the object.
    private let changed: UnsafeMutablePointer<Atomic<UInt64>>
    /// The last of them that may have changed any.
    private let changedAll = Atomic<UInt64>(0)
    /// What the commit under way changes, if it does.
    private let announced = Guarded<Store.Change?>(nil)
    /// The groups that a commit changes.
    private let groups: @Sendable (Store.Change) -> Set<Int64>

    init(_ groups: @escaping @Sendable (Store.Change) -> Set<Int64>) {
        self.groups = groups
        changed = .allocate(capacity: Self.slots)
        for slot in 0..<Self.slots { (changed + slot).initialize(to: Atomic(0)) }
    }

    deinit {
        changed.deinitialize(count: Self.slots)
        changed.deallocate()
    }

    /// To be taken before a snapshot, and given with what is read from it.
    var stamp: UInt64 { changes.load(ordering: .acquiring) }

    /// What a commit will change that begins now.
    func announce(_ change: Store.Change) {
        guard change.hasPersons || !groups(change).isEmpty else { return }
        announced.withLock { announced in
            announced = change
            note(change, Self.underWay)
        }
    }

    /// The commit that was announced has ended, well or not.
    func conclude() {
        announced.withLock { announced in
            guard let change = announced else { return }
            announced = nil
            let number = stamp + 1
            note(change, number)
            changes.store(number, ordering: .releasing)
        }
    }

    private func note(_ change: Store.Change, _ number: UInt64) {
        if change.hasPersons { changedAll.store(number, ordering: .sequentiallyConsistent) }
        for group in groups(change) {
            changed[Self.slot(group)].store(number, ordering: .sequentiallyConsistent)
        }
    }

    private static func slot(_ group: Int64) -> Int {
        Int(truncatingIfNeeded: group) & (slots - 1)
    }

    /// The oldest stamp of what is good of a group for a snapshot that was begun after `stamp` was
    /// taken and before now; nil where nothing is.
    func oldestGood(of group: Int64, for stamp: UInt64) -> UInt64? {
        let newest = max(
            changed[Self.slot(group)].load(ordering: .sequentiallyConsistent),
            changedAll.load(ordering: .sequentiallyConsistent))
        return newest <= stamp ? newest : nil
    }
}
