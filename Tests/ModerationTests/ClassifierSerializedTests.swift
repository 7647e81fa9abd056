import Testing

@testable import Moderation

@Suite("A classifier as bytes")
struct ClassifierSerializedTests {
    private func learned() throws -> Classifier {
        let trainer = ClassifierExamples.trainer(ClassifierExamples.texts(30))
        return try #require(trainer.classifier(version: 42))
    }

    @Test("What is read back is the same")
    func roundTrip() throws {
        let one = try learned()
        let other = try #require(Classifier(serialized: one.serialized))
        #expect(other.version == 42 && other.examples == one.examples)
        #expect(other.weights == one.weights && other.step == one.step)
        #expect(other.bias == one.bias && other.scaling == one.scaling)
        #expect(other.serialized == one.serialized)
        let features = ClassifierExamples.features("Subscribe to the second chart")
        #expect(other.probability(of: features) == one.probability(of: features))
    }

    @Test("Any byte changed, cut off or added is seen")
    func corrupted() throws {
        let bytes = try learned().serialized
        for at in stride(from: 0, to: bytes.count, by: 41) {
            var broken = bytes
            broken[at] ^= 0x10
            #expect(Classifier(serialized: broken) == nil, "byte \(at)")
            #expect(Classifier(serialized: Array(bytes.prefix(at))) == nil)
        }
        #expect(Classifier(serialized: bytes + [0]) == nil)
        #expect(Classifier(serialized: []) == nil)
    }

    @Test("Numbers that are none, and sizes that cannot be, are refused under a right checksum")
    func nonsense() throws {
        let bytes = try learned().serialized
        let infinite = Double.infinity.bitPattern
        // Where bias, slope and offset stand, the step, and the count of weights.
        for at in [20, 28, 36] { #expect(Classifier(serialized: put(infinite, at, bytes)) == nil) }
        #expect(Classifier(serialized: put((-1.0).bitPattern, 28, bytes)) == nil)
        #expect(Classifier(serialized: put(Float.nan.bitPattern, 44, bytes)) == nil)
        #expect(Classifier(serialized: put(Float(0).bitPattern, 44, bytes)) == nil)
        for count: UInt32 in [0, 1, .max] {
            #expect(Classifier(serialized: put(count, 48, bytes)) == nil)
        }
        #expect(Classifier(serialized: put(Int64(43), 4, bytes))?.version == 43)
    }

    /// The bytes with a number put in, and the checksum made right.
    private func put(_ value: some FixedWidthInteger, _ at: Int, _ bytes: [UInt8]) -> [UInt8] {
        var changed = Array(bytes.dropLast(8))
        withUnsafeBytes(of: value.littleEndian) { raw in
            changed.replaceSubrange(at..<at + raw.count, with: raw)
        }
        let sum = changed.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return withUnsafeBytes(of: sum.littleEndian) { changed + $0 }
    }
}
