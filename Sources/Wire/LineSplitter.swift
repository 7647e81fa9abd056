import CText

/// Cuts a stream of bytes into lines, holding no more than one line's limit of it.
///
/// A line ends with `\n`; a `\r` before that is no part of it. A longer line than the limit is let
/// go as it comes, to its end, and told once.
package struct LineSplitter: Sendable {
    /// What stands between two newlines.
    package enum Line: Sendable, Equatable {
        case bytes([UInt8])
        /// It was longer than the limit; its bytes are gone.
        case tooLong
    }

    /// The most bytes of a line, newline and `\r` not counted.
    package var limit: Int
    private var held: [UInt8] = []
    private var isDraining = false

    /// `limit`: the most bytes of a line, newline and `\r` not counted.
    package init(limit: Int) { self.limit = limit }

    /// Takes the next bytes of the stream and calls `emit` for every line that they end.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer, _ emit: (Line) -> Void) {
        var rest = bytes.bindMemory(to: UInt8.self)
        while let first = rest.baseAddress {
            let end = ctext_find(first, 0x0A, rest.count)
            take(rest[..<end])
            guard end < rest.count else { return }
            finish(emit)
            rest = UnsafeBufferPointer(rebasing: rest[(end + 1)...])
        }
    }

    /// The stream has ended: its last line may lack the newline.
    package mutating func end(_ emit: (Line) -> Void) {
        if isDraining || !held.isEmpty { finish(emit) }
    }

    private mutating func take(_ part: Slice<UnsafeBufferPointer<UInt8>>) {
        if isDraining { return }
        // One more than the limit may be a `\r`.
        if held.count + part.count > limit + 1 {
            isDraining = true
            held.removeAll(keepingCapacity: false)
        } else {
            held.append(contentsOf: part)
        }
    }

    private mutating func finish(_ emit: (Line) -> Void) {
        if held.last == 0x0D { held.removeLast() }
        if isDraining || held.count > limit {
            emit(.tooLong)
        } else if !held.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            emit(.bytes(held))
        }
        held.removeAll(keepingCapacity: true)
        isDraining = false
    }
}
