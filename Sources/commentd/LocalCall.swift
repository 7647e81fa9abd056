import Daemon
import Discussion
import JSONValues
import Service
import Wire

/// Commands that the program gives to its own database, as a client would.
struct LocalCall {
    private let service: LocalService

    /// For commands that may write, and for those about rules.
    init(_ line: CommandLineOptions, isReading: Bool) throws {
        service = try LocalService(line.serverOptions(), isReading: isReading)
    }

    /// For commands that read, and to which the rules are nothing.
    init(reading line: CommandLineOptions) throws {
        service = try LocalService(
            line.serverOptions(compilesRules: false), isReading: line.database != ":memory:")
    }

    /// Carries a command out; its result, which may be nested as deep as threads are.
    func result(of method: Method, _ params: JSONObject) throws -> JSONValue {
        let request = Request(id: .integer(1), method: method, params: params)
        switch service.call(request) {
        case .result(let bytes): return try StrictJSON.parse(bytes, maxDepth: 2048)
        case .refused(let refusal): throw CallProblem(refusal: refusal)
        }
    }

    /// Carries a command out; the outcome as it is.
    func outcome(of request: Request) -> Outcome { service.call(request) }
}

/// A refusal, for people.
struct CallProblem: Error, CustomStringConvertible {
    let refusal: Refusal

    var description: String {
        refusal.message + (refusal.didYouMean.map { ": did you mean \($0)?" } ?? "")
    }
}
