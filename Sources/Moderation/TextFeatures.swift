/// What a classifier sees of a text: which of 2^18 features occur in it, however often.
///
/// A feature is a word, two words in a row, or a run of characters within a word and its edges
/// (`TextPieces` says which), by its hash.
package struct TextFeatures: Sendable, Equatable {
    /// At most so many features of a text; of more, the words' come first.
    package static let mostFeatures = 4096
    /// At most so many bytes of a text are read.
    package static let mostBytes = 65_536

    /// Ascending, without repetition, each below 2^18.
    let indices: [UInt32]

    /// The features of a text in normalized UTF-8. Takes time in proportion to its length.
    package init(of bytes: [UInt8]) {
        indices = bytes.withUnsafeBufferPointer(Self.indices)
    }

    private init(indices: [UInt32]) { self.indices = indices }

    /// How many there are.
    package var count: Int { indices.count }

    /// A set of bits gives them sorted and each once, with no table to search.
    private static func indices(of text: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        let words = FeatureHash.count / 64
        let capacity = words + words / 64
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity) { bits in
            bits.initialize(repeating: 0)
            var pieces = TextPieces(
                sink: FeatureBits(
                    bits: UnsafeMutableBufferPointer(rebasing: bits[..<words]),
                    filled: UnsafeMutableBufferPointer(rebasing: bits[words...])))
            pieces.read(UnsafeBufferPointer(rebasing: text.prefix(mostBytes)))
            return pieces.sink.indices(atMost: mostFeatures)
        }
    }
}

/// The set of the features that occur.
struct FeatureBits: PieceSink {
    /// A bit for each feature.
    let bits: UnsafeMutableBufferPointer<UInt64>
    /// A bit for each word of `bits` that is not 0: a short text fills few of them.
    let filled: UnsafeMutableBufferPointer<UInt64>
    /// How often one was taken.
    private var taken = 0

    init(
        bits: UnsafeMutableBufferPointer<UInt64>, filled: UnsafeMutableBufferPointer<UInt64>
    ) {
        self.bits = bits
        self.filled = filled
    }

    @inline(__always)
    mutating func take(_ index: UInt32, _ start: Int, _ end: Int) {
        bits[Int(index >> 6)] |= 1 << UInt64(index & 63)
        filled[Int(index >> 12)] |= 1 << UInt64(index >> 6 & 63)
        taken += 1
    }

    /// The first of them in ascending order.
    func indices(atMost most: Int) -> [UInt32] {
        let capacity = min(taken, most)
        return [UInt32](unsafeUninitializedCapacity: capacity) { list, used in
            for block in filled.indices {
                var words = filled[block]
                while words != 0 {
                    let word = block * 64 + words.trailingZeroBitCount
                    words &= words - 1
                    var rest = bits[word]
                    while rest != 0, used < capacity {
                        list[used] = UInt32(word * 64 + rest.trailingZeroBitCount)
                        used += 1
                        rest &= rest - 1
                    }
                }
            }
        }
    }
}

// MARK: - Stored

extension TextFeatures {
    /// The way features are found and hashed, first byte of what is stored: another way must have
    /// another number.
    private static let scheme: UInt8 = 1

    /// As bytes to keep: the scheme, then the distance of each index from the one before in LEB128;
    /// about two bytes a feature.
    package var stored: [UInt8] {
        var bytes = [Self.scheme]
        bytes.reserveCapacity(1 + 2 * indices.count)
        var last: UInt32 = 0
        for index in indices {
            LEB128.append(index - last, to: &bytes)
            last = index
        }
        return bytes
    }

    /// What `stored` gave; nil for anything else, or where features were found in another way.
    package init?(stored bytes: [UInt8]) {
        guard bytes.first == Self.scheme, bytes.count <= 1 + 3 * Self.mostFeatures else {
            return nil
        }
        var indices: [UInt32] = []
        indices.reserveCapacity(bytes.count / 2)
        var rest = bytes.dropFirst()
        var last: UInt32 = 0
        while !rest.isEmpty {
            guard let step = LEB128.read(&rest), step > 0 || indices.isEmpty,
                step < FeatureHash.count, last + step < FeatureHash.count,
                indices.count < Self.mostFeatures
            else { return nil }
            last += step
            indices.append(last)
        }
        self.init(indices: indices)
    }

    /// Equal for equal features (FNV-1a over the indices): what orders examples, and deals them out
    /// to folds, whatever order they came in.
    var fingerprint: UInt64 {
        indices.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Numbers in seven bits a byte, the low ones first; a set high bit says that more follow.
enum LEB128 {
    static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The next number, at most 28 bits of it; nil where there is none. Only the shortest form is
    /// taken, so that equal values have equal bytes.
    static func read(_ bytes: inout ArraySlice<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for shift: UInt32 in [0, 7, 14, 21] {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt32(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return byte == 0 && shift > 0 ? nil : value }
        }
        return nil
    }
}
