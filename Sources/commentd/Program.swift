import Configuration
import Daemon
import Discussion
import Glibc
import JSONValues
import Moderation
import Store

/// The program: from its arguments to an exit status.
enum Program {
    /// 0: done; 1: failed; 2: used wrongly, or configured wrongly.
    static func run(_ arguments: [String]) -> Int32 {
        umask(0o077)  // Databases hold addresses of mail: nobody else reads them.
        do {
            let line = try CommandLineOptions(arguments)
            switch line.command {
            case .help: Terminal.print(Usage.text)
            case .version: Terminal.print("commentd \(commentdVersion)\n")
            case .pipe: try servePipe(line)
            case .call: return try Call(line).run()
            case .page: try Page(line).run()
            case .report: try Report(line).run()
            }
            return 0
        } catch let problem as UsageProblem {
            Terminal.complain("\(problem.description)\nTry: commentd --help")
            return 2
        } catch let problem as ConfigurationProblem {
            Terminal.complain(problem.description)
            return 2
        } catch let problem as CallProblem where problem.refusal.kind == .invalidParams {
            // A param of a page or a report is what an option said.
            Terminal.complain("\(problem)\nTry: commentd --help")
            return 2
        } catch {
            Terminal.complain("\(error)")
            return 1
        }
    }

    private static func servePipe(_ line: CommandLineOptions) throws {
        let stop = StopSignals.descriptor()
        let server = try Server(line.serverOptions())
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

extension CommandLineOptions {
    /// The server that these options ask for, its configuration read. Rules are compiled only for
    /// those who need them: it takes longer than all the rest.
    func serverOptions(compilesRules: Bool = true) throws -> ServerOptions {
        let loaded =
            try configuration.map { try LoadedConfiguration.load(directory: $0) }
            ?? LoadedConfiguration.builtIn()
        var options = ServerOptions(database: database)
        options.durability = durability
        options.settings = loaded.settings
        options.lists = loaded.lists
        options.allowsBackdating = isBackdating
        options.report = { Terminal.complain($0) }
        guard compilesRules, let rules = loaded.rules else { return options }
        do {
            options.rules = try RuleSet.compile(rules, lists: loaded.lists)
        } catch {
            let first = error.problems.first
            throw ConfigurationProblem(
                file: (configuration ?? "config") + "/rules.json", path: first?.path ?? "",
                problem: first?.problem ?? "cannot be compiled", didYouMean: first?.didYouMean)
        }
        return options
    }
}
