import Daemon
import Glibc
import Imports
import Service

/// Says how far an import is: as a bar on a terminal, else as a line each five seconds.
final class ImportMeter {
    /// Nanoseconds between two lines of a log, and between two states of a bar.
    private static let pauses = (line: UInt64(5_000_000_000), bar: UInt64(200_000_000))
    /// The columns of a terminal that does not say how many it has.
    private static let usualColumns = 80

    /// What all of it comes to, in the unit of the positions that are shown.
    var size: Int
    private let stop: Int32
    private let isTerminal: Bool
    private let clock: () -> UInt64
    private let write: (String) -> Void
    private var phase = ""
    private var start: UInt64 = 0
    private var last: UInt64 = 0
    private var hasBar = false

    /// `stop` becomes readable when the process is asked to end. `clock` counts nanoseconds;
    /// `write` takes what is told, as it is.
    init(
        size: Int, stop: Int32, isTerminal: Bool = Terminal.takesBars,
        clock: @escaping () -> UInt64 = { MonotonicClock.nanoseconds },
        write: @escaping (String) -> Void = {
            _ = Descriptor.write(Array($0.utf8), to: STDERR_FILENO)
        }
    ) {
        self.size = max(1, size)
        self.stop = stop
        self.isTerminal = isTerminal
        (self.clock, self.write) = (clock, write)
    }

    /// Whether it was asked to end.
    var isStopped: Bool { stop >= 0 && Descriptor.isReadable(stop) }

    /// Tells that so many bytes of the file are done; false where it shall end.
    func show(_ phase: String, _ position: Int, _ counts: ImportCounts) -> Bool {
        let now = clock()
        let isNew = phase != self.phase
        if isNew { (self.phase, start, last) = (phase, now, now) }
        // Who sits before a terminal sees at once that something is done.
        let pause = isTerminal ? Self.pauses.bar : Self.pauses.line
        if isNew && isTerminal || now - last >= pause {
            last = now
            tell(
                ImportProgress(
                    phase: phase, share: min(1, Double(position) / Double(size)),
                    comments: counts.imported["comments"] ?? 0, troubles: counts.troubles,
                    seconds: Double(now - start) / 1e9))
        }
        return !isStopped
    }

    private func tell(_ progress: ImportProgress) {
        guard isTerminal else { return write("commentd: \(progress.line)\n") }
        // Asked each time: a window may become another size.
        let bar = progress.bar(columns: Terminal.columns(of: STDERR_FILENO) ?? Self.usualColumns)
        hasBar = true
        write("\r\u{1B}[K\(bar)")
    }

    /// Takes the bar away.
    func end() {
        if hasBar { write("\r\u{1B}[K") }
        hasBar = false
    }
}
