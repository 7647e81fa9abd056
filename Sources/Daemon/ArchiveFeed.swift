import Imports
import Service

/// Reads an export's lines on threads of its own, ahead of whoever takes them: a bounded number of
/// blocks, which come out in the order of the file.
package final class ArchiveFeed {
    /// So many blocks, of some hundred kilobytes each, are read or wait to be taken.
    fileprivate static let maxAhead = 6

    fileprivate struct State {
        /// Nil while a thread takes the next block from it.
        var file: ArchiveFile?
        /// Blocks that were taken from the file so far, and by whoever takes lines.
        var begun = 0
        var taken = 0
        /// How many blocks there are, once that is known.
        var end: Int?
        /// Blocks that are read, by their numbers.
        var ready: [Int: ReadLines] = [:]
        var isStopped = false
    }

    fileprivate enum Turn {
        case read(ArchiveFile, number: Int)
        case end
    }

    private let name: String
    private let keeping: Bool
    private let state: Monitor<State>
    private let threads: [WorkerThread]
    /// How many bytes of the file the lines that were taken come to, packed as they are there.
    package private(set) var position = 0

    /// `keeping`: the lines are wanted too, not their numbers alone.
    package init(_ file: ImportFile, keeping: Bool, threads count: Int) throws {
        let archive = try ArchiveFile(file)
        (name, self.keeping) = (file.name, keeping)
        let state = Monitor(State(file: archive))
        self.state = state
        threads = (0..<count).compactMap { _ in
            WorkerThread { while ArchiveFeed.readBlock(of: state, keeping: keeping) {} }
        }
    }

    deinit {
        state.change { $0.isStopped = true }
        threads.forEach { $0.join() }
    }

    /// The next lines; nil after the last.
    package func next() throws -> ReadLines? {
        // Where the system has no threads to give it is done here.
        if threads.isEmpty { _ = Self.readBlock(of: state, keeping: keeping) }
        let lines: ReadLines? = state.wait { $0.next() }
        if let problem = lines?.problem { throw problem.inFile(name) }
        position = lines?.position ?? position
        return lines
    }

    /// Reads one block; false where there is no more, or nobody wants it.
    private static func readBlock(of state: Monitor<State>, keeping: Bool) -> Bool {
        guard case .read(var file, let number) = state.wait({ $0.turn() }) else { return false }
        var block: LineBlock?
        var problem: ImportProblem?
        do throws(ImportProblem) { block = try file.next() } catch { problem = error }
        state.change { state in
            state.file = file
            if block == nil { state.end = problem == nil ? number : number + 1 }
        }
        let lines = block.map { ReadLines($0, keeping: keeping) } ?? problem.map { ReadLines($0) }
        guard let lines else { return false }
        state.change { $0.ready[number] = lines }
        return true
    }
}

extension ArchiveFeed.State {
    /// What a thread is to do; nil: it is to wait.
    fileprivate mutating func turn() -> ArchiveFeed.Turn? {
        if isStopped || end != nil { return .end }
        guard begun - taken < ArchiveFeed.maxAhead, let file else { return nil }
        self.file = nil
        begun += 1
        return .read(file, number: begun - 1)
    }

    /// The next lines, or that there are no more; nil: they are not ready.
    fileprivate mutating func next() -> ReadLines?? {
        if let lines = ready.removeValue(forKey: taken) {
            taken += 1
            return .some(lines)
        }
        return taken == end ? .some(nil) : nil
    }
}
