import Glibc
import JSONValues
import Testing
import Wire

/// Someone who sends commands and takes the replies to them.
protocol Speaker: AnyObject {
    var peer: SocketPeer { get }
    /// How many lines may be under way without an answer.
    var window: Int { get }
    /// The next line to send, and whether it is answered; nil after the last.
    func next() -> (text: String, isAnswered: Bool)?
    /// Takes a reply; they come in order.
    func take(_ reply: JSONValue) throws
}

/// Several connections kept busy at the same time, by one thread.
enum Traffic {
    /// Lets all speak until each has all its answers, `isOver` says that it is enough, or a server
    /// has gone.
    static func run(_ speakers: [any Speaker], until isOver: () -> Bool = { false }) throws {
        let lines = speakers.map(Line.init)
        while !isOver() {
            lines.forEach { $0.fill() }
            let open = lines.filter { !$0.isDone }
            if open.isEmpty { return }
            var polled = open.map { line in
                let events = POLLIN | (line.unsent.isEmpty ? 0 : POLLOUT)
                return pollfd(fd: line.speaker.peer.descriptor, events: Int16(events), revents: 0)
            }
            let count = poll(&polled, nfds_t(polled.count), Patience.ms)
            try #require(count > 0, "no server answers")
            for (line, ready) in zip(open, polled) {
                if ready.revents & Int16(POLLOUT) != 0 { line.push() }
                if ready.revents & ~Int16(POLLOUT) != 0 { try line.pull() }
            }
        }
    }

    private final class Line {
        let speaker: any Speaker
        var unsent: ArraySlice<UInt8> = []
        private var unanswered = 0
        private var hasMore = true
        private var isLost = false

        init(_ speaker: any Speaker) { self.speaker = speaker }

        var isDone: Bool { isLost || !hasMore && unsent.isEmpty && unanswered == 0 }

        func fill() {
            while hasMore, unanswered < speaker.window, unsent.count < 1 << 20 {
                guard let line = speaker.next() else {
                    hasMore = false
                    return
                }
                unsent += Array(line.text.utf8) + [0x0A]
                unanswered += line.isAnswered ? 1 : 0
            }
        }

        func push() {
            let count = speaker.peer.offer(unsent)
            isLost = count == nil
            unsent = Array(unsent.dropFirst(count ?? 0))[...]
        }

        func pull() throws {
            guard try speaker.peer.receive() else {
                isLost = true
                return
            }
            while let line = speaker.peer.takeLine() {
                unanswered -= 1
                try speaker.take(try StrictJSON.parse(line, maxDepth: 2048))
            }
        }
    }
}
