import Store

/// Reads what commands will ask for while they wait for the writer, which is busy with others: on
/// another processor, so that the one thread that writes has less to do.
package final class ReadingAhead {
    private let store: Store
    private let exchange: any RowsExchange
    private var known = NamesAhead()

    /// `store`: a connection of its own. `exchange`: where the writer's finds the rows.
    package init(store: Store, exchange: any RowsExchange) {
        self.store = store
        self.exchange = exchange
    }

    /// Reads what these will ask for, as a snapshot of this moment has it.
    package func read(for commands: [Command]) throws {
        let asked = commands.compactMap(\.asked)
        if !asked.isEmpty { try store.readAhead(asked, besides: &known, for: exchange) }
    }
}

extension Command {
    /// What it will ask for first; nil where that is not looked for ahead.
    fileprivate var asked: AskedRows? {
        guard case .success(let prepared) = prepared, case .success(let useCase) = prepared.useCase
        else { return nil }
        return useCase.asked
    }
}
