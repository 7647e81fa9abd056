import Daemon
import Glibc
import JSONValues
import Wire

/// `commentd backup PATH`: a copy of the database in a new file. By a running server that
/// `--connect` names in parts between its commands; else in one go, beside whoever writes.
struct Copy {
    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    func run() throws {
        let path = line.operands[0]
        let params = JSONObject([JSONObject.Member("path", .string(try whole(path)))])
        let result = try Backend(reading: line, takesOlder: true).result(of: .serverBackup, params)
        try Terminal.print("\(path): \(result["bytes"].integer ?? 0) bytes\n")
    }

    /// The path as a server sees it, which may run elsewhere.
    private func whole(_ path: String) throws -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { throw StartProblem("there is no folder here") }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}
