/// Elements one behind the other, in memory that is used again.
///
/// A list for what every text goes through: it is never copied or shared, so that appending asks
/// for nothing but room.
struct Pile<Element>: ~Copyable {
    // As many as `count` of `capacity` are initialized.
    private var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private(set) var capacity: Int

    /// An empty pile with room for so many elements, at least one.
    init(capacity: Int = 64) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { 0..<count }

    /// An index out of bounds is a fault that ends the process, as an array's is.
    @inline(__always)
    subscript(index: Int) -> Element {
        get { UnsafeBufferPointer(start: base, count: count).span[index] }
        set {
            var elements = UnsafeMutableBufferPointer(start: base, count: count).mutableSpan
            elements[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: capacity * 2) }
        (base + count).initialize(to: element)
        count += 1
    }

    /// Appends elements of another pile.
    mutating func append(_ range: Range<Int>, of other: borrowing Pile) {
        reserve(count + range.count)
        for index in range { append(other[index]) }
    }

    /// Makes room for so many elements in all.
    mutating func reserve(_ least: Int) {
        if least > capacity { grow(to: max(least, capacity * 2)) }
    }

    mutating func removeAll() {
        base.deinitialize(count: count)
        count = 0
    }

    /// The elements for the time of `body`.
    func withElements<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: base, count: count))
    }

    func contains(where isMeant: (Element) -> Bool) -> Bool {
        for index in indices where isMeant(base[index]) { return true }
        return false
    }

    private mutating func grow(to newCapacity: Int) {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = newCapacity
    }
}
