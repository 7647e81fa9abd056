/// Lines of events beside the replies.
extension Outbox {
    /// A follow begins; false where the client is gone.
    func begin(_ follow: Follow) -> Bool {
        state.change { state in
            if !state.isBroken { state.events.begin(follow) }
            return !state.isBroken
        }
    }

    /// Adds lines of events behind those that wait, and sees to it that they are sent.
    func tell(_ lines: [UInt8], last: Int64, of follow: Follow) {
        let isFirst = state.change { state in
            state.events.add(lines, last: last, of: follow)
        }
        // Where others wait, whoever sends those sends these too.
        if isFirst { onReady(self, true) }
    }

    /// Whether a follow may be told of more now; where not, `onEventRoom` is called once it may.
    func hasEventRoom(for follow: Follow) -> Bool {
        state.change { state in
            if state.events.heldBytes < maxEventBytes { return true }
            state.events.wait(follow)
            return false
        }
    }

    /// All that a follow is told waits in here: it ends once that is sent.
    func finish(_ follow: Follow) {
        state.change { $0.events.finish(follow) }
        onReady(self, true)
    }

    /// Ends a follow now; `line` makes its last line, if any, from the last event that is sent.
    func cut(_ follow: Follow, _ line: (Int64) -> [UInt8]?) {
        let waited = state.change { state in
            state.events.cut(follow, line)
            return state.events.release(0, most: maxEventBytes)
        }
        if !waited.isEmpty { onEventRoom(waited) }
        onReady(self, true)
    }

    /// Whether events are followed.
    var isFollowing: Bool { state.read { $0.events.isFollowing } }

    /// Whether no event waits to be taken, and none is to come.
    var hasToldAll: Bool { state.read { $0.events.isDone } }

    /// Waits until every request so far has its reply.
    func waitUntilAnswered() {
        state.wait { state in state.slots.allSatisfy(\.isDone) ? () : nil }
    }
}
