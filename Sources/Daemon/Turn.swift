/// How long one client's commands are read and begun before others have their turn: a line may
/// hold texts that take many times as long to read as rules do.
struct Turn {
    private static let ns: UInt64 = 4_000_000

    private let stopwatch: @Sendable () -> UInt64
    private var end: UInt64 = 0
    /// Whether something was left for the next one.
    private(set) var isOver = false

    init(_ stopwatch: @escaping @Sendable () -> UInt64) { self.stopwatch = stopwatch }

    mutating func begin() {
        isOver = false
        end = stopwatch() + Self.ns
    }

    /// Whether what is left has to wait for the next one. To be asked between commands, when there
    /// are more.
    mutating func ends() -> Bool {
        isOver = stopwatch() > end
        return isOver
    }
}
