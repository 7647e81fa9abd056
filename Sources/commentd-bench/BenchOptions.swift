import Glibc

/// What the program is asked to do, read from its arguments.
struct BenchOptions: Equatable {
    enum Command: Equatable {
        case table
        /// Beside the earlier build whose program this is.
        case compare(base: String)
        case growth
        /// The same load for long.
        case soak
        /// Passages that are found again in a page's text.
        case anchors
        /// How long the counts of many pages take.
        case counts
        /// Beside many who follow a page.
        case follow
        /// Beside many who follow what happens.
        case live
        /// Searches in 100,000 comments.
        case search
        /// On the collections in `data`.
        case classifier
        /// What the shipped rules make of the collections in `data`.
        case rules
        /// How fast rules are tried on stored comments, beside votes.
        case backtest
        /// What rules cost a text.
        case texts
        /// How long the moderation report of a large site takes, beside votes too.
        case report
        /// What fits of common ground cost, and what they put first.
        case ranking
        /// Hostile lines through every way in.
        case hostile
        /// An honest client beside hostile connections.
        case crowd
        /// Backups beside votes.
        case backups
        /// How fast imports go.
        case imports
        case help
    }

    var command = Command.table
    /// The path of the program to measure.
    var commentd = "\(ownFolder)/commentd"
    /// The folder of the C daemon.
    var floors: String?
    var rounds = 3
    /// How many hostile lines.
    var lines = 100_000
    /// How long each measurement takes, warm-up not counted.
    var seconds = 3.0
    var rows = BenchRow.allCases
    /// The folder in which temporary files are made.
    var work = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var sizes = [10_000, 100_000, 1_000_000]
    var threads = [1_000, 1_000_000]
    /// The folder of the labeled collections.
    var data: String?

    /// The folder of this program itself.
    private static var ownFolder: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "." }
        defer { free(path) }
        let parts = String(cString: path).split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast().joined(separator: "/")
    }

    init(_ arguments: [String]) throws(WrongUsage) {
        if arguments.contains("--help") || arguments.contains("-h") {
            command = .help
            return
        }
        var operands: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                operands.append(argument)
                continue
            }
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() ?? ""
            try take(String(parts[0]), value)
        }
        try take(operands)
    }

    private mutating func take(_ operands: [String]) throws(WrongUsage) {
        switch operands.first {
        case nil: command = .table
        case "compare" where operands.count == 2: command = .compare(base: operands[1])
        case "compare": throw WrongUsage("compare takes one earlier commentd")
        case "growth" where operands.count == 1: command = .growth
        case "growth": throw WrongUsage("growth takes options only")
        case "soak" where operands.count == 1: command = .soak
        case "soak": throw WrongUsage("soak takes options only")
        case "counts" where operands.count == 1: command = .counts
        case "counts": throw WrongUsage("counts takes options only")
        case "follow" where operands.count == 1: command = .follow
        case "live" where operands.count == 1: command = .live
        case "live": throw WrongUsage("live takes options only")
        case "follow": throw WrongUsage("follow takes options only")
        case "search" where operands.count == 1: command = .search
        case "search": throw WrongUsage("search takes options only")
        case "anchors" where operands.count == 1: command = .anchors
        case "anchors": throw WrongUsage("anchors takes options only")
        case "classifier" where operands.count == 1: command = .classifier
        case "classifier": throw WrongUsage("classifier takes options only")
        case "ranking" where operands.count == 1: command = .ranking
        case "ranking": throw WrongUsage("ranking takes options only")
        case "report" where operands.count == 1: command = .report
        case "report": throw WrongUsage("report takes options only")
        case "import" where operands.count == 1: command = .imports
        case "import": throw WrongUsage("import takes options only")
        case "texts" where operands.count == 1: command = .texts
        case "texts": throw WrongUsage("texts takes options only")
        case "backtest" where operands.count == 1: command = .backtest
        case "backtest": throw WrongUsage("backtest takes options only")
        case "hostile" where operands.count == 1: command = .hostile
        case "hostile": throw WrongUsage("hostile takes options only")
        case "crowd" where operands.count == 1: command = .crowd
        case "backups" where operands.count == 1: command = .backups
        case "backups": throw WrongUsage("backups takes options only")
        case "crowd": throw WrongUsage("crowd takes options only")
        case "rules" where operands.count == 1: command = .rules
        case "rules": throw WrongUsage("rules takes options only")
        case let other?: throw WrongUsage("there is no command \(other)")
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(WrongUsage) {
        if value.isEmpty { throw WrongUsage("\(name) needs a value") }
        switch name {
        case "--commentd": commentd = value
        case "--floors": floors = value
        case "--data": data = value
        case "--work": work = value
        case "--lines": lines = try Self.number(name, value, in: 3...100_000_000)
        case "--rounds": rounds = try Self.number(name, value, in: 1...1000)
        case "--seconds":
            guard let seconds = Double(value), seconds >= 0.1, seconds <= 3600 else {
                throw WrongUsage("--seconds is a number from 0.1 to 3600")
            }
            self.seconds = seconds
        case "--only": rows = try Self.rows(value)
        case "--sizes":
            sizes = try value.split(separator: ",").map { text throws(WrongUsage) in
                try Self.number(name, String(text), in: SiteShape.sizes)
            }
        case "--threads": threads = try Self.threads(value)
        default: throw WrongUsage("there is no option \(name)")
        }
    }

    private static func number(
        _ name: String, _ value: String, in range: ClosedRange<Int>
    ) throws(WrongUsage) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw WrongUsage(
                "\(name) takes numbers from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func rows(_ value: String) throws(WrongUsage) -> [BenchRow] {
        let rows = try value.split(separator: ",").map { name throws(WrongUsage) in
            guard let row = BenchRow(rawValue: String(name)) else {
                let known = BenchRow.allCases.map(\.rawValue).joined(separator: ", ")
                throw WrongUsage("there is no row \(name): \(known)")
            }
            return row
        }
        return BenchRow.allCases.filter(rows.contains)
    }

    private static func threads(_ value: String) throws(WrongUsage) -> [Int] {
        if value == "0" { return [] }
        let sizes = value.split(separator: ",").map { Int($0) ?? 0 }
        guard sizes.count == 2, sizes.allSatisfy({ (1...100_000_000).contains($0) }) else {
            throw WrongUsage("--threads takes two numbers, or 0")
        }
        return sizes
    }
}
