// swift-tools-version: 6.2
// commentd needs nothing but the toolchain and eight C libraries of the system.
import PackageDescription

/// Accesses that overlap are looked for while debugging and testing; a release build that looked
/// for them on each access would give a thirtieth of its time to it.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A Swift target of ours: the folder of its name, warnings as errors.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A suite of ours.
func suite(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Fuzz targets on libFuzzer, which comes with the toolchain: see Tests/Fuzz/run.
func fuzz(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    let folder = Context.environment["COMMENTD_FUZZ_RUNTIME"] ?? ""
    return .executableTarget(
        name: name, dependencies: dependencies, path: "Tests/Fuzz", exclude: ["run", "seeds"],
        swiftSettings: strict,
        linkerSettings: [.unsafeFlags([folder]), .linkedLibrary("stdc++")])
}

let package = Package(
    name: "commentd",
    products: [
        .executable(name: "commentd", targets: ["commentd"]),
        .executable(name: "commentd-bench", targets: ["commentd-bench"]),
        // Loaded into the program by tests alone, to make its files fail.
        .library(name: "CommentdFaults", type: .dynamic, targets: ["CFaults"]),
    ],
    targets: [
        // The system's libraries, and what is built into the binary.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"])]),
        .systemLibrary(
            name: "CVectorscan", pkgConfig: "libhs",
            providers: [.apt(["libvectorscan-dev | libhyperscan-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CSystemICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"])]),
        .systemLibrary(name: "CJemalloc", providers: [.apt(["libjemalloc-dev"])]),
        .target(name: "CLinux"),
        .target(
            name: "CHeap", dependencies: ["CJemalloc"],
            // In this order, so that what is written in C++ takes memory through malloc(3), which
            // ThreadSanitizer puts its own in the place of.
            linkerSettings: [.linkedLibrary("stdc++"), .linkedLibrary("jemalloc")]),
        .target(name: "CLogWrites", dependencies: ["CSQLite"]),
        .target(name: "CPageMemory", dependencies: ["CSQLite"]),
        .target(name: "CICU", dependencies: ["CSystemICU"]),
        .target(name: "CEmbedded"),
        .target(name: "CText"),
        .target(name: "CFaults"),

        // The house, from the ground up: each room imports only rooms above it in this list.
        room("JSONValues", ["CText"]),
        room("SQLite", ["CSQLite", "CLogWrites", "CPageMemory"]),
        room("Discussion", ["CText"]),
        room("Ranking", ["Discussion"]),
        room("Moderation", ["Discussion", "JSONValues", "CICU", "CText", "CVectorscan"]),
        room("Search", ["Discussion", "CICU", "CText"]),
        room("Configuration", ["Discussion", "JSONValues", "CEmbedded"]),
        room("Wire", ["Discussion", "JSONValues", "CJansson", "CSodium", "CText"]),
        room("Imports", ["Wire", "Discussion", "JSONValues", "CXML", "CZlib"]),
        room("Mail", ["Wire", "Configuration", "Discussion", "JSONValues", "CICU"]),
        room("Store", ["SQLite", "Discussion", "Ranking", "CEmbedded", "CText"]),
        room(
            "Service",
            [
                "Wire", "Imports", "Store", "Moderation", "Search", "Ranking", "Configuration",
                "CText",
            ]),
        room(
            "Daemon",
            [
                "Service", "Imports", "Wire", "Store", "Moderation", "Configuration", "Discussion",
                "CLinux", "CHeap", "CSodium",
            ]),
        .executableTarget(
            name: "commentd",
            dependencies: [
                "Daemon", "Service", "Imports", "Mail", "Configuration", "Wire", "Moderation",
                "Store",
                "JSONValues", "Discussion", "CICU",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "commentd-bench",
            dependencies: ["JSONValues", "Discussion", "Ranking", "Moderation", "Wire", "CLinux"],
            swiftSettings: strict),

        suite("DiscussionTests", ["Discussion"]),
        suite("RankingTests", ["Ranking", "Discussion"]),
        suite("ModerationTests", ["Moderation", "JSONValues", "Discussion"]),
        suite("SearchTests", ["Search", "Discussion"]),
        suite("ConfigurationTests", ["Configuration", "JSONValues", "CEmbedded", "Moderation"]),
        suite("WireTests", ["Wire", "JSONValues", "Discussion"]),
        suite("MailTests", ["Mail", "Configuration", "JSONValues", "Discussion"]),
        suite("ImportsTests", ["Imports", "JSONValues", "Discussion"]),
        suite("BenchTests", ["commentd-bench", "JSONValues", "Wire", "Discussion"]),
        suite("TidyTests", []),
        suite(
            "ProgramTests",
            [
                "Daemon", "Service", "Wire", "JSONValues", "Configuration", "Moderation",
                "Discussion", "Store", "SQLite", "Ranking", "Search", "CHeap", "commentd",
                "commentd-bench",
            ]),
    ],
    cLanguageStandard: .gnu2x
)

// Only where it is asked for: it needs a build of its own, with coverage told.
if Context.environment["COMMENTD_FUZZ_RUNTIME"] != nil {
    package.products.append(.executable(name: "commentd-fuzz", targets: ["commentd-fuzz"]))
    package.targets.append(
        fuzz(
            "commentd-fuzz",
            [
                "Service", "Imports", "Wire", "Search", "Moderation", "Configuration",
                "Discussion", "JSONValues",
            ]))
}
