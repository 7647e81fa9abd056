import Glibc
import JSONValues

/// What `server.status` says for monitors.
extension JSONWriter {
    /// The files' sizes, and the room that is left beside them. Files are asked about, not opened:
    /// to close one would let go of SQLite's locks.
    mutating func writeStorage(_ database: String, _ size: (pageBytes: Int, pages: Int)) {
        var log = stat()
        let hasLog = stat("\(database)-wal", &log) == 0
        var disk = statvfs()
        let hasDisk = statvfs(database, &disk) == 0
        name("storage")
        object { json in
            json.member("database_bytes", size.pageBytes * size.pages)
            json.member("log_bytes", hasLog ? Int(log.st_size) : 0)
            let free = disk.f_bavail.multipliedReportingOverflow(by: UInt(disk.f_frsize))
            json.member(
                "free_bytes", hasDisk && !free.overflow ? Int(clamping: free.partialValue) : 0)
        }
    }

    /// What was carried out since the start.
    mutating func writeCounters(_ counters: Counters) {
        let (writer, readers) = (counters.writer, counters.readers)
        func microseconds(_ nanoseconds: UInt64) -> Int { Int(clamping: nanoseconds / 1000) }
        name("writer")
        object { json in
            json.member("commands", writer.commands)
            json.member("refused", writer.refused)
            json.member("commits", writer.commits)
            json.member("faults", writer.faults)
            json.member("steps", writer.steps)
            json.member("busy_us", microseconds(writer.nanoseconds))
            json.member("longest_us", microseconds(writer.longest))
            json.member("longest_method", writer.longestMethod?.rawValue ?? "")
            json.member("longest_commit_us", microseconds(writer.longestCommit))
            json.member("longest_step_us", microseconds(writer.longestStep))
        }
        name("readers")
        object { json in
            json.member("commands", readers.commands)
            json.member("refused", readers.refused)
            json.member("faults", readers.faults)
        }
        member("overloaded", counters.overloaded)
    }
}
