/// Random numbers that are the same in every run (SplitMix64: Steele, Lea and Flood, 2014): for
/// data that is made up, never for secrets.
public struct SeededDice: Sendable {
    private var state: UInt64

    /// Equal seeds give equal numbers; any seed will do, also 0.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The function that makes a step's number of its state: equal for equal input, else as random.
    public static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `count`, which is at least 1 and not among them.
    public mutating func below(_ count: Int) -> Int {
        // The high half of a product of 128 bits: no division.
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A number of [0, 1).
    public mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True in so many of a hundred cases.
    public mutating func percent(_ share: Int) -> Bool { below(100) < share }

    /// One of the elements, of which there is at least one.
    public mutating func one<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
