/// The prepared statements of a connection, each found by the address of its literal: a literal has
/// one address for the whole run.
///
/// A table with open addressing rather than a dictionary, whose keyed hash costs more than a short
/// statement's own work.
struct StatementTable {
    private var slots = [Slot](repeating: Slot(), count: 256)
    private var count = 0

    private struct Slot {
        var key: UInt = 0
        var statement: OpaquePointer?
    }

    /// All statements, in no order.
    var all: [OpaquePointer] { slots.compactMap(\.statement) }

    subscript(literal: UnsafePointer<UInt8>) -> OpaquePointer? {
        slots[place(of: UInt(bitPattern: literal))].statement
    }

    /// Adds a statement for a literal that has none.
    mutating func add(_ statement: OpaquePointer, of literal: UnsafePointer<UInt8>) {
        if count * 2 >= slots.count { grow() }
        let key = UInt(bitPattern: literal)
        slots[place(of: key)] = Slot(key: key, statement: statement)
        count += 1
    }

    /// Where a key stands, or would stand: there is always a slot that is free.
    private func place(of key: UInt) -> Int {
        // Fibonacci hashing: 2^64 divided by the golden ratio spreads addresses that lie close.
        let hash = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
        var place = Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
        while slots[place].statement != nil, slots[place].key != key {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.statement != nil { slots[place(of: slot.key)] = slot }
    }
}
