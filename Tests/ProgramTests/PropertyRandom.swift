/// Random numbers that a seed repeats: SplitMix64 (Steele, Lea, Flood: "Fast splittable
/// pseudorandom number generators", 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Seeds are mixed first: neighbours would else give one stream, a step apart.
    init(seed: Int) { state = Self.mixed(UInt64(truncatingIfNeeded: seed)) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

    /// True in so many of 100 cases.
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    /// One element; nil of none.
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &self)
    }

    /// One of these, as often as its weight says.
    mutating func pick<Element>(weighted choices: [(weight: Int, value: Element)]) -> Element? {
        var rest = number(1...max(1, choices.reduce(0) { $0 + $1.weight }))
        return choices.first {
            rest -= $0.weight
            return rest <= 0
        }?.value
    }
}
