import Glibc

/// What comments say of their authors where their own rows do not, as where badges depend on how
/// much somebody wrote; kept by one thread that makes pages.
///
/// A page has dozens of authors, most of them other ones than the page before. Shared by threads
/// under a lock, and with counted references, they took a tenth of a page's time; so each thread
/// has its own, of fixed places: a person's id says where, and who comes later takes the place.
final class AuthorTable {
    /// Begins a place; behind it stands the text.
    private struct Head {
        /// 0: nobody.
        let id: Int64
        let stamp: UInt64
        let approved: Int32
        let count: UInt8
    }

    private static let places = 32_768
    private static let placeBytes = 96
    private static let textStart = MemoryLayout<Head>.stride
    /// Texts that are longer, as of persons with long addresses of their pages, are not kept.
    private static let maxTextBytes = placeBytes - textStart

    /// Taken when the first text is kept; of its pages the system gives those that are used.
    private var memory: UnsafeMutableRawPointer?

    deinit {
        if let memory { munmap(memory, Self.places * Self.placeBytes) }
    }

    /// Nil where the system has none.
    private static func take() -> UnsafeMutableRawPointer? {
        let taken = mmap(
            nil, places * placeBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return taken == MAP_FAILED ? nil : taken
    }

    private func place(of id: Int64) -> UnsafeMutableRawPointer? {
        memory.map { $0 + (Int(truncatingIfNeeded: id) & (Self.places - 1)) * Self.placeBytes }
    }

    /// A person's text that was kept for no older a stamp; good until the next is kept.
    func text(of id: Int64, noOlderThan stamp: UInt64) -> AuthorText.View? {
        guard let place = place(of: id) else { return nil }
        let head = place.load(as: Head.self)
        guard head.id == id, head.stamp >= stamp else { return nil }
        let bytes = UnsafeBufferPointer(
            start: UnsafePointer((place + Self.textStart).assumingMemoryBound(to: UInt8.self)),
            count: Int(head.count))
        return AuthorText.View(members: bytes, approved: Int(head.approved))
    }

    /// Keeps a person's text that was read from a snapshot that was begun after `stamp` was taken.
    func keep(_ text: AuthorText, of id: Int64, for stamp: UInt64) {
        if memory == nil { memory = Self.take() }
        guard text.bytes.count <= Self.maxTextBytes, let place = place(of: id),
            let approved = Int32(exactly: text.approved)
        else { return }
        let head = Head(
            id: id, stamp: stamp, approved: approved, count: UInt8(text.bytes.count))
        place.storeBytes(of: head, as: Head.self)
        text.bytes.withUnsafeBytes {
            (place + Self.textStart).copyMemory(
                from: $0.baseAddress ?? UnsafeRawPointer(place), byteCount: $0.count)
        }
    }
}
