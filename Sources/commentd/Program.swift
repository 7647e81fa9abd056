import Configuration
import Daemon
import Discussion
import Glibc
import JSONValues
import Moderation
import Service
import Store

/// The program: from its arguments to an exit status.
enum Program {
    /// 0: done; 1: failed; 2: used wrongly, or configured wrongly.
    static func run(_ arguments: [String]) -> Int32 {
        umask(0o077)  // Databases hold addresses of mail: nobody else reads them.
        do {
            let line = try CommandLineOptions(arguments)
            switch line.command {
            case .help: try Terminal.print(Usage.text)
            case .version: try Terminal.print("commentd \(commentdVersion)\n")
            case .pipe:
                if let path = line.connection {
                    try relay(line, to: path)
                } else {
                    try servePipe(line)
                }
            case .serve: try serveSockets(line)
            case .call: return try Call(line).run()
            case .page: try Page(line).run()
            case .report: try Report(line).run()
            case .check: return try Check(line).run()
            case .mail: return try MailCommand(line).run()
            case .backup: try Copy(line).run()
            case .demonstration: try Demonstration(line).run()
            case .import: return try ImportCommand(line).run()
            case .export: try ExportCommand(line).run()
            }
            return 0
        } catch let problem as UsageProblem {
            Terminal.complain("\(problem.description)\nTry: commentd --help")
            return 2
        } catch let problem as ConfigurationProblem {
            Terminal.complain(problem.description)
            return 2
        } catch let problem as CallProblem where problem.isOfParams {
            // A param of a page or a report is what an option said.
            Terminal.complain("\(problem)\nTry: commentd --help")
            return 2
        } catch {
            Terminal.complain("\(error)")
            return 1
        }
    }

    private static func servePipe(_ line: CommandLineOptions) throws {
        let stop = SignalDescriptor.open([SIGTERM, SIGINT])
        let server = try Server(line.serverOptions(keepsForms: true))
        let isTerminal = isatty(STDIN_FILENO) == 1
        let pipe = PipeServer(
            server, input: STDIN_FILENO, output: STDOUT_FILENO, stop: stop,
            form: line.isPretty ? prettyLines : nil,
            onNotification: {
                if isTerminal {
                    Terminal.complain("a command without an id is a notification: no reply comes")
                }
            })
        defer { server.stop() }
        try pipe.run()
    }
}

extension Program {
    /// How many threads read: more than there are processors gain nothing here.
    private static let readers = 2

    private static func serveSockets(_ line: CommandLineOptions) throws {
        let signals = SignalDescriptor.open([SIGTERM, SIGINT, SIGHUP])
        var sockets = SocketOptions(path: line.socket)
        sockets.inherited = try InheritedSockets.take()
        if line.socket == nil, sockets.inherited.isEmpty {
            throw UsageProblem("serve needs --socket PATH, or a socket handed over by systemd")
        }
        sockets.mode = line.socketMode
        sockets.address = line.listen
        if let name = line.socketGroup {
            guard let group = getgrnam(name) else {
                throw UsageProblem("--socket-group: there is no group \(name)")
            }
            sockets.group = group.pointee.gr_gid
        }
        var options = try line.serverOptions(keepsForms: true)
        options.metrics = line.metricsFile.map {
            MetricsOptions(path: $0, seconds: line.metricsSeconds)
        }
        if line.listen != nil, options.settings.tokens.isEmpty {
            throw UsageProblem("--listen needs tokens in commentd.json: nobody could come in")
        }
        let server = try Server(options, readers: readers)
        defer { server.stop() }
        try SocketServer(server, sockets).run(signals: signals)
    }

    private static func relay(_ line: CommandLineOptions, to path: String) throws {
        let stop = SignalDescriptor.open([SIGTERM, SIGINT])
        try SocketClient(path: path).relay(
            input: STDIN_FILENO, output: STDOUT_FILENO, stop: stop,
            form: line.isPretty ? prettyLines : nil)
    }
}

extension CommandLineOptions {
    /// The server that these options ask for, its configuration read. Rules are compiled only for
    /// those who need them: it takes longer than all the rest, unless their compiled forms lie
    /// beside the database, where `keepsForms` has them written.
    func serverOptions(compilesRules: Bool = true, keepsForms: Bool = false) throws -> ServerOptions
    {
        var options = ServerOptions(database: database)
        options.durability = durability
        options.settings = try Self.load(configuration).settings
        options.allowsBackdating = isBackdating
        options.report = {
            _ = Descriptor.write($0.line(at: .now), to: STDERR_FILENO)
        }
        if compilesRules {
            let file = FormsFile(besideDatabase: database)
            options.rules = try RulesInForce { [configuration] in
                var forms = file?.read() ?? CompiledForms()
                let rules = try Self.compile(
                    Self.load(configuration), from: configuration ?? "config", &forms)
                if keepsForms, forms.hasNew { file?.write(forms) }
                return rules
            }
        }
        return options
    }

    static func load(
        _ directory: String?
    ) throws(ConfigurationProblem) -> LoadedConfiguration {
        guard let directory else { return try LoadedConfiguration.builtIn() }
        return try LoadedConfiguration.load(directory: directory)
    }

    private static func compile(
        _ loaded: LoadedConfiguration, from directory: String, _ forms: inout CompiledForms
    ) throws(ConfigurationProblem) -> RulesInForce.Loaded {
        func compiled(
            _ name: String, _ compile: () throws(RuleProblems) -> RuleSet
        ) throws(ConfigurationProblem) -> RuleSet {
            do {
                return try compile()
            } catch {
                let first = error.problems.first
                throw ConfigurationProblem(
                    file: "\(directory)/\(name)", path: first?.path ?? "",
                    problem: first?.problem ?? "cannot be compiled",
                    didYouMean: first?.didYouMean)
            }
        }
        let rules = try compiled("rules.json") { () throws(RuleProblems) in
            guard let rules = loaded.rules else { return .empty }
            return try RuleSet.compile(rules, lists: loaded.lists, forms: &forms)
        }
        var sites: [String: RuleSet] = [:]
        for (site, own) in loaded.sites.sorted(by: { $0.key < $1.key }) {
            sites[site] = try compiled("sites/\(site).json") { () throws(RuleProblems) in
                try RuleSet.compile(
                    site: own, before: loaded.rules, lists: loaded.lists, forms: &forms)
            }
        }
        return RulesInForce.Loaded(rules: rules, lists: loaded.lists, sites: sites)
    }
}
