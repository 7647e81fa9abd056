import Service

/// Descriptors of clients whose replies became due; from any thread.
final class DueClients: Sendable {
    private let descriptors = Monitor<Set<Int32>>([])

    /// Whether it is the first since they were last taken.
    func add(_ descriptor: Int32) -> Bool {
        descriptors.change { set in
            let isFirst = set.isEmpty
            set.insert(descriptor)
            return isFirst
        }
    }

    func takeAll() -> Set<Int32> {
        descriptors.change { set in
            defer { set.removeAll(keepingCapacity: true) }
            return set
        }
    }
}
