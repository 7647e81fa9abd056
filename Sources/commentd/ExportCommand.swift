import Daemon
import Glibc

/// `commentd export`: all that the database holds, one JSON object a line, on standard output.
struct ExportCommand {
    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let database = try LocalTransfer(line.serverOptions(keepsForms: true), isNew: false)
        let count = try database.transfer.export { lines in
            if let code = Descriptor.write(lines, to: STDOUT_FILENO) {
                throw StartProblem("standard output: \(String(cString: strerror(code)))")
            }
        }
        Terminal.complain("\(count) lines of \(line.database) exported")
    }
}
