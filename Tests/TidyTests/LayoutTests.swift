import Testing

@Suite("Where things lie")
struct LayoutTests {
    @Test("The top level holds what belongs there and nothing else")
    func topLevel() throws {
        let known = ["Package.swift", "README.md", "Sources", "Tests", "config", "schema.sql"]
        let strangers = try Tree.names(in: ".").filter { name in
            !known.contains(name) && !name.hasPrefix(".") && !name.contains(".db")
        }
        #expect(strangers == [])
        for name in known { #expect(try Tree.names(in: ".").contains(name), "\(name)") }
    }

    @Test("Every target has a folder of its name, and every folder a target")
    func targets() throws {
        let text = try Tree.text("Package.swift")
        let targets = text.split(separator: "targets: [\n").last ?? ""
        let sources = targets.matches(
            of: /(?:room\(\s*|(?:systemLibrary|target|executableTarget)\(\s*name: )"([\w-]+)"/
        ).map { String($0.1) }
        let suites = targets.matches(of: /suite\(\s*"(\w+)"/).map { String($0.1) }
        #expect(try Tree.names(in: "Sources") == sources.sorted())
        // Fuzz targets are a program, built where it is asked for.
        #expect(try Tree.names(in: "Tests") == (suites + ["Fixtures", "Fuzz"]).sorted())
        for folder in sources.map({ "Sources/\($0)" }) + suites.map({ "Tests/\($0)" }) {
            #expect(try !Tree.names(in: folder).isEmpty, "\(folder)")
        }
    }

    @Test("Files are short: none over 300 lines, most under 200")
    func files() {
        let counts = Tree.files.map { (path: $0.path, lines: $0.lines.count - 1) }
        #expect(counts.count > 50)
        #expect(counts.filter { $0.lines > 300 }.map(\.path) == [])
        #expect(counts.map(\.lines).sorted()[counts.count / 2] < 200)
    }

    @Test("Lines have at most 100 columns and no tabs")
    func lines() {
        for file in Tree.files {
            for (index, line) in file.lines.enumerated() {
                #expect(line.count <= 100, "\(file.path):\(index + 1)")
                #expect(!line.utf8.contains(0x09), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test("Functions fit a screen: none over 70 lines")
    func functions() {
        for file in Tree.files {
            for function in file.functions {
                #expect(
                    function.lines <= 70, "\(file.path):\(function.start) has \(function.lines)")
            }
        }
    }

    @Test("The length of a function is counted from its name to its last brace")
    func counting() {
        let text = """
            struct A {
                let b = { 1 }
                func c(
                    d: Int
                ) -> Int {
                    if d > 0 { return 1 }
                    return "}".count
                }
                init() {}
            }
            """
        let functions = SwiftFile(path: "Tests/a/b", text: text).functions
        #expect(functions.map(\.start) == [3, 9])
        #expect(functions.map(\.lines) == [6, 1])
    }
}

extension SwiftFile {
    /// Where each function starts, and how many lines it has.
    var functions: [(start: Int, lines: Int)] {
        var found: [(start: Int, lines: Int)] = []
        // For each open brace the line of the function that it opens.
        var open: [Int?] = []
        var head: Int?
        for (index, line) in code.enumerated() {
            let words = line.split { !$0.isLetter && $0 != "?" }.map { $0.filter { $0 != "?" } }
            if words.contains("func") || words.contains("init") || words.contains("deinit") {
                head = index + 1
            }
            for byte in line.utf8 where byte == 0x7B || byte == 0x7D {
                if byte == 0x7B {
                    open.append(head)
                } else if let start = open.popLast() ?? nil {
                    found.append((start, index + 2 - start))
                }
                head = nil
            }
        }
        return found.sorted { $0.start < $1.start }
    }
}
