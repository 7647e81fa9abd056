import Glibc

/// The host's program that takes one mail on its standard input.
struct Sendmail {
    /// What became of a mail.
    enum Outcome: Equatable {
        case sent
        /// It may go later: the text says why.
        case putOff(String)
        /// The address is dead, for what the program knows.
        case refused(String)
        /// The program does not work: nothing is said of this mail.
        case broken(String)
    }

    let command: [String]
    let timeoutSeconds: Int

    /// Exit statuses, by sysexits.h.
    private enum Status {
        static let dataError: Int32 = 65
        static let noUser: Int32 = 67
        static let noHost: Int32 = 68
        /// Wrong use, no permission, wrong configuration; and a shell's for what cannot be run.
        static let broken: [Int32] = [64, 77, 78, 126, 127]
    }

    /// Hands a mail over and waits for the program's end.
    func send(_ mail: [UInt8]) -> Outcome {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .broken(reason(errno)) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let started = start(input: ends[0])
        close(ends[0])
        defer { if ends[1] >= 0 { close(ends[1]) } }
        guard let pid = started.pid else { return .broken(reason(started.code)) }
        let deadline = Self.now() + Int64(timeoutSeconds) * 1000
        // Where it ends before it has read all, its status says why.
        write(mail, to: ends[1], until: deadline)
        close(ends[1])
        ends[1] = -1
        guard let status = wait(for: pid, until: deadline) else {
            // With all that it has started: a shell's child would hand the mail over later.
            kill(-pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            return .putOff("no answer within \(timeoutSeconds) s")
        }
        return outcome(status)
    }

    private func outcome(_ status: Int32) -> Outcome {
        let signal = status & 0x7F
        if signal != 0 { return .putOff("ended by signal \(signal)") }
        let code = status >> 8 & 0xFF
        switch code {
        case 0: return .sent
        case Status.dataError, Status.noUser, Status.noHost: return .refused("exit status \(code)")
        case _ where Status.broken.contains(code):
            return .broken("\(command[0]) ended with status \(code)")
        default: return .putOff("exit status \(code)")
        }
    }

    private func reason(_ code: Int32) -> String {
        "\(command.first ?? ""): \(String(cString: strerror(code)))"
    }

    private func start(input: Int32) -> (pid: pid_t?, code: Int32) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        // What it has to say is for the log, not for whoever reads our output.
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Not the signals that this process ignores or waits for.
        var (none, usual) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigemptyset(&usual)
        for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&usual, signal) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawnp(
            &pid, command.first ?? "", &actions, &attributes, &arguments, environ)
        return code == 0 ? (pid, 0) : (nil, code)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, until deadline: Int64) {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var rest = bytes[...]
        while !rest.isEmpty, Self.now() < deadline {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&polled, 1, 100)
            } else if errno != EINTR {
                return
            }
        }
    }

    /// The status of a process that has ended; nil where it has not in time.
    private func wait(for pid: pid_t, until deadline: Int64) -> Int32? {
        var status: Int32 = 0
        while true {
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { return status }
            if ended < 0, errno != EINTR { return nil }
            if Self.now() >= deadline { return nil }
            poll(nil, 0, 5)
        }
    }

    /// Milliseconds of a clock that nobody sets.
    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
