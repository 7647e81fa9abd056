/// A server's program that is measured, and the data that it is measured on.
struct Contender: Sendable {
    /// As the table calls it.
    let name: String
    let program: String
    let dialect: Dialect
    /// The database that is copied for each measurement; empty until it is made.
    var data: String
    /// The folder of a commentd's configuration; nil: what is built in.
    var configuration: String?

    /// A commentd, whose data are made with it.
    static func commentd(at path: String, _ name: String = "commentd") -> Contender {
        Contender(name: name, program: path, dialect: .jsonRPC, data: "")
    }

    /// The C daemon, which brings its data.
    static func floor(in folder: String) -> Contender {
        Contender(
            name: "C daemon", program: "\(folder)/daemon_floor", dialect: .flat,
            data: "\(folder)/data/seed.db")
    }

    /// Copies the data, with the search index beside them where there is one, into a server's
    /// folder.
    func copyData(into folder: String) throws(BenchProblem) {
        let target = RunningServer.database(in: folder)
        try FileSystem.copy(data, to: target)
        if FileSystem.size(data + ".search") != nil {
            try FileSystem.copy(data + ".search", to: target + ".search")
        }
    }

    /// What it needs and is not there.
    var missingFile: String? {
        if !FileSystem.isExecutable(program) { return program }
        if !data.isEmpty, FileSystem.size(data) == nil { return data }
        return nil
    }

    /// The arguments that make it serve a database: every write is durable before its reply.
    func arguments(socket: String, database: String) -> [String] {
        switch dialect {
        case .jsonRPC:
            ["serve", "--socket", socket, "--db", database]
                + (configuration.map { ["--config", $0] } ?? [])
        // At most 1024 commands a transaction, as commentd has it.
        case .flat: [socket, database, "full", "1024"]
        }
    }
}
