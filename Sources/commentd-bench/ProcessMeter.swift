import Glibc

/// What a running process has used up, as the system tells it in `/proc`.
struct ProcessMeter: Sendable {
    private let pid: pid_t

    init(pid: pid_t) { self.pid = pid }

    /// The processor's time of all its threads, in seconds.
    func cpuSeconds() throws(BenchProblem) -> Double {
        guard let text = FileSystem.text("/proc/\(pid)/stat"), let ticks = Self.ticks(in: text)
        else { throw BenchProblem("the server is gone") }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory it ever had, in megabytes of 10^6 bytes.
    func peakMegabytes() throws(BenchProblem) -> Double { try megabytes("VmHWM") }

    /// The memory that it has, in megabytes of 10^6 bytes.
    func megabytes() throws(BenchProblem) -> Double { try megabytes("VmRSS") }

    private func megabytes(_ name: String) throws(BenchProblem) -> Double {
        guard let text = FileSystem.text("/proc/\(pid)/status"),
            let kilobytes = Self.kilobytes(of: name, in: text)
        else { throw BenchProblem("the server is gone") }
        return Double(kilobytes) * 1024 / 1e6
    }

    /// How many descriptors it has open.
    func descriptors() throws(BenchProblem) -> Int {
        guard let folder = opendir("/proc/\(pid)/fd") else {
            throw BenchProblem("the server is gone")
        }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count - 2  // . and ..
    }

    /// Ticks in user and in system mode, of `stat`. The program's name, in parentheses, may hold
    /// anything.
    static func ticks(in stat: String) -> Int? {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[end...].split(separator: " ")
        // Behind the name: the state is field 3 of proc(5), `utime` 14 and `stime` 15.
        guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else {
            return nil
        }
        return user + system
    }

    /// A line of `status` such as `VmHWM:    1234 kB`.
    static func kilobytes(of name: String, in status: String) -> Int? {
        for line in status.split(separator: "\n") where line.hasPrefix("\(name):") {
            return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
                .flatMap { Int($0) }
        }
        return nil
    }
}
