import Configuration
import Foundation

/// A directory that lives as long as the test that made it.
final class TemporaryFolder {
    let path: String

    /// A directory with these files, by their path within it.
    init(_ files: KeyValuePairs<String, String> = [:]) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "configuration-\(UUID().uuidString)")
        path = folder.path
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false)
        for (name, text) in files { try write(name, Data(text.utf8)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: Data) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
    }

    /// A symbolic link called `name` that leads to `target`.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    func load() throws(ConfigurationProblem) -> LoadedConfiguration {
        try LoadedConfiguration.load(directory: path)
    }

    /// What loading says is wrong, the directory's path cut off; nil where nothing is.
    func problem() -> String? {
        do {
            _ = try load()
            return nil
        } catch {
            return String(error.description.trimmingPrefix(path).trimmingPrefix("/"))
        }
    }
}
