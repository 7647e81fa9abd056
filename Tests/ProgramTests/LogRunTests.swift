import Testing

@testable import Daemon

@Suite("How much of a log is of its present run")
struct LogRunTests {
    private static let pageBytes = 512

    private static func number(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func header(
        magic: UInt32 = 0x377F_0683, pageBytes: UInt32 = UInt32(pageBytes), salts: UInt32 = 7
    ) -> [UInt8] {
        [magic, 3_007_000, pageBytes, 0, salts, salts + 1, 0, 0].flatMap(number)
    }

    private static func frame(salts: UInt32 = 7) -> [UInt8] {
        [1, 0, salts, salts + 1, 0, 0].flatMap(number) + [UInt8](repeating: 9, count: pageBytes)
    }

    private func count(_ frames: some Collection<UInt8>, _ header: [UInt8] = LogRunTests.header())
        -> Int?
    {
        header.withUnsafeBytes { LogRun(header: $0) }.map { run in
            Array(frames).withUnsafeBytes { run.count(of: $0) }
        }
    }

    @Test("All of its frames, and none that an earlier run has left behind them")
    func frames() {
        let own = Self.frame() + Self.frame() + Self.frame()
        #expect(count(own) == 3)
        #expect(count(own + Self.frame(salts: 6) + Self.frame()) == 3)
        #expect(count(own + [UInt8](repeating: 0, count: 4 * own.count)) == 3)
        #expect(count(own.dropLast()) == 2)
        #expect(count(Self.frame(salts: 8)) == 0)
        #expect(count([UInt8]()) == 0)
        // One salt alone does not make it of the run.
        let half = [1, 0, 7, 9, 0, 0].flatMap(Self.number) + own.prefix(Self.pageBytes)
        #expect(count(half) == 0)
    }

    @Test("Behind a header that is none nothing is read")
    func headers() {
        let own = Self.frame()
        #expect(count(own, Self.header(magic: 0x377F_0682)) == 1)
        for header in [
            Self.header(magic: 0x377F_0684), Self.header(magic: 0), Self.header(pageBytes: 0),
            Self.header(pageBytes: 256), Self.header(pageBytes: 513),
            Self.header(pageBytes: 1 << 17), Array(Self.header().dropLast()), [],
        ] { #expect(count(own, header) == nil, "\(header)") }
    }
}
