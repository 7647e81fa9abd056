import Glibc
import JSONValues
import Testing

@Suite("Following in a pipe")
struct EventPipeTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private static let commands = [
        ProgramFolder.submission("One", id: 1),
        ProgramFolder.command("event.follow", id: 2, ["after": 0]),
        ProgramFolder.submission("Two", id: 3),
        ProgramFolder.submission("Three", id: 4),
    ]

    @Test(
        "At the end of its input all that the log holds is told, then it exits with 0",
        arguments: [["--db", ":memory:"], [], ["--connect", "s"]])
    func ends(arguments: [String]) throws {
        let served = arguments.first == "--connect" ? try folder.serve() : nil
        let end = try folder.run(arguments, input: Self.commands.joined(separator: "\n"))
        #expect(end.status == 0)
        #expect(end.complaints == "")
        let lines = try end.output.split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        #expect(lines.compactMap { $0["id"].integer } == [1, 2, 3, 4])
        #expect(lines.compactMap { $0["params"]["seq"].integer } == [1, 2, 3])
        try served?.stop()
    }

    @Test(
        "As long as its input is open it goes on telling",
        arguments: [["--db", ":memory:"], [], ["--connect", "s"]])
    func goesOn(arguments: [String]) throws {
        let served = arguments.first == "--connect" ? try folder.serve() : nil
        let program = try folder.start(arguments)
        program.write(ProgramFolder.command("event.follow", id: 1) + "\n")
        #expect(try program.reply()["result"] == ["seq": 0, "last": 0])
        for number in 1...20 {
            program.write(ProgramFolder.submission("Number \(number)", id: number) + "\n")
            #expect(try program.reply()["id"].integer == number)
            #expect(try program.reply()["params"]["seq"].integer == number)
        }
        #expect(try program.end().status == 0)
        try served?.stop()
    }

    @Test("A whole log can be had from it, however long, and a reader that goes ends it")
    func long() throws {
        // Notifications: no replies fill the pipe that nobody empties yet.
        let lines = (1...3000).map { number in
            ProgramFolder.submission("Number \(number)").replacing("\"id\":1,", with: "")
        }
        try folder.run(input: lines.joined(separator: "\n"))
        let follow = ProgramFolder.command("event.follow", id: 1, ["after": 0])
        let end = try folder.run(input: follow)
        #expect(end.status == 0)
        let seqs = try end.output.split(separator: "\n").compactMap {
            try JSONValue(parsing: String($0))["params"]["seq"].integer
        }
        #expect(seqs == Array(1...3000))
        let program = try folder.start()
        program.write(follow + "\n")
        program.closeOutput()
        #expect(try program.end().status == 1)
    }
}
