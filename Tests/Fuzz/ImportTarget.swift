import Discussion
import Glibc
import Imports

extension FuzzTargets {
    /// A file of no name, which each run fills anew.
    private static let file: Int32 = {
        var path = Array("/tmp/commentd-fuzz-XXXXXX".utf8CString)
        let made = mkstemp(&path)
        unlink(path)
        return made
    }()

    /// Files of other systems, and exports: the first byte says which. Whatever is taken of one can
    /// be cleaned to what the text policy lets in.
    static func imports(_ bytes: [UInt8]) {
        guard let first = bytes.first, first >= 0x61, Int(first) - 0x61 < formats.count else {
            return
        }
        let rest = bytes.dropFirst()
        let isWritten =
            ftruncate(file, 0) == 0
            && rest.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) == $0.count }
        hold(isWritten, "no room for a file")
        guard let opened = try? ImportFile("/proc/self/fd/\(file)") else { return }
        let format = formats[Int(first) - 0x61]
        if format != .ndjson {
            try? ForeignFile.read(opened, as: format, to: Sink())
        } else if var blocks = try? ArchiveFile(opened) {
            while let block = try? blocks.next() {
                try? block.read { line, _ in hold(!line.kind.isEmpty, "of no kind") }
            }
        }
    }

    private static let formats = ImportFormat.allCases

    private final class Sink: ForeignSink {
        private func check(_ text: String?) {
            let cleaned = TextPolicy.cleaned(text ?? "")
            hold(TextPolicy.problem(of: cleaned) == nil, "cleaned, and not clean")
        }

        func take(_ thread: ForeignThread) {
            check(thread.name)
            check(thread.title)
        }

        func take(_ person: ForeignPerson) { check(person.name) }

        func take(_ comment: ForeignComment) { check(comment.body) }

        func skip(_ why: String) {}
        func repair(_ what: String) {}
    }
}
