import CSQLite

extension Connection {
    /// Asked now and then while statements run.
    private final class Limit {
        let isOverdue: () -> Bool
        init(_ isOverdue: @escaping () -> Bool) { self.isOverdue = isOverdue }
    }

    /// After so many instructions it is asked whether time is up: some tens of microseconds.
    private static let limitPeriod: Int32 = 256

    /// Runs `body`, whose statements fail (`SQLiteError.isInterrupted`) once `isOverdue` says so.
    public func limited<Result>(
        by isOverdue: @escaping () -> Bool, _ body: () throws -> Result
    ) rethrows -> Result {
        let limit = Limit(isOverdue)
        return try withExtendedLifetime(limit) {
            sqlite3_progress_handler(
                handle, Self.limitPeriod,
                { context in
                    guard let context else { return 0 }
                    let limit = Unmanaged<Limit>.fromOpaque(context).takeUnretainedValue()
                    return limit.isOverdue() ? 1 : 0
                }, Unmanaged.passUnretained(limit).toOpaque())
            defer { sqlite3_progress_handler(handle, 0, nil, nil) }
            return try body()
        }
    }
}
