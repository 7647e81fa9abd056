/// Sees through one text after another, in memory that is used again.
final class Revealer: @unchecked Sendable {
    // `Revealers` gives it to one thread at a time.
    private var hidden = Obfuscation()
    private var revealed = RevealedText()

    /// Calls `body` with what a text may say. `text` has no white space but single spaces;
    /// `neighbours` is how many words on either side a phrase can reach.
    func reveal(
        _ text: NormalizedText, neighbours: Int, _ body: (borrowing RevealedText) -> Void
    ) {
        hidden.read(text)
        revealed.take(hidden, neighbours: neighbours)
        body(revealed)
    }

    /// Whether its memory is larger than is worth keeping.
    var isBloated: Bool { hidden.isBloated }
}

/// Revealers that are not at work: as many as ever were at once.
final class Revealers: Sendable {
    private let idle = Guarded<[Revealer]>([])

    /// Calls `body` with what a text may say, where anything can be hidden in it.
    func reveal(
        _ text: NormalizedText, neighbours: Int, _ body: (borrowing RevealedText) -> Void
    ) {
        guard Suspicion.arises(in: text) else { return }
        let revealer = idle.withLock { $0.popLast() } ?? Revealer()
        revealer.reveal(text, neighbours: neighbours, body)
        if !revealer.isBloated { idle.withLock { $0.append(revealer) } }
    }
}
