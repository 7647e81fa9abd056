import Discussion
import JSONValues

extension MethodSpec {
    static let serverBackup = MethodSpec(
        "Copies the database, as it is when the reply comes, into a new file, beside others, "
            + "who are held up by no more than a megabyte at a time. Only on standard input and "
            + "the Unix socket.",
        isOfSite: false, roles: [],
        [
            .required(
                "path", .string(1...4096),
                "Where the copy goes, as the server sees it; there must be nothing there.")
        ],
        result: .object([
            .required("path", .string(1...4096)), .required("pages", Components.count),
            .required("bytes", Components.count),
        ]))

    /// What `server.status` says of the files, and of the one thread that writes.
    static let monitored: [Schema.Member] = [
        .required(
            "storage",
            .object([
                .required("database_bytes", Components.count),
                .required("log_bytes", Components.count, "The write-ahead log's file."),
                .required("free_bytes", Components.count, "Room left on their disk."),
            ])),
        .required(
            "writer",
            .object([
                .required("commands", Components.count, "Carried out by the one that writes."),
                .required("refused", Components.count, "Of those, answered with an error."),
                .required("commits", Components.count), .required("faults", Components.count),
                .required("steps", Components.count, "Parts of what commands left to be done."),
                .required("busy_us", Components.count, "Microseconds it was not waiting."),
                .required(
                    "longest_us", Components.count, "The longest command, commit not counted."),
                .required("longest_method", .string(0...64)),
                .required("longest_commit_us", Components.count),
                .required("longest_step_us", Components.count),
            ]), "The thread that writes, since the start."),
        .required(
            "readers",
            .object([
                .required("commands", Components.count), .required("refused", Components.count),
                .required("faults", Components.count),
            ]), "The threads that read, since the start; kept pages are not counted."),
        .required(
            "overloaded", Components.count,
            "Commands and connections refused since the start because too much waited."),
    ]
}
