import Foundation

/// How often the faults are played: some times in every run of the tests, or as often as
/// `COMMENTD_FAULTS` says (`kills=1000,cuts=500`), which `.ci/faults` sets.
enum FaultScale {
    private static let asked: [String: Int] = {
        let text = ProcessInfo.processInfo.environment["COMMENTD_FAULTS"] ?? ""
        let pairs = text.split(separator: ",").compactMap { pair -> (String, Int)? in
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let number = Int(parts[1]) else { return nil }
            return (String(parts[0]), number)
        }
        return Dictionary(pairs) { _, last in last }
    }()

    /// How often what is called `name` is played.
    static func count(_ name: String, short: Int) -> Int { asked[name] ?? short }

    /// As many of these cases as are asked for, spread evenly over all of them.
    static func sample<Case>(of cases: [Case], _ name: String, short: Int) -> [Case] {
        let count = min(cases.count, self.count(name, short: short))
        var dice = Dice(seed)
        let first = Double.random(in: 0..<1, using: &dice)
        return (0..<count).map { number in
            cases[Int((Double(number) + first) * Double(cases.count) / Double(count))]
        }
    }

    /// Where a run's random numbers begin; `seed=…` plays the same run again.
    static let seed = UInt64(asked["seed"] ?? 1)

    /// Says how far a long run has come.
    static func tell(_ text: String) {
        guard !asked.isEmpty else { return }
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
