import CHeap
import Testing

@Suite("The heap")
struct HeapTests {
    @Test("Arrays of the program come from jemalloc", .enabled(if: !Sanitizer.isPresent))
    func isJemalloc() {
        let before = cheap_taken_bytes()
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        #expect(cheap_taken_bytes() >= before + UInt64(bytes.count))
    }

    @Test("Its two arenas are as the program sets them", .enabled(if: !Sanitizer.isPresent))
    func isSetUp() {
        #expect(cheap_arenas() == 2)
    }
}
