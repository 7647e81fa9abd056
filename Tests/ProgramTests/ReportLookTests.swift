import Foundation
import JSONValues
import Testing

/// A browser without a window, where there is one.
enum Browser {
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether a test without a browser is no test: where all that tests need was installed.
    static var isRequired: Bool {
        ProcessInfo.processInfo.environment["COMMENTD_TESTS_NEED_BROWSER"] != nil
    }

    /// Runs it on a page, and returns what it prints.
    static func run(_ arguments: [String], in folder: ProgramFolder) throws -> String {
        let browser = Process()
        browser.executableURL = URL(filePath: try #require(path))
        browser.arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--hide-scrollbars", "--user-data-dir=\(folder.path)/profile",
                "--virtual-time-budget=5000", "--host-resolver-rules=MAP * ~NOTFOUND",
            ] + arguments
        let output = Pipe()
        browser.standardOutput = output
        browser.standardError = FileHandle.nullDevice
        try browser.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        browser.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite(
    "What a report's page looks like, in Chromium", .serialized,
    .enabled(if: Browser.path != nil || Browser.isRequired, "Chromium is not installed"))
struct ReportLookTests {
    private let month: ReportedMonth

    init() throws { month = try ReportedMonth.made.get() }

    /// Looks at a copy of the page in a frame of a given width, and tells what it found as JSON.
    /// The copy lets the test's own script in, which the page's policy would not.
    private func look(width: Int, isDark: Bool = false, asPrinted: Bool = false) throws -> JSONValue
    {
        let html = try month.folder.run(
            "report", "--format", "html", "--since", "2020-01-01"
        ).output
        var copy = html.replacing(/<meta http-equiv[^>]*>/, with: "")
        if asPrinted { copy = copy.replacing("@media print{", with: "@media all{") }
        let quoted = copy.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        try month.folder.write(
            "frame.html",
            """
            <!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
            <iframe id="f" style="border:0;width:\(width)px;height:800px"
              srcdoc="\(quoted)"></iframe>
            <script>\(Self.script)</script>
            """)
        let scheme = ["--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)"]
        let printed = try Browser.run(
            scheme + [
                "--window-size=1400,900", "--dump-dom", "file://\(month.folder.path)/frame.html",
            ], in: month.folder)
        let found = try #require(printed.firstMatch(of: /<pre id="out">(.*?)<\/pre>/), "\(printed)")
        return try JSONValue(parsing: String(found.1).replacing("&amp;", with: "&"))
    }

    private static let script = """
        const frame = document.getElementById('f');
        frame.addEventListener('load', () => {
          const page = frame.contentDocument, view = frame.contentWindow;
          const all = s => [...page.querySelectorAll(s)];
          const box = e => e.getBoundingClientRect();
          const outside = all('body *').filter(e => !e.closest('.scroll') && !e.closest('svg')
            && box(e).right > view.innerWidth + 1).map(e => e.tagName);
          const cut = all('svg').flatMap(s => [...s.querySelectorAll('text,rect,line,circle')]
            .filter(t => box(t).left < box(s).left - 1 || box(t).right > box(s).right + 1
              || box(t).top < box(s).top - 1 || box(t).bottom > box(s).bottom + 1)
            .map(t => t.textContent || t.tagName));
          const touching = all('svg').flatMap(s => {
            const texts = [...s.querySelectorAll('text')];
            return texts.flatMap((a, i) => texts.slice(i + 1).filter(b => {
              const p = box(a), q = box(b);
              return p.left < q.right - 1 && q.left < p.right - 1
                && p.top < q.bottom - 3 && q.top < p.bottom - 3;
            }).map(b => a.textContent + '|' + b.textContent));
          });
          const style = view.getComputedStyle(page.body);
          const pre = document.createElement('pre');
          pre.id = 'out';
          pre.textContent = JSON.stringify({
            overflow: page.documentElement.scrollWidth - view.innerWidth,
            outside, cut, touching, ground: style.backgroundColor, ink: style.color,
            scrolling: all('.scroll').filter(e => e.checkVisibility()
              && e.scrollWidth > e.clientWidth + 1).length,
            small: all('svg text').filter(t => box(t).height < 9).length,
            requests: view.performance.getEntriesByType('resource').length,
            pictures: all('svg').length, tables: all('figure table').length,
            sections: all('section h2').length, sentences: all('section p').length});
          document.body.append(pre);
        });
        """

    private func expectTidy(_ found: JSONValue) {
        #expect((found["overflow"].integer ?? 1) <= 0)
        for fault in ["outside", "cut", "touching"] { #expect(found[fault] == [], "\(fault)") }
        #expect(found["requests"] == 0)
        #expect(found["sections"] == 7)
        #expect((found["pictures"].integer ?? 0) >= 7)
        #expect((found["tables"].integer ?? 0) >= (found["pictures"].integer ?? 0))
    }

    @Test("On a desk nothing overflows, no table has to be scrolled, no request is made")
    func desk() throws {
        let found = try look(width: 1280)
        expectTidy(found)
        #expect(found["scrolling"] == 0)
        #expect(found["ground"] == "rgb(255, 255, 255)")
    }

    @Test("On a telephone nothing overflows, and the words in pictures can be read")
    func telephone() throws {
        let found = try look(width: 390)
        expectTidy(found)
        #expect(found["small"] == 0)
    }

    @Test("Where the reader has it dark it is dark", arguments: [1280, 390])
    func dark(width: Int) throws {
        let found = try look(width: width, isDark: true)
        expectTidy(found)
        #expect(found["ground"] == "rgb(22, 22, 26)")
        #expect(found["ink"] == "rgb(236, 236, 240)")
    }

    @Test("On paper nothing overflows, and it is dark on white in either scheme")
    func paper() throws {
        // The width of A4 without its margins, in CSS pixels.
        let found = try look(width: 680, isDark: true, asPrinted: true)
        expectTidy(found)
        #expect(found["ground"] == "rgb(255, 255, 255)")
        #expect(found["scrolling"] == 0)
    }

    @Test("As it is, with its policy in force, it is styled and can be printed")
    func prints() throws {
        let html = try month.folder.run("report", "--format", "html").output
        try month.folder.write("report.html", html)
        let page = "file://\(month.folder.path)/report.html"
        _ = try Browser.run(
            ["--print-to-pdf=\(month.folder.path)/report.pdf", page], in: month.folder)
        let pdf = try month.folder.bytes("report.pdf")
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        #expect(pdf.count > 20_000)
    }
}
