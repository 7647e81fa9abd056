import Foundation
import Glibc
import JSONValues
import Synchronization
import Testing
import Wire

/// The program itself, run as a process of its own: spoken to and listened to through pipes.
final class Spawned {
    let pid: pid_t
    private var input: Int32
    private var output: Int32
    private let complaints: Int32
    private var held: [UInt8] = []
    private var isReaped = false

    /// The folder of the tests' own binary, where what was built lies.
    static let built: String = {
        let own = (try? realPath("/proc/self/exe")) ?? CommandLine.arguments[0]
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }()

    /// The built program, unless `COMMENTD_PROGRAM` names another one.
    private static let path =
        getenv("COMMENTD_PROGRAM").map { String(cString: $0) } ?? built + "/commentd"

    private static func realPath(_ path: String) throws -> String {
        let resolved = try #require(realpath(path, nil))
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Starts the program in a folder: its standard input a terminal rather than a pipe, its
    /// standard error one of so many columns, its files
    /// bounded to so many blocks of 512 bytes, its descriptors to so many, told to ignore its
    /// children's ends, given a socket that is listened on as systemd does, under more `limits` of
    /// the shell's, with such variables, or run by another program, where that is asked for. It
    /// sees a closed pipe as it would by itself, whatever this process does.
    init(
        _ arguments: [String], in folder: String, onTerminal: Bool = false,
        complaintColumns: Int? = nil, maxFileBlocks: Int? = nil, maxDescriptors: Int? = nil,
        ignoringChildren: Bool = false,
        listening: Int32? = nil, limits: String = "", variables: [String] = [],
        under wrapper: [String] = []
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        // The shell changes the directory, then becomes the program.
        let limit =
            limits + (maxFileBlocks.map { "ulimit -f \($0) && " } ?? "")
            + (maxDescriptors.map { "ulimit -n \($0) && " } ?? "")
            + (ignoringChildren ? "trap '' CHLD && " : "")
            + (listening == nil ? "" : "export LISTEN_PID=$$ LISTEN_FDS=1 && ")
        let shell =
            ["sh", "-c", "\(limit)cd \"$0\" && exec \"$@\"", folder]
            + (variables.isEmpty ? [] : ["env"] + variables) + wrapper
        let started = try Self.starting.withLock { _ in
            try Self.start(
                shell + [Self.path] + arguments, onTerminal: onTerminal,
                complaintColumns: complaintColumns, listening: listening)
        }
        (pid, input, output, complaints) = started
    }

    /// Held from the making of pipes until the process has its ends, so that no other process that
    /// is started meanwhile inherits them and keeps them open.
    private static let starting = Mutex(())

    private static func start(
        _ words: [String], onTerminal: Bool, complaintColumns: Int?, listening: Int32?
    ) throws -> (pid: pid_t, input: Int32, output: Int32, complaints: Int32) {
        var pipes = try (0..<3).map { try makePipe(isTerminal: onTerminal && $0 == 0) }
        if let complaintColumns {
            for end in [pipes[2].read, pipes[2].write] { close(end) }
            // The terminal's own end is the one that is written to.
            let ends = try makePipe(isTerminal: true)
            pipes[2] = (ends.write, ends.read)
            var size = winsize()
            (size.ws_row, size.ws_col) = (24, UInt16(complaintColumns))
            _ = ioctl(pipes[2].read, UInt(TIOCSWINSZ), &size)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, end) in [pipes[0].read, pipes[1].write, pipes[2].write].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, end, Int32(stream))
        }
        if let listening { posix_spawn_file_actions_adddup2(&actions, listening, 3) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, environ)
        for end in [pipes[0].read, pipes[1].write, pipes[2].write] { close(end) }
        try #require(code == 0, "no process could be started: \(String(cString: strerror(code)))")
        return (pid, pipes[0].write, pipes[1].read, pipes[2].read)
    }

    deinit {
        if !isReaped {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        for descriptor in [input, output, complaints] where descriptor >= 0 { close(descriptor) }
    }

    private static func makePipe(isTerminal: Bool) throws -> (read: Int32, write: Int32) {
        var (read, write): (Int32, Int32) = (-1, -1)
        if isTerminal {
            let code = openpty(&write, &read, nil, nil, nil)
            try #require(code == 0)
        } else {
            var ends: [Int32] = [-1, -1]
            let code = pipe(&ends)
            try #require(code == 0)
            (read, write) = (ends[0], ends[1])
        }
        for end in [read, write] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (read, write)
    }

    /// Writes to the program's standard input, as far as it takes it.
    func write(_ text: String) { write(bytes: Array(text.utf8)) }

    func write(bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
            if count < 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends the program's standard input.
    private func closeInput() {
        close(input)
        input = -1
    }

    /// Stops listening to the program's standard output.
    func closeOutput() {
        close(output)
        output = -1
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Asks the program to end that another one runs.
    func stopTraced() throws {
        let children = try String(
            contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
            kill(child, SIGTERM)
        }
    }

    /// Whether it has said something on its standard error, or has ended.
    var hasComplained: Bool {
        var polled = pollfd(fd: complaints, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) == 1
    }

    /// The next line of its standard output, waited for.
    func line() throws -> String {
        try #require(try nextLine(), "the program's output has ended")
    }

    /// The next line of its standard output, waited for; nil where that has ended.
    func nextLine() throws -> String? {
        while !held.contains(0x0A) {
            let bytes = try read(output)
            if bytes.isEmpty { return nil }
            held += bytes
        }
        let line = held.prefix { $0 != 0x0A }
        held.removeFirst(line.count + 1)
        return String(decoding: line, as: UTF8.self)
    }

    /// The next line, read as JSON.
    func reply() throws -> JSONValue { try StrictJSON.parse(Array(try line().utf8)) }

    /// Waits for the program's end and tells what it said until then, and its exit status: 128 and
    /// more where a signal ended it. Its input ends first, unless it shall end without that.
    func end(
        closingInput: Bool = true
    ) throws -> (status: Int32, output: String, complaints: String) {
        if closingInput { closeInput() }
        let said = held + (output >= 0 ? try readAll(output) : [])
        let complained = try readAll(complaints)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        let signal = status & 0x7F
        return (
            signal == 0 ? status >> 8 & 0xFF : 128 + signal, String(decoding: said, as: UTF8.self),
            String(decoding: complained, as: UTF8.self)
        )
    }

    private func readAll(_ descriptor: Int32) throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try read(descriptor)
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    /// What there is to read, waited for; empty at the end.
    private func read(_ descriptor: Int32) throws -> [UInt8] {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&polled, 1, Patience.ms)
        try #require(ready == 1, "the program does not answer")
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
