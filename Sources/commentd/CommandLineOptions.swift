import Discussion
import Imports
import JSONValues
import Store

/// What the program is asked to do, read from its arguments.
struct CommandLineOptions {
    enum Command: String, CaseIterable {
        case pipe
        case serve
        case call
        case page
        case report
        case check
        case mail
        case backup
        case demonstration
        case `import`
        case export
        case help
        case version
    }

    enum Format: String, CaseIterable {
        case text
        case json
        case csv
        case html
    }

    var command = Command.pipe
    var database = "comments.db"
    var configuration: String?
    var durability = Store.Durability.full
    var isBackdating = false
    var isPretty = false
    var isOnce = false
    var rebuildsSearch = false
    /// Of an import: what the file is, whether rules judge what it brings, whether it only counts.
    var origin: ImportFormat?
    var isModerating = false
    var isDryRun = false
    /// The socket of a running server, whose client this process is.
    var connection: String?
    var socket: String?
    var socketMode: UInt32 = 0o600
    var socketGroup: String?
    var listen: String?
    var metricsFile: String?
    var metricsSeconds = 15
    var sort: String?
    var site: String?
    var since: String?
    var until: String?
    var format = Format.text
    /// Sections of a report; all where there are none.
    var sections: [ReportSection] = []
    /// The folder that a report's files go into.
    var output: String?
    /// The folder of real comments.
    var data: String?
    /// What is no option: a method and its params, or a thread.
    var operands: [String] = []

    private static let common = ["--db", "--config", "--durability", "--backdate", "--pretty"]

    /// The options that a command takes beside the common ones.
    private static func own(_ command: Command) -> [String] {
        switch command {
        case .serve:
            [
                "--socket", "--socket-mode", "--socket-group", "--listen", "--metrics-file",
                "--metrics-every",
            ]
        case .page: ["--connect", "--sort", "--site"]
        case .report:
            [
                "--connect", "--site", "--since", "--until", "--format", "--section", "--output",
            ]
        case .pipe, .call, .backup: ["--connect"]
        case .mail: ["--connect", "--site", "--once"]
        case .check: ["--rebuild-search"]
        case .demonstration: ["--until", "--data"]
        case .import: ["--from", "--site", "--moderate", "--dry-run"]
        case .export: []
        case .help, .version: []
        }
    }

    private static let switches = [
        "--backdate", "--pretty", "--once", "--rebuild-search", "--moderate", "--dry-run",
    ]

    init(_ arguments: [String]) throws(UsageProblem) {
        if arguments.contains("--help") || arguments.contains("-h") {
            command = .help
            return
        }
        if arguments.contains("--version") {
            command = .version
            return
        }
        var rest = arguments[...]
        var options: [(name: String, value: String)] = []
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument.utf8.count > 2 else {
                operands.append(argument)
                continue
            }
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if Self.switches.contains(name), parts.count == 1 {
                options.append((name, ""))
            } else if parts.count == 2 {
                options.append((name, String(parts[1])))
            } else {
                options.append((name, rest.popFirst() ?? ""))
            }
        }
        try takeCommand()
        for option in options { try take(option.name, option.value) }
        try checkOperands()
    }

    private mutating func takeCommand() throws(UsageProblem) {
        guard let first = operands.first else { return }
        let known = Command.allCases.filter { ![.pipe, .help, .version].contains($0) }
        guard let command = known.first(where: { $0.rawValue == first }) else {
            throw UsageProblem(
                "there is no command \(first)", near: first, known: known.map(\.rawValue))
        }
        self.command = command
        operands.removeFirst()
    }

    private mutating func take(_ name: String, _ value: String) throws(UsageProblem) {
        let known = Self.common + Self.own(command)
        guard known.contains(name) else {
            throw UsageProblem("there is no option \(name) here", near: name, known: known)
        }
        if Self.switches.contains(name) {
            if !value.isEmpty { throw UsageProblem("\(name) takes no value") }
        } else if value.isEmpty {
            throw UsageProblem("\(name) needs a value")
        }
        switch name {
        case "--db": database = value
        case "--config": configuration = value
        case "--durability": durability = try choice(name, value)
        case "--backdate": isBackdating = true
        case "--pretty": isPretty = true
        case "--once": isOnce = true
        case "--rebuild-search": rebuildsSearch = true
        case "--connect": connection = value
        case "--socket": socket = value
        case "--socket-mode": socketMode = try permissions(value)
        case "--socket-group": socketGroup = value
        case "--listen": listen = value
        case "--metrics-file": metricsFile = value
        case "--metrics-every": metricsSeconds = try seconds(name, value)
        case "--sort": sort = value
        case "--site": site = value
        case "--from": origin = try choice(name, value)
        case "--moderate": isModerating = true
        case "--dry-run": isDryRun = true
        case "--since": since = value
        case "--until": until = value
        case "--section":
            for part in value.split(separator: ",") {
                sections.append(try choice(name, String(part)))
            }
        case "--output": output = value
        case "--data": data = value
        default: format = try choice(name, value)
        }
    }

    private func permissions(_ value: String) throws(UsageProblem) -> UInt32 {
        guard let mode = UInt32(value, radix: 8), mode <= 0o777 else {
            throw UsageProblem("--socket-mode is octal permissions such as 660")
        }
        return mode
    }

    private func seconds(_ name: String, _ value: String) throws(UsageProblem) -> Int {
        guard let seconds = Int(value), (1...3600).contains(seconds) else {
            throw UsageProblem("\(name) is a number of seconds from 1 to 3600")
        }
        return seconds
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ value: String
    ) throws(UsageProblem) -> Choice {
        if let choice = Choice(rawValue: value) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        throw UsageProblem(
            "\(name) is one of \(known.joined(separator: ", "))", near: value, known: known)
    }

    private func checkOperands() throws(UsageProblem) {
        switch command {
        case .serve where !operands.isEmpty: throw UsageProblem("serve takes options only")
        case .call where operands.isEmpty: throw UsageProblem("call needs a method")
        case .page where operands.count != 1: throw UsageProblem("page needs one thread")
        case .backup where operands.count != 1: throw UsageProblem("backup needs one path")
        case .mail where connection == nil: throw UsageProblem("mail needs --connect SOCKET")
        case .mail where !operands.isEmpty: throw UsageProblem("mail takes options only")
        case .check where !operands.isEmpty: throw UsageProblem("check takes options only")
        case .export where !operands.isEmpty: throw UsageProblem("export takes options only")
        case .import where origin == nil:
            throw UsageProblem("import needs --from " + ImportFormat.names.joined(separator: "|"))
        case .import where operands.count != 1: throw UsageProblem("import needs one file, or -")
        case .report where !operands.isEmpty: throw UsageProblem("report takes options only")
        case .demonstration where !operands.isEmpty:
            throw UsageProblem("demonstration takes options only")
        case .report where format == .csv && output == nil && sections.count != 1:
            throw UsageProblem(
                "csv goes into a folder, --output DIR, or is one --section for standard output")
        case .report where format != .csv && output != nil:
            throw UsageProblem("--output is for --format csv")
        default: return
        }
    }
}

/// A wrong use of the program, for people.
struct UsageProblem: Error {
    let description: String

    init(_ description: String, near word: String = "", known: [String] = []) {
        let near = nearestName(to: word, among: known)
        self.description = description + (near.map { ": did you mean \($0)?" } ?? "")
    }
}
