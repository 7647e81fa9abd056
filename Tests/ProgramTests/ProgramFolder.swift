import Foundation
import JSONValues
import Testing
import Wire

/// A directory with a database, gone with the test that made it, and the program run in it.
final class ProgramFolder: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "program-\(UUID().uuidString)")
        path = folder.path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try write("\(Self.empty)/README", "Nothing is configured here.")
    }

    /// A configuration without rules: the ones that are built in take most of a start's time.
    private static let empty = "empty"

    static func configured(_ arguments: [String]) -> [String] {
        arguments.contains { $0.hasPrefix("--config") }
            ? arguments : arguments + ["--config", empty]
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { path + "/comments.db" }

    /// Writes a file, and the folder it lies in.
    func write(_ name: String, _ text: String) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// What a file holds.
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
    }

    /// A file's bytes.
    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    /// A symbolic link called `name` that leads to `target`.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    /// The permissions of a file.
    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        return try #require(attributes[.posixPermissions] as? Int)
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }

    /// Starts the program here, without rules and on `comments.db` unless told otherwise.
    func start(_ arguments: [String] = []) throws -> Spawned {
        try Spawned(Self.configured(arguments), in: path)
    }

    /// Runs the program here to its end on this input.
    @discardableResult
    func run(
        _ arguments: [String], input: String = ""
    ) throws -> (status: Int32, output: String, complaints: String) {
        let program = try start(arguments)
        program.write(input)
        return try program.end()
    }

    /// Runs the program here to its end on this input.
    @discardableResult
    func run(
        _ arguments: String..., input: String = ""
    ) throws -> (status: Int32, output: String, complaints: String) {
        try run(arguments, input: input)
    }

    /// Runs commands through the program; its replies.
    func replies(to commands: [String], _ arguments: String...) throws -> [JSONValue] {
        let end = try run(arguments, input: commands.map { $0 + "\n" }.joined())
        #expect(end.status == 0, "\(end.complaints)")
        return try end.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    /// A command as a line, without its end.
    static func command(_ method: String, id: Int = 1, _ params: JSONValue = [:]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("id", id)
            json.member("method", method)
            json.name("params")
            json.value(params)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// A command that submits a comment to `page`.
    static func submission(_ body: String, id: Int = 1, author: String = "ann") -> String {
        command(
            "comment.submit", id: id,
            ["thread": "page", "author": .string(author), "body": .string(body)])
    }

    /// A command that asks for `page`.
    static func count(id: Int = 1) -> String { command("thread.get", id: id, ["thread": "page"]) }
}

extension JSONValue {
    /// Text read as JSON.
    init(parsing text: String) throws { self = try StrictJSON.parse(Array(text.utf8)) }
}
