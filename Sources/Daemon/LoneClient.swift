/// Whether one client alone has been heard of for a while.
///
/// A client that waits for each reply has nobody to share a commit with: all that it does between
/// two replies is to be woken and to wake. Where it is alone, that can be spared it.
struct LoneClient {
    /// Such a client is looked out for instead of slept for while its command is carried out, and
    /// so much longer: its next one comes within tens of microseconds of the reply.
    static let lookOutNs: UInt64 = 250_000
    /// How long at most, where the disk takes long. Commits of most take a fifth of it.
    static let mostLookOutNs: UInt64 = 1_000_000
    /// How often in turn it was the only one that came.
    private static let turnsAlone = 8

    private var descriptor: Int32 = -1
    private var turns = 0

    /// Notes what came at a time. Where nothing came, a thread had a reply to be sent.
    mutating func note(_ events: [Poller.Event]) {
        guard let first = events.first else { return }
        turns = events.count == 1 && first.descriptor == descriptor ? turns + 1 : 0
        descriptor = first.descriptor
    }

    /// Whether one client is, as far as is known, the only one.
    var isKnown: Bool { turns >= Self.turnsAlone }
}
