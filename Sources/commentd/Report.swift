import Discussion
import Glibc
import JSONValues
import Wire

/// `commentd report`: the moderation queue report.
struct Report {
    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    func run() throws {
        let call = try Backend(reading: line)
        var members: [JSONObject.Member] = []
        for (name, value) in [
            ("site", line.site), ("since", line.since.map(Self.moment)),
            ("until", line.until.map(Self.moment)),
        ] {
            if let value { members.append(JSONObject.Member(name, .string(value))) }
        }
        let ofSite = members.filter { $0.name == "site" }
        if !line.sections.isEmpty {
            let names = line.sections.map { JSONValue.string($0.rawValue) }
            members.append(JSONObject.Member("sections", .array(names)))
        }
        let report = try ask(call, JSONObject(members))
        if line.format == .json || line.format == .csv { return try writeFigures(report) }
        var queue = JSONValue.null
        if report["now"] != .null {
            let few = JSONObject.Member("limit", .integer(ReportText.shownCases))
            queue = try call.result(of: .moderationQueue, JSONObject(ofSite + [few]))
        }
        let document = ReportDocument(report: report, queue: queue)
        try Terminal.print(
            line.format == .html
                ? ReportHTML(document: document).text
                : ReportText(document: document, isColoured: Terminal.isColoured).text)
    }

    /// How often somebody else's report is waited for.
    private static let maxTries = 50

    /// One report is made at a time: where another one is, this one's turn comes.
    private func ask(_ call: Backend, _ params: JSONObject) throws -> JSONValue {
        for _ in 1..<Self.maxTries {
            do {
                return try call.result(of: .moderationReport, params)
            } catch let problem as CallProblem {
                guard let ms = problem.error["data"]["retry_after_ms"].integer else {
                    throw problem
                }
                usleep(UInt32(clamping: min(ms, 1000)) * 1000)
            }
        }
        return try call.result(of: .moderationReport, params)
    }

    /// For programs.
    private func writeFigures(_ report: JSONValue) throws {
        if line.format == .json {
            var json = JSONWriter()
            json.value(report)
            let bytes = line.isPretty ? prettyJSON(json.bytes) : json.bytes
            return try Terminal.print(String(decoding: bytes, as: UTF8.self) + "\n")
        }
        guard let folder = line.output else {
            for section in line.sections {
                try Terminal.print(ReportCSV(report[section.rawValue]).text)
            }
            return
        }
        try Files.makeFolder(folder)
        for section in ReportSection.allCases where report[section.rawValue] != .null {
            let text = ReportCSV(report[section.rawValue]).text
            try Files.write(text, to: "\(folder)/\(section.rawValue).csv")
        }
    }

    /// A day alone stands for its beginning.
    static func moment(_ text: String) -> String {
        Moment(text: text + "T00:00:00.000Z") == nil ? text : text + "T00:00:00.000Z"
    }
}
