import Discussion
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
            ("site", line.site), ("since", line.since.map(moment)),
            ("until", line.until.map(moment)),
        ] {
            if let value { members.append(JSONObject.Member(name, .string(value))) }
        }
        let params = JSONObject(members)
        let report = try call.result(of: .moderationReport, params)
        switch line.format {
        case .json:
            var json = JSONWriter()
            json.value(report)
            let bytes = line.isPretty ? prettyJSON(json.bytes) : json.bytes
            try Terminal.print(String(decoding: bytes, as: UTF8.self) + "\n")
        case .text:
            let oldest = JSONObject(members.filter { $0.name == "site" })
            let queue = try call.result(of: .moderationQueue, oldest)
            try Terminal.print(ReportText(report: report, queue: queue).text)
        }
    }

    /// A day alone stands for its beginning.
    private func moment(_ text: String) -> String {
        Moment(text: text + "T00:00:00.000Z") == nil ? text : text + "T00:00:00.000Z"
    }
}
