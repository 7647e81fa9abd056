/// What the Unicode Character Database says of code points, for the checks that every text goes
/// through: kept in one byte each where most scripts with letters lie, looked up elsewhere.
struct CodePointTable {
    /// Code points below it are in the table: all scripts that have capitals but a few of the dead.
    private static let size = 0x3000

    struct Entry {
        fileprivate var bits: UInt8

        var kind: Glyph.Kind { Glyph.Kind(rawValue: bits & 7) ?? .other }
        var script: Glyph.Script { Glyph.Script(rawValue: bits >> 3 & 3) ?? .spaced }
        /// A letter that has a capital and a small form.
        var isCased: Bool { bits & 0x20 != 0 }
        /// A cased letter that is a capital.
        var isCapital: Bool { bits & 0x40 != 0 }
    }

    private let entries: UnsafeBufferPointer<UInt8>

    /// The table for the time of `body`: reaching it costs more than a look into it.
    @inline(__always)
    static func withTable<Result>(_ body: (CodePointTable) -> Result) -> Result {
        known.withUnsafeBufferPointer { body(CodePointTable(entries: $0)) }
    }

    @inline(__always)
    func glyph(_ scalar: UInt32, _ first: UInt32, _ last: UInt32) -> Glyph {
        scalar < Self.size
            ? Glyph(scalar, first, last, Entry(bits: entries[Int(scalar)]))
            : Glyph(scalar, first, last)
    }

    @inline(__always)
    func entry(of scalar: UInt32) -> Entry {
        scalar < Self.size ? Entry(bits: entries[Int(scalar)]) : Self.lookUp(scalar)
    }

    private static func lookUp(_ scalar: UInt32) -> Entry {
        let (kind, script) = Glyph.nature(scalar)
        var bits = kind.rawValue | script.rawValue << 3
        if let properties = Unicode.Scalar(scalar)?.properties, properties.isCased {
            bits |= properties.isUppercase ? 0x60 : 0x20
        }
        return Entry(bits: bits)
    }

    /// Made in about a millisecond, when the first text that is not all ASCII comes.
    private static let known: [UInt8] = (0..<UInt32(size)).map { lookUp($0).bits }
}
