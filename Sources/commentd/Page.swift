import Discussion
import JSONValues
import Wire

/// `commentd page`: a page's comments as a reader sees them.
struct Page {
    private static let columns = 100
    /// Replies deeper than this are not moved in further.
    private static let maxIndent = 12

    private let line: CommandLineOptions

    init(_ line: CommandLineOptions) { self.line = line }

    func run() throws {
        let call = try Backend(reading: line)
        let thread = try call.result(of: .threadGet, params([:]))
        let list = try call.result(
            of: .commentList,
            params([
                "sort": line.sort.map { .string($0) },
                "depth": .integer(50), "children": .integer(20),
            ]))
        if line.isPretty {
            var json = JSONWriter()
            json.value(list)
            try Terminal.print(String(decoding: prettyJSON(json.bytes), as: UTF8.self) + "\n")
        } else {
            try Terminal.print(text(thread, list))
        }
    }

    private func params(_ more: KeyValuePairs<String, JSONValue?>) -> JSONObject {
        var members = [JSONObject.Member("thread", .string(line.operands[0]))]
        if let site = line.site { members.append(JSONObject.Member("site", .string(site))) }
        for (name, value) in more {
            if let value { members.append(JSONObject.Member(name, value)) }
        }
        return JSONObject(members)
    }

    private func text(_ thread: JSONValue, _ list: JSONValue) -> String {
        var lines: [String] = []
        let title = thread["title"].text ?? thread["thread"].text ?? ""
        lines += TextLayout.wrap(TextLayout.cell(title), to: Self.columns)
        if let url = thread["url"].text {
            lines.append(TextLayout.cut(TextLayout.cell(url), to: Self.columns))
        }
        lines.append(heading(thread, list))
        for comment in list["comments"].array ?? [] {
            lines.append("")
            write(comment, to: &lines)
        }
        if list["next"].text != nil { lines += ["", "… more comments follow"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func heading(_ thread: JSONValue, _ list: JSONValue) -> String {
        let count = thread["count"].integer ?? 0
        var parts = ["\(count) \(count == 1 ? "comment" : "comments")"]
        parts.append("sorted by \(list["sort"].text ?? "")")
        if thread["closed"].bool == true { parts.append("closed") }
        return parts.joined(separator: " · ")
    }

    private func write(_ comment: JSONValue, to lines: inout [String]) {
        let depth = comment["depth"].integer ?? 0
        let indent = String(repeating: "    ", count: min(depth, Self.maxIndent))
        let room = Self.columns - indent.utf8.count
        lines.append(indent + TextLayout.cut(byline(comment), to: room))
        if let body = comment["body"].text {
            for line in TextLayout.wrap(TextLayout.plain(body), to: room - 2) {
                lines.append(line.isEmpty ? "" : indent + "  " + line)
            }
        }
        let children = comment["children"]
        for child in children["comments"].array ?? [] { write(child, to: &lines) }
        if let more = children["more"].integer, more > 0 {
            lines.append(indent + "    … \(more) more \(more == 1 ? "reply" : "replies")")
        }
    }

    private func byline(_ comment: JSONValue) -> String {
        let votes = comment["votes"]
        var parts = ["+\(votes["up"].integer ?? 0) −\(votes["down"].integer ?? 0)"]
        if comment["hidden"].bool == true {
            parts.append("[this comment is gone]")
        } else {
            let author = comment["author"]
            let badges = (author["badges"].array ?? []).compactMap(\.text)
            parts.append(
                TextLayout.cell(author["name"].text ?? "")
                    + (badges.isEmpty ? "" : " (\(badges.joined(separator: ", ")))"))
        }
        parts.append(
            String((comment["created_at"].text ?? "").prefix(16)).replacing("T", with: " "))
        for mark in ["pinned", "featured", "closed"] where comment[mark].bool == true {
            parts.append(mark)
        }
        return parts.joined(separator: "  ")
    }
}
