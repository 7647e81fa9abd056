import Discussion
import JSONValues
import Testing

@testable import Wire

/// Made from the method table, so that a method that is added is held to it at once.
@Suite("Every method's params are checked")
struct ArgumentsTableTests {
    private func params(_ value: JSONValue) throws -> JSONObject { try #require(value.object) }

    @Test("The fewest and the most are taken", arguments: Method.allCases)
    func taken(_ method: Method) throws {
        let shape = Schema.object(method.spec.parameters)
        for value in [Samples.smallest(shape), Samples.fullest(shape)] {
            let params = try params(value)
            let arguments = try Arguments(params, of: method)
            #expect(arguments.object == params)
        }
    }

    @Test("Every flaw of every member is refused by its path", arguments: Method.allCases)
    func refused(_ method: Method) throws {
        let flaws = Flaw.all(of: .object(method.spec.parameters), at: "")
            .filter { $0.value.object != nil && !$0.path.isEmpty }
        #expect(flaws.count >= 2 + 6 * method.spec.parameters.count { !$0.schema.isFree })
        for flaw in flaws {
            let params = try params(flaw.value)
            let refusal = #expect(throws: Refusal.self, "\(flaw.what)") {
                try Arguments(params, of: method)
            }
            #expect(refusal?.kind == .invalidParams, "\(flaw.what)")
            #expect(refusal?.field == flaw.path, "\(flaw.what)")
            #expect(refusal?.problem?.isEmpty == false, "\(flaw.what)")
        }
    }

    @Test("No refusal repeats a value", arguments: Method.allCases)
    func silent(_ method: Method) throws {
        let shape = Schema.object(method.spec.parameters)
        let good = try params(Samples.smallest(shape))
        let secret = JSONValue.string("hunter2" + Samples.text(2000))
        for member in method.spec.parameters where !member.schema.isFree {
            for value in [secret, .array([secret]), .object(JSONObject([.init("id", secret)]))] {
                do {
                    _ = try Arguments(good.with(member.name, value), of: method)
                } catch {
                    #expect(!Bench.told(error).contains("hunter2"), "\(member.name)")
                }
            }
        }
    }

    @Test("A typo in any name is answered with the name", arguments: Method.allCases)
    func typos(_ method: Method) throws {
        let shape = Schema.object(method.spec.parameters)
        for member in method.spec.parameters where member.name.count > 2 {
            let typo = member.name + "_"
            let params = try params(Samples.smallest(shape)).with(typo, .null)
            let refusal = try #require(throws: Refusal.self) { try Arguments(params, of: method) }
            #expect(refusal.field == typo)
            #expect(refusal.didYouMean == member.name)
        }
    }
}

extension Schema {
    /// Whether a value of more than one kind fits, so that few are wrong.
    fileprivate var isFree: Bool {
        switch self {
        case .any, .either: true
        default: false
        }
    }
}
