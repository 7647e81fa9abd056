/// Gathers the texts of some elements of XML, of which each is wanted whole.
struct ElementTexts {
    /// The names of elements that are open, from the outermost.
    private(set) var path: [String] = []
    private var text: [UInt8] = []
    private var gathering = 0

    /// A text is cut where it is longer.
    private static let maxBytes = 16 << 20

    mutating func start(_ name: String, isWanted: Bool) {
        path.append(name)
        guard isWanted else { return }
        gathering = path.count
        text.removeAll(keepingCapacity: true)
    }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        if gathering > 0, text.count < Self.maxBytes { text += bytes }
    }

    /// The text of the element that ends, where it was wanted.
    mutating func end() -> String? {
        defer { if !path.isEmpty { path.removeLast() } }
        guard gathering == path.count, gathering > 0 else { return nil }
        gathering = 0
        return String(decoding: text, as: UTF8.self)
    }

    /// The element around the one that has just ended or begun.
    var parent: String? { path.dropLast().last }
}
