import Foundation

/// The package as it lies on the disk.
enum Tree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    /// The names in a folder, hidden ones included.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Every Swift file of `Sources` and `Tests`.
    static let files: [SwiftFile] = read("Sources") + read("Tests")

    private static func read(_ folder: String) -> [SwiftFile] {
        let enumerator = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        let paths = enumerator?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            let path = "\(folder)/\(name)"
            return (try? text(path)).map { SwiftFile(path: path, text: $0) }
        }
    }

    /// The Swift files of `Sources` alone.
    static var sources: [SwiftFile] { files.filter { $0.path.hasPrefix("Sources/") } }
}

/// A Swift file, whole and with what is no code left out.
struct SwiftFile: Sendable {
    /// From the package's folder on.
    let path: String
    let lines: [String]
    /// The lines with comments and the inside of strings as blanks.
    let code: [String]
    /// The lines with comments as blanks.
    let uncommented: [String]

    init(path: String, text: String) {
        self.path = path
        let blanks = Blanks(of: Array(text.utf8))
        func lines(_ bytes: [UInt8]) -> [String] {
            bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
        }
        self.lines = lines(Array(text.utf8))
        code = lines(blanks.code)
        uncommented = lines(blanks.uncommented)
    }

    /// The folder below `Sources` or `Tests`.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// What its imports name.
    var imports: [String] {
        code.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at < words.endIndex - 1,
                words[..<at].allSatisfy({ $0.hasPrefix("@") || $0 == "package" || $0 == "private" })
            else { return nil }
            return String(words[words.endIndex - 1])
        }
    }

    /// `path:line` of every line of code that `isWrong` holds for.
    func places(where isWrong: (String) -> Bool) -> [String] {
        code.enumerated().filter { isWrong($0.element) }.map { "\(path):\($0.offset + 1)" }
    }
}
