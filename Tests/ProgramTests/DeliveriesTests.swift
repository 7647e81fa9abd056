import Configuration
import Discussion
import JSONValues
import Synchronization
import Testing
import Wire

@testable import Daemon
@testable import Service

@Suite("Outcomes that another thread tells")
struct DeliveriesTests {
    private let deliveries = Deliveries()
    private let told = Told()

    /// Which outcomes were told, in order, and how often somebody was woken.
    private final class Told: Sendable {
        let numbers = Mutex<[Int]>([])
        let wakes = Atomic(0)
    }

    /// Jobs that were carried out, numbered from `first` on.
    private func take(_ count: Int, from first: Int = 0) -> Bool {
        let options = ServiceOptions(
            settings: Settings(),
            server: ServerFacts(
                version: "test", pid: 1, startedAt: Moment(milliseconds: 0), database: ":memory:",
                durability: "normal")
        ) { _ in }
        let request = Request(id: nil, method: .serverStatus, params: JSONObject())
        let command = Command(request, at: Moment(milliseconds: 0), options: options)
        let numbers = first..<first + count
        let jobs = numbers.map { number in
            Job(command: command) { [told] outcome in
                let isOwn =
                    if case .result(let bytes) = outcome { bytes.count == number } else { false }
                if !isOwn { Issue.record("another's outcome for \(number)") }
                told.numbers.withLock { $0.append(number) }
            }
        }
        return deliveries.take(jobs, numbers.map { .result(Array(repeating: 0, count: $0)) })
    }

    private func attach() {
        deliveries.attach { [told] in told.wakes.add(1, ordering: .relaxed) }
    }

    private var numbers: [Int] { told.numbers.withLock { $0 } }

    @Test("They are told in order, a part at a time, and whoever sleeps is woken once")
    func inOrder() {
        attach()
        #expect(take(600) && take(100, from: 600))
        #expect(told.wakes.load(ordering: .relaxed) == 1)
        #expect(numbers == [])
        var parts: [Int] = []
        repeat { parts.append(numbers.count) } while deliveries.tellSome()
        #expect(parts == [0, 256, 512, 600])
        #expect(numbers == Array(0..<700))
        #expect(!deliveries.tellSome())
        #expect(take(8, from: 700))
        #expect(told.wakes.load(ordering: .relaxed) == 2)
    }

    @Test("Few are left to whoever has them, and all where nobody is there to tell them")
    func left() {
        #expect(!take(100))
        attach()
        #expect(!take(7))
        #expect(take(8))
        #expect(numbers == [])
    }

    @Test("Whoever goes tells what waits, and takes no more")
    func detached() {
        attach()
        #expect(take(1000))
        _ = deliveries.tellSome()
        deliveries.detach()
        #expect(numbers == Array(0..<1000))
        #expect(!take(1000))
    }
}
