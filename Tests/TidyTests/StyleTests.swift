import Testing

@Suite("How it is written")
struct StyleTests {
    /// Whether a word stands in a line by itself.
    private func holds(_ word: String, _ line: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            let goesOn = word.last?.isLetter == true && after?.isLetter == true
            return before?.isLetter != true && before != "_" && !goesOn
        }
    }

    @Test(
        "Nothing ends the process or skips a check",
        arguments: [
            "try!", "as!", "fatalError(", "precondition(", "preconditionFailure(", "assert(",
            "assertionFailure(", "unowned(unsafe)", "unsafelyUnwrapped", "exit(EXIT",
        ])
    func traps(_ word: String) {
        for file in Tree.files { #expect(file.places { holds(word, $0) } == []) }
    }

    @Test("Nothing is unwrapped by force")
    func force() {
        for file in Tree.files {
            #expect(file.places { $0.contains(/[\w)\]}>]\x21(?!=)/) } == [])
        }
    }

    @Test("Nothing is left to be done later")
    func later() {
        // Put together, so that this file is no hit.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
        for file in Tree.files {
            for (index, line) in file.lines.enumerated() {
                #expect(!words.contains { holds($0, line) }, "\(file.path):\(index + 1)")
            }
        }
    }

    /// Swift 6.3 puts nothing of package access into another room's code, be it @inlinable; what is
    /// public and small it does, so the types that every room handles are.
    @Test("Rooms share by package access, but for the lowest three and what is to be inlined")
    func access() {
        let lowest = ["JSONValues", "SQLite", "Discussion"]
        for file in Tree.sources {
            let isLow = lowest.contains(file.room)
            let isInlined = file.code.contains { $0.contains("@inlinable") }
            let places = file.places { $0.contains(/^\s*(@\w+ )*(public|open) [a-z]/) }
            if isInlined { #expect(places != []) } else if !isLow { #expect(places == []) }
            if isLow { #expect(file.places { holds("package", $0) } == []) }
            for (line, next) in zip(file.code, file.code.dropFirst())
            where line.contains("@inlinable") {
                #expect(!(line + next).contains("package "), "\(file.path): \(next)")
            }
        }
    }

    @Test("Tests do not sleep")
    func waiting() {
        for file in Tree.files where file.path.hasPrefix("Tests/") {
            #expect(file.places { holds("sleep(", $0) || holds("usleep(", $0) } == [])
        }
    }

    /// In SQLite and Store a function's name and the SQL beside it say what it does.
    @Test("What rooms share is documented: every type and every function")
    func documented() {
        for file in Tree.sources {
            let isSQL = file.room == "SQLite" || file.room == "Store"
            #expect(file.undocumented(functions: !isSQL) == [])
        }
    }

    @Test("A missing comment is seen, and what needs none is left alone")
    func documentation() {
        let text = """
            /// A.
            package struct A {
                package var b = 1
                package func c() {}
                /// D.
                @discardableResult
                package static func d() -> Int { 1 }
                package static func < (left: A, right: A) -> Bool { true }
                package func hash(into hasher: inout Hasher) {}
                func e() {}
                /// Two of a kind.
                package func f() { c() }
                package func g() { c() }

                package func h() { c() }
                package enum Nested {}
            }

            package enum I {}
            """
        let file = SwiftFile(path: "Sources/a/b", text: text)
        #expect(file.undocumented() == ["Sources/a/b:4", "Sources/a/b:15", "Sources/a/b:19"])
        #expect(file.undocumented(functions: false) == ["Sources/a/b:19"])
    }
}

extension SwiftFile {
    /// The places of shared types and functions that no `///` stands before. A row of one-line
    /// functions shares one; what is nested in a type is that one's to describe; what a protocol of
    /// the standard library asks for needs none.
    func undocumented(functions: Bool = true) -> [String] {
        let known = ["hash(into", "encode(to", "next()", "makeIterator()", "<", "=="]
        let function = /^ *(?:package|public) (?:\w+ )*func (\S+)/
        let type = /^(?:package|public) (?:\w+ )*(?:struct|class|enum|actor|protocol|typealias)\b/
        return code.indices.filter { index in
            if let match = code[index].firstMatch(of: function) {
                return functions && !known.contains { match.1.hasPrefix($0) }
                    && !isDocumented(index)
            }
            return code[index].contains(type) && !isDocumented(index)
        }.map { "\(path):\($0 + 1)" }
    }

    private func isDocumented(_ index: Int) -> Bool {
        guard let before = lines[..<index].lastIndex(where: { !$0.trimmed.hasPrefix("@") }) else {
            return false
        }
        if lines[before].trimmed.hasPrefix("///") { return true }
        return code[before].contains(/^ *package .*func .*\{.*\}$/) && isDocumented(before)
    }
}

extension String {
    fileprivate var trimmed: Substring { drop { $0 == " " } }
}
