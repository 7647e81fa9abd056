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
        return deliveries.take(
            jobs, numbers.map { .result(Array(repeating: 0, count: $0)) }
        ) { [told] in { told.numbers.withLock { $0.append(-1) } } }
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
        #expect(parts == [0, 256, 512, 601])
        #expect(numbers == Array(0..<600) + [-1] + Array(600..<700) + [-1])
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
        #expect(numbers == Array(0..<1000) + [-1])
        #expect(!take(1000))
    }

    @Test("What follows on replies comes behind all that wait, or at once where none do")
    func sequels() {
        attach()
        let append = { [told] (number: Int) in
            { @Sendable in told.numbers.withLock { $0.append(number) } }
        }
        deliveries.follow(with: nil)
        deliveries.follow(with: append(-2))
        #expect(numbers == [-2])
        #expect(take(300))
        deliveries.follow(with: append(-3))
        #expect(deliveries.tellSome())
        deliveries.follow(with: append(-4))
        while deliveries.tellSome() {}
        #expect(numbers == [-2] + Array(0..<300) + [-1, -3, -4])
        deliveries.follow(with: append(-5))
        #expect(numbers.last == -5)
    }

    @Test("No more wait than the writer's queue holds")
    func bounded() {
        attach()
        #expect(take(Deliveries.mostWaiting - 10))
        #expect(!take(11))
        #expect(take(10))
        #expect(!take(8))
        _ = deliveries.tellSome()
        #expect(take(256))
    }
}
