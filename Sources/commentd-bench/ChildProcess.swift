import Glibc

/// A program that was started, and is stopped at the latest when this object goes.
final class ChildProcess {
    let pid: pid_t
    private let name: String
    /// The file that holds what it said on standard error.
    private let log: String
    /// Set once it has ended.
    private var status: Int32?

    /// How long it may take to end when asked to.
    private let stopPatienceSeconds: UInt64

    /// Starts a program, looked for on the PATH where its name has no slash. Its input and output
    /// are `/dev/null` unless given; what it says on standard error is kept in the file `log`.
    /// Asked to end, it has so many seconds before it is ended.
    init(
        _ program: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil,
        log: String, stopPatienceSeconds: UInt64 = 5
    ) throws(BenchProblem) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, own, flags) in [(STDIN_FILENO, input, O_RDONLY), (1, output, O_WRONLY)] {
            if let own {
                posix_spawn_file_actions_adddup2(&actions, own, stream)
            } else {
                posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", flags, 0)
            }
        }
        posix_spawn_file_actions_addopen(
            &actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.takeNothing(&attributes)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, program, &actions, &attributes, &words, environ)
        guard code == 0 else {
            throw BenchProblem("\(program): \(String(cString: strerror(code)))")
        }
        self.pid = pid
        self.log = log
        self.stopPatienceSeconds = stopPatienceSeconds
        name = program
    }

    deinit { stop() }

    /// The program has the signals of a program by itself, and a group of its own: an interrupt
    /// from the terminal comes to this process, which stops the program.
    private static func takeNothing(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var ignored = sigset_t()
        sigemptyset(&ignored)
        sigaddset(&ignored, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &ignored)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    /// Whether it has ended by itself.
    var hasEnded: Bool {
        if status != nil { return true }
        var found: Int32 = 0
        if waitpid(pid, &found, WNOHANG) == pid { status = found }
        return status != nil
    }

    /// Waits for its end; throws where its exit status is not 0.
    func wait() throws(BenchProblem) {
        while !hasEnded {
            try Interruption.check()
            Clock.pause(microseconds: 1000)
        }
        if status != 0 { throw failure() }
    }

    /// Asks it to end, and ends it where it does not; then it is gone.
    func stop() {
        guard !hasEnded else { return }
        kill(pid, SIGTERM)
        let deadline = Clock.nanoseconds + stopPatienceSeconds * 1_000_000_000
        while !hasEnded, Clock.nanoseconds < deadline { Clock.pause(microseconds: 500) }
        guard !hasEnded else { return }
        kill(pid, SIGKILL)
        while waitpid(pid, nil, 0) < 0, errno == EINTR {}
        status = SIGKILL
    }

    /// That it ended, and the last that it said.
    func failure() -> BenchProblem {
        let said = FileSystem.text(log)?.split(separator: "\n").suffix(3).joined(separator: "; ")
        return BenchProblem("\(name) ended" + (said.map { ": \($0)" } ?? ""))
    }
}
