import JSONValues
import Mail
import Wire

/// The moderation queue report as one page of HTML that needs nothing else: no script, no request,
/// pictures as SVG with their tables behind them.
struct ReportHTML {
    let document: ReportDocument

    var text: String {
        var page = HTMLPage()
        let style = ReportStyle.text
        let digest = Base64.letters(of: SHA256.digest(of: Array(style.utf8)))
        let policy =
            "default-src 'none'; style-src 'sha256-\(String(decoding: digest, as: UTF8.self))'; "
            + "base-uri 'none'; form-action 'none'"
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n")
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
        page.element("title", document.title)
        page.raw("\n<style>\(style)</style>\n</head>\n<body>\n<header>\n")
        page.element("h1", document.title)
        page.raw("\n<p>")
        page.words(
            "\(document.span). Made \(ReportWords.moment(document.report["made_at"])) UTC.")
        page.raw("</p>\n")
        writeContents(to: &page)
        page.raw("</header>\n<main>\n")
        for part in document.parts { write(part, to: &page) }
        page.raw("</main>\n</body>\n</html>\n")
        return page.text
    }

    private func writeContents(to page: inout HTMLPage) {
        page.raw("<nav aria-label=\"Sections\"><ul>")
        for part in document.parts {
            page.raw("<li><a href=\"#\(part.name)\">")
            page.words(part.title)
            page.raw("</a></li>")
        }
        page.raw("</ul></nav>\n")
    }

    private func write(_ part: ReportPart, to page: inout HTMLPage) {
        page.raw("<section id=\"\(part.name)\" aria-labelledby=\"\(part.name)-title\">\n")
        page.raw("<h2 id=\"\(part.name)-title\">")
        page.words(part.title)
        page.raw("</h2>\n")
        if part.isEmpty { page.raw("<p>Nothing.</p>\n") }
        for sentence in part.sentences {
            page.raw("<p>")
            page.words(sentence)
            page.raw("</p>\n")
        }
        page.raw("<div class=\"tables\">\n")
        for (place, table) in part.tables.enumerated() where !table.rows.isEmpty {
            write(table, id: "\(part.name)-\(place)", to: &page)
        }
        page.raw("</div>\n</section>\n")
    }

    private func write(_ table: ReportTable, id: String, to page: inout HTMLPage) {
        page.raw(table.isWide ? "<figure class=\"wide\">\n" : "<figure>\n")
        page.raw("<figcaption id=\"\(id)\">")
        page.words(table.title)
        page.raw("</figcaption>\n")
        if let plot = table.plot { page.raw(ReportPicture(plot, title: table.title, id: id).text) }
        if table.isFolded { page.raw("<details><summary>All figures</summary>\n") }
        page.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\(id)\">")
        page.raw("<table aria-labelledby=\"\(id)\">\n<thead><tr>")
        for column in table.columns {
            page.raw("<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>")
            page.words(column.name)
            page.raw("</th>")
        }
        page.raw("</tr></thead>\n<tbody>\n")
        for (place, row) in table.rows.enumerated() {
            write(row, of: table, to: &page)
            guard let line = table.lines[place], !line.isEmpty else { continue }
            page.raw("<tr class=\"words\"><td colspan=\"\(table.columns.count)\"><bdi>")
            page.words(TextLayout.cut(line, to: 300))
            page.raw("</bdi></td></tr>\n")
        }
        page.raw("</tbody>\n</table></div>\n")
        if table.isFolded { page.raw("</details>\n") }
        if let note = table.note { page.element("p", note) }
        page.raw("</figure>\n")
    }

    private func write(_ row: [String], of table: ReportTable, to page: inout HTMLPage) {
        let head = table.columns.firstIndex { !$0.isNumber } ?? 0
        page.raw("<tr>")
        for (column, cell) in zip(table.columns.indices, row) {
            let isNumber = table.columns[column].isNumber
            // What is short, such as a day, is not broken.
            let name = TextLayout.width(cell) <= 14 ? " class=\"k\"" : ""
            page.raw(
                column == head
                    ? "<th scope=\"row\"\(name)><bdi>"
                    : isNumber ? "<td class=\"n\">" : "<td\(name)><bdi>")
            page.words(cell)
            page.raw(column == head ? "</bdi></th>" : isNumber ? "</td>" : "</bdi></td>")
        }
        page.raw("</tr>\n")
    }
}

extension ReportTable {
    /// Whether it is behind its picture until the reader unfolds it: long rows of days and hours.
    fileprivate var isFolded: Bool {
        switch plot {
        case .stacks, .level: rows.count > 12
        case .intervals, .calibration, nil: false
        }
    }

    /// Whether it takes all of the page's width.
    fileprivate var isWide: Bool { columns.count > 5 && !isFolded }
}

/// Text of HTML, escaped where it is somebody's words.
struct HTMLPage {
    private(set) var text = ""

    /// Markup of ours.
    mutating func raw(_ markup: String) { text += markup }

    /// Words, whatever stands in them.
    mutating func words(_ words: String) { text += escapedHTML(words) }

    /// An element that holds words alone.
    mutating func element(_ name: String, _ words: String) {
        raw("<\(name)>")
        self.words(words)
        raw("</\(name)>")
    }
}
