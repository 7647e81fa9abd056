import Foundation
import Testing

/// The article's day in README.md, pasted line by line: each command's output is what stands there,
/// but for ids and times.
@Suite("README's tour")
struct ReadmeTests {
    /// A command after `$ `, and what README says it prints.
    private struct Step {
        let command: String
        var expected = ""
    }

    private static let top = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func steps() throws -> [Step] {
        let text = try String(contentsOf: Self.top.appending(path: "README.md"), encoding: .utf8)
        var steps: [Step] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else if isInside, !steps.isEmpty {
                steps[steps.count - 1].expected += line + "\n"
            }
        }
        return steps
    }

    private func run(_ command: String, in folder: ProgramFolder) throws -> String {
        let binary = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let programs = URL(filePath: binary).deletingLastPathComponent().path
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "exec 2>&1; " + command]
        shell.currentDirectoryURL = URL(filePath: folder.path)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        shell.environment = ["PATH": "\(programs):\(path)"]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        shell.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text without what differs from run to run, and without its columns' widths.
    private func settled(_ text: String) -> String {
        text.replacing(/\b[0-9A-HJKMNP-TV-Z]{13}\b/, with: "ID")
            .replacing(/\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d\.\d{3}Z)?)?/, with: "TIME")
            .replacing(/\d+ (s|min)\b/, with: "WHILE")
            .replacing(/\s+/, with: " ")
    }

    @Test("It goes through an article's day from the first comment to the report")
    func day() throws {
        var rest = try steps().map(\.command)[...]
        let stations = [
            "comment.submit", "vote.cast", "comment.edit", "--sort newest", "--sort most_voted",
            "notification.list", "commentd mail", "anchor:=", "anchor.locate", "flag.raise",
            "moderation.queue",
            "moderation.decide", "moderation.history", "action=pin", "comment.search query=협상",
            "thread.counts", "closed:=true", "event.list", "person.export", "person.erase",
            "commentd report",
        ]
        for station in stations {
            let place = try #require(
                rest.firstIndex { $0.contains(station) }, "\(station) is not in its place")
            rest = rest[place...]
        }
    }

    @Test("Every command prints what README shows")
    func tour() throws {
        let steps = try steps()
        let folder = try ProgramFolder()
        for step in steps {
            let printed = try run(step.command, in: folder)
            #expect(settled(printed) == settled(step.expected), "\(step.command)")
        }
    }
}
