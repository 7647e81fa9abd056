import CLinux
import Glibc
import Synchronization

/// Connections with bad habits, all driven by one thread: a byte a second, nothing at all, commands
/// whose answers are never read, and lines that are broken off with the connection.
final class HostileCrowd {
    /// Set from outside when they shall go.
    final class Stop: Sendable {
        let isAsked = Atomic(false)
    }

    private enum Habit: CaseIterable {
        case slow
        case silent
        case deaf
        case fickle
    }

    private struct Member {
        var descriptor: Int32
        let habit: Habit
        var sent = 0
    }

    /// Turns of a millisecond.
    private static let (tenth, second) = (100, 1000)

    private let socket: String
    private var members: [Member] = []

    /// What they ask: a page with as many comments as there are.
    private static let line = Array(
        ("{\"id\":1,\"method\":\"comment.list\",\"params\":{\"thread\":\"page-1\",\"limit\":1000,"
            + "\"depth\":5}}\n").utf8)

    init(_ count: Int, at socket: String) throws {
        self.socket = socket
        for index in 0..<count {
            let habit = Habit.allCases[index % Habit.allCases.count]
            members.append(Member(descriptor: try Self.connect(socket), habit: habit))
        }
    }

    deinit { for member in members { close(member.descriptor) } }

    private static func connect(_ socket: String) throws(BenchProblem) -> Int32 {
        let made = clinux_unix_connect(socket)
        guard made >= 0 else { throw BenchProblem(system: socket) }
        _ = fcntl(made, F_SETFL, O_NONBLOCK)
        return made
    }

    /// Goes on until asked to stop; how often it did something.
    func run(until stop: Stop) throws -> Int {
        var turns = 0
        while !stop.isAsked.load(ordering: .relaxed) {
            // Each does something ten times a second, and trickles once, none at the same moment.
            for index in members.indices {
                if index % Self.tenth == turns % Self.tenth { try act(index) }
                if index % Self.second == turns % Self.second { trickle(index) }
            }
            turns += 1
            Clock.pause(microseconds: 1000)
        }
        return turns
    }

    private func trickle(_ index: Int) {
        guard members[index].habit == .slow else { return }
        let place = members[index].sent % (Self.line.count - 1)
        offer(index, Self.line[place...place])
    }

    private func act(_ index: Int) throws {
        switch members[index].habit {
        case .slow, .silent: return
        case .deaf: offer(index, Self.line[...])
        case .fickle:
            offer(index, Self.line.prefix(Self.line.count / 2))
            close(members[index].descriptor)
            members[index].descriptor = try Self.connect(socket)
        }
    }

    private func offer(_ index: Int, _ bytes: ArraySlice<UInt8>) {
        let count = bytes.withUnsafeBytes {
            send(members[index].descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        members[index].sent += max(0, count)
    }
}
