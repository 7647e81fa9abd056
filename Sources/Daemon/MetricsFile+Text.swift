import JSONValues

extension MetricsFile {
    /// A number of `server.status`, and what it is called.
    private struct Metric {
        let name: String
        let kind: String
        let help: String
        /// Where it stands.
        let path: [String]
        /// What it is divided by: microseconds become seconds.
        var divisor = 1.0

        init(
            _ name: String, _ kind: String, _ help: String, _ path: String..., divisor: Double = 1
        ) {
            (self.name, self.kind, self.help) = (name, kind, help)
            (self.path, self.divisor) = (path, divisor)
        }
    }

    private static let metrics = [
        Metric("uptime_seconds", "gauge", "Since the start.", "uptime_s"),
        Metric("comments", "gauge", "Comments stored, of every status.", "counts", "comments"),
        Metric("votes", "gauge", "Votes stored.", "counts", "votes"),
        Metric("threads", "gauge", "Pages with a discussion.", "counts", "threads"),
        Metric("persons", "gauge", "Persons known.", "counts", "persons"),
        Metric("pending_comments", "gauge", "Wait for a moderator.", "counts", "pending"),
        Metric("flagged_comments", "gauge", "Published, with open flags.", "counts", "flagged"),
        Metric("queued_writes", "gauge", "Wait for the writer.", "queues", "writer"),
        Metric("queued_reads", "gauge", "Wait for a reader.", "queues", "readers"),
        Metric("queued_searches", "gauge", "Wait for the searcher.", "queues", "searches"),
        Metric("queued_errands", "gauge", "Wait for who does long ones.", "queues", "errands"),
        Metric("unindexed_changes", "gauge", "Not in the search index yet.", "queues", "unindexed"),
        Metric("due_notices", "gauge", "Not acknowledged yet.", "queues", "notices"),
        Metric("failed_notices", "gauge", "Given up.", "queues", "notices_failed"),
        Metric("followers", "gauge", "Follow a site's events.", "followers", "now"),
        Metric("followers_cut_off_total", "counter", "Took too little.", "followers", "cut_off"),
        Metric("database_bytes", "gauge", "The database's size.", "storage", "database_bytes"),
        Metric("log_bytes", "gauge", "The write-ahead log's size.", "storage", "log_bytes"),
        Metric("disk_free_bytes", "gauge", "Room left on their disk.", "storage", "free_bytes"),
        Metric("writer_commands_total", "counter", "Carried out.", "writer", "commands"),
        Metric("writer_refused_total", "counter", "Answered with an error.", "writer", "refused"),
        Metric("writer_faults_total", "counter", "Faults of the server's.", "writer", "faults"),
        Metric("writer_commits_total", "counter", "Transactions committed.", "writer", "commits"),
        Metric(
            "writer_busy_seconds_total", "counter", "Time it was not waiting.", "writer",
            "busy_us", divisor: 1e6),
        Metric(
            "writer_longest_command_seconds", "gauge", "Since the start.", "writer", "longest_us",
            divisor: 1e6),
        Metric(
            "writer_longest_commit_seconds", "gauge", "Since the start.", "writer",
            "longest_commit_us", divisor: 1e6),
        Metric("reader_commands_total", "counter", "Carried out.", "readers", "commands"),
        Metric("reader_refused_total", "counter", "Answered with an error.", "readers", "refused"),
        Metric("reader_faults_total", "counter", "Faults of the server's.", "readers", "faults"),
        Metric("overloaded_total", "counter", "Refused for want of room.", "overloaded"),
    ]

    /// The status in Prometheus's text format; `commentd_up` is 0 where there is none.
    static func text(_ status: JSONValue) -> String {
        let isUp = status != .null
        var text = sample("up", "gauge", "Whether the server answers itself.", isUp ? "1" : "0")
        guard isUp else { return text }
        for metric in metrics {
            let value = metric.path.reduce(status) { $0[$1] }
            guard let number = value.integer else { continue }
            let shown =
                metric.divisor == 1 ? "\(number)" : "\(Double(number) / metric.divisor)"
            text += sample(metric.name, metric.kind, metric.help, shown)
        }
        return text
    }

    private static func sample(
        _ name: String, _ kind: String, _ help: String, _ value: String
    ) -> String {
        """
        # HELP commentd_\(name) \(help)
        # TYPE commentd_\(name) \(kind)
        commentd_\(name) \(value)

        """
    }
}
