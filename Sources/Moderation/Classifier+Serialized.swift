// How a classifier is kept: numbers low byte first,
//
//     "CLF2", version i64, examples u32 u32, bias f64, slope f64, offset f64, step f32,
//     weights u32, and for each that is known: distance from the index before LEB128, steps i16,
//     frequency u8; FNV-1a of all of it u64
//
// four bytes a weight and a little more; 64 bytes beside.

extension Classifier {
    private static let magic = Array("CLF2".utf8)
    private static let headBytes = 52
    private static let checksumBytes = 8

    /// As bytes to keep.
    package var serialized: [UInt8] {
        var bytes = Self.magic
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Int64(version))
        append(UInt32(clamping: examples.positive))
        append(UInt32(clamping: examples.negative))
        for value in [bias, scaling.slope, scaling.offset] { append(value.bitPattern) }
        append(step.bitPattern)
        let known = weights.indices.filter { weights[$0].frequency > 0 }
        append(UInt32(known.count))
        bytes.reserveCapacity(known.count * 5 + 64)
        var last = 0
        for index in known {
            LEB128.append(UInt32(index - last), to: &bytes)
            append(weights[index].steps)
            append(weights[index].frequency)
            last = index
        }
        append(Self.checksum(bytes[...]))
        return bytes
    }

    /// What `serialized` gave; nil for anything else.
    package init?(serialized bytes: [UInt8]) {
        guard bytes.count >= Self.headBytes + Self.checksumBytes,
            bytes.count <= Self.headBytes + Self.checksumBytes + 6 * FeatureHash.count,
            bytes.starts(with: Self.magic)
        else { return nil }
        var reader = LittleEndianReader(bytes: bytes.dropLast(Self.checksumBytes)[4...])
        var end = LittleEndianReader(bytes: bytes.suffix(Self.checksumBytes))
        let body = bytes.dropLast(Self.checksumBytes)
        guard end.integer(UInt64.self) == Self.checksum(body),
            let version = reader.integer(Int64.self), let positive = reader.integer(UInt32.self),
            let negative = reader.integer(UInt32.self), let bias = reader.double(),
            let slope = reader.double(), let offset = reader.double(),
            let step = reader.integer(UInt32.self).map({ Float(bitPattern: $0) }),
            step.isFinite, step > 0, slope >= 0, let count = reader.integer(UInt32.self),
            let weights = Self.weights(&reader.bytes, count: Int(count))
        else { return nil }
        self.init(
            version: Int(version),
            examples: Examples(positive: Int(positive), negative: Int(negative)),
            weights: weights, step: step, bias: bias,
            scaling: PlattScaling(slope: slope, offset: offset))
    }

    /// All that is left, which must be just so many.
    private static func weights(_ bytes: inout ArraySlice<UInt8>, count: Int) -> [Weight]? {
        guard count <= FeatureHash.count, bytes.count >= count * 4 else { return nil }
        var weights = [Weight](repeating: Weight(), count: FeatureHash.count)
        var last = 0
        for place in 0..<count {
            guard let step = LEB128.read(&bytes), step > 0 || place == 0, bytes.count >= 3
            else { return nil }
            last += Int(step)
            guard last < FeatureHash.count else { return nil }
            var reader = LittleEndianReader(bytes: bytes.prefix(3))
            bytes = bytes.dropFirst(3)
            guard let steps = reader.integer(Int16.self),
                let frequency = reader.integer(UInt8.self), frequency > 0
            else { return nil }
            weights[last] = Weight(steps: steps, frequency: frequency)
        }
        return bytes.isEmpty ? weights : nil
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Reads numbers, low byte first.
private struct LittleEndianReader {
    var bytes: ArraySlice<UInt8>

    mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.count >= size else { return nil }
        var value: Number = 0
        for (place, byte) in bytes.prefix(size).enumerated() {
            value |= Number(truncatingIfNeeded: byte) << Number(8 * place)
        }
        bytes = bytes.dropFirst(size)
        return value
    }

    /// Nil also for infinity and what is no number.
    mutating func double() -> Double? {
        let value = integer(UInt64.self).map { Double(bitPattern: $0) }
        return value?.isFinite == true ? value : nil
    }
}
