import Store

/// The writer's part in `server.backup`.
extension Service {
    /// Copies the next part of the database where a copy is asked for; false where none is.
    func copyPart() -> Bool {
        guard let exchange = options.backups, let path = exchange.wanted else {
            backup = nil
            return false
        }
        let start = MonotonicClock.nanoseconds
        do throws(StoreError) {
            let copy =
                if let backup, backup.path == path { backup.copy } else {
                    try store.backup(to: path)
                }
            backup = (path, copy)
            if try copy.step(pages: BackupExchange.pages) == .finished {
                backup = nil
                exchange.conclude(.success(copy.pages))
            }
        } catch {
            backup = nil
            exchange.conclude(.failure(error))
        }
        options.counters.addStep(nanoseconds: MonotonicClock.nanoseconds - start)
        return true
    }
}
