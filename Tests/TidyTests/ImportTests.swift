import Testing

@Suite("Who may know whom")
struct ImportTests {
    /// For each room what it may import of ours and of the system's C libraries, from the ground
    /// up: values and rules below, then the two adapters that never meet, then what joins them.
    private static let rooms: KeyValuePairs<String, [String]> = [
        "JSONValues": ["CText"],
        "SQLite": ["CSQLite", "CLogWrites", "CPageMemory"],
        "Discussion": ["CText"],
        "Ranking": ["Discussion"],
        "Moderation": ["Discussion", "JSONValues", "CICU", "CText", "CVectorscan"],
        "Search": ["Discussion", "CICU", "CText"],
        "Configuration": ["Discussion", "JSONValues", "CEmbedded"],
        "Wire": ["Discussion", "JSONValues", "CJansson", "CSodium", "CText"],
        "Imports": ["Wire", "Discussion", "JSONValues", "CXML", "CZlib"],
        "Mail": ["Wire", "Configuration", "Discussion", "JSONValues", "CICU"],
        "Store": ["SQLite", "Discussion", "Ranking", "CEmbedded", "CText"],
        "Service": [
            "Wire", "Imports", "Store", "Moderation", "Search", "Ranking", "Configuration", "CText",
            "Discussion",
            "JSONValues",
        ],
        "Daemon": [
            "Service", "Imports", "Wire", "Store", "Moderation", "Configuration", "Discussion",
            "JSONValues",
            "CLinux", "CHeap", "CSodium",
        ],
        "commentd": [
            "Daemon", "Service", "Imports", "Mail", "Wire", "Store", "Moderation", "Configuration",
            "Discussion", "JSONValues", "CICU",
        ],
        "commentd-bench": ["JSONValues", "Discussion", "Ranking", "Moderation", "Wire", "CLinux"],
    ]

    /// Who may import what the toolchain brings. Foundation is large and slow to start: no room on
    /// a command's way needs it.
    private static let toolchain: [String: [String]] = [
        "Glibc": [
            "Imports", "Ranking", "Moderation", "Service", "Daemon", "commentd", "commentd-bench",
        ],
        "Synchronization": ["Moderation", "Service", "Daemon", "commentd", "commentd-bench"],
        "FoundationEssentials": ["Configuration"],
    ]

    private func allowed(_ room: String) -> [String]? {
        Self.rooms.first { $0.key == room }?.value
    }

    /// The rooms that `Package.swift` declares, with what they depend on, in its order.
    private func declared() throws -> [(room: String, dependencies: [String])] {
        let text = try Tree.text("Package.swift")
        return text.matches(
            of: /(?:room\(\s*|executableTarget\(\s*name: )"([\w-]+)"(?:,[^\[\)]*\[([^\]]*)\])?/
        )
        .map { match in
            (
                String(match.1),
                (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
            )
        }
    }

    @Test("Every room imports only what it may")
    func imports() {
        for file in Tree.sources {
            for name in file.imports {
                let isOurs = allowed(file.room)?.contains(name) ?? false
                let isToolchains = Self.toolchain[name]?.contains(file.room) ?? false
                #expect(isOurs || isToolchains, "\(file.path) imports \(name)")
            }
        }
    }

    @Test("The package declares no more than that, and each room after those it stands on")
    func manifest() throws {
        let rooms = try declared()
        #expect(rooms.map(\.room) == Self.rooms.map(\.key))
        var above: Set<String> = []
        for (room, dependencies) in rooms {
            for name in dependencies where !name.hasPrefix("C") || name == "Configuration" {
                #expect(above.contains(name), "\(room) stands on \(name)")
            }
            let allowed = allowed(room) ?? []
            #expect(dependencies.allSatisfy(allowed.contains), "\(room) depends on too much")
            above.insert(room)
        }
    }

    @Test("Wire and Store never meet")
    func adapters() {
        for file in Tree.sources {
            if file.room == "Wire" {
                #expect(!file.imports.contains("Store") && !file.imports.contains("SQLite"))
            }
            if file.room == "Store" || file.room == "SQLite" {
                #expect(!file.imports.contains("Wire"))
            }
        }
    }

    @Test("SQL stands in Store alone, and in SQLite what runs it")
    func sql() {
        let words = [
            "SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA", "BEGIN",
            "COMMIT",
            "ROLLBACK", "WHERE ", " JOIN ",
        ]
        for file in Tree.sources where file.room != "Store" && file.room != "SQLite" {
            for (index, line) in file.uncommented.enumerated() where line.contains("\"") {
                let found = words.first { line.contains($0) }
                #expect(found == nil, "\(file.path):\(index + 1) holds \(found ?? "")")
            }
        }
    }

    @Test("What decides has no clock and no dice of its own")
    func pure() {
        let impure = [
            "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday", ".random(",
        ]
        let rooms = [
            "Discussion", "Ranking", "Moderation", "Search", "Wire", "JSONValues", "Store",
            "SQLite",
        ]
        for file in Tree.sources where rooms.contains(file.room) {
            #expect(file.places { line in impure.contains { line.contains($0) } } == [])
        }
    }
}
