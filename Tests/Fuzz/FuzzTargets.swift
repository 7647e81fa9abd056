import Configuration
import Discussion
import Glibc
import JSONValues
import Moderation
import Search
import Service
import Wire

/// What is called with made-up bytes: what is wrong ends the process.
enum FuzzTargets {
    static func run(
        _ target: ([UInt8]) -> Void, _ start: UnsafePointer<UInt8>?, _ count: Int
    ) -> CInt {
        target(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }

    /// Ends the process where something does not hold.
    static func hold(_ condition: Bool, _ what: String) {
        if condition { return }
        let line = Array("\(what)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        abort()
    }

    private static let options = ServiceOptions(
        server: ServerFacts(
            version: "fuzz", pid: 1, startedAt: Moment(milliseconds: 0), database: ":memory:",
            durability: "full"), report: { _ in })

    /// Bytes → lines → commands with their params read. How the stream is cut makes no difference,
    /// and every error reply is JSON that names no value.
    static func lines(_ bytes: [UInt8]) {
        let limit = 4096
        let whole = split(bytes, limit: limit, step: max(1, bytes.count))
        hold(whole == split(bytes, limit: limit, step: 7), "cut otherwise, other lines came")
        for line in whole {
            guard case .bytes(let bytes) = line else { continue }
            hold(bytes.count <= limit, "a line over its limit")
            switch Incoming(line: bytes) {
            case .single(let call): take(call)
            case .batch(let calls): calls.forEach(take)
            }
        }
    }

    private static func split(
        _ bytes: [UInt8], limit: Int, step: Int
    ) -> [LineSplitter.Line] {
        var splitter = LineSplitter(limit: limit)
        var lines: [LineSplitter.Line] = []
        bytes.withUnsafeBytes { buffer in
            var at = 0
            while at < buffer.count {
                let end = min(buffer.count, at + step)
                splitter.feed(UnsafeRawBufferPointer(rebasing: buffer[at..<end])) {
                    lines.append($0)
                }
                at = end
            }
        }
        splitter.end { lines.append($0) }
        return lines
    }

    private static func take(_ call: Call) {
        switch call {
        case .refused(let refusal, let id):
            let reply = Reply.failure(id ?? .null, refusal)
            hold((try? StrictJSON.parse(reply)) != nil, "an error reply that is no JSON")
        case .request(let request):
            _ = Command(request, at: Moment(milliseconds: 0), options: options)
        }
    }

    /// The shipped rules, which every kind of condition stands in.
    private static let rules: RuleSet = {
        guard let loaded = try? LoadedConfiguration.builtIn(), let rules = loaded.rules,
            let set = try? RuleSet.compile(rules, lists: loaded.lists)
        else { return .empty }
        return set
    }()

    /// Normalisation: texts as rules, the classifier and searches see them. Places lie in the text.
    static func texts(_ bytes: [UInt8]) {
        let body = String(decoding: bytes.prefix(2000), as: UTF8.self)
        guard TextPolicy.problem(of: body) == nil else { return }
        let scalars = body.unicodeScalars.count
        let text = NormalizedText(body)
        hold(validated(text.bytes), "normalised to what is no UTF-8")
        if !text.bytes.isEmpty {
            let span = text.span(of: 0..<text.bytes.count)
            hold(span.lowerBound >= 0 && span.upperBound <= scalars, "a span past the text")
        }
        _ = TextFeatures(of: text.bytes)
        for reason in rules.judge(body, Facts()).reasons {
            guard let span = reason.span else { continue }
            hold(span.lowerBound >= 0 && span.upperBound <= scalars, "a reason past the text")
        }
        let found = SearchText(body)
        if let query = try? SearchQuery(body) {
            var work = 0
            _ = query.matches(found, &work)
            _ = SearchTokens.expression(of: query, in: 1, for: [.everyone])
        }
    }

    private static func validated(_ bytes: [UInt8]) -> Bool {
        Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
    }

    /// Rendering: there is room as promised, and no element but those that are known.
    static func html(_ bytes: [UInt8]) {
        var body = String(decoding: bytes.prefix(4000), as: UTF8.self)
        guard TextPolicy.problem(of: body) == nil else { return }
        for isMasked in [false, true] {
            let html = body.withUTF8 { text in
                [UInt8](unsafeUninitializedCapacity: 40 * text.count + 64) { buffer, count in
                    count = SafeHTML.writeInJSON(text, isMasked: isMasked, to: buffer) ?? -1
                    hold(count >= 0, "no room for the HTML")
                }
            }
            hold(validated(html), "HTML that is no UTF-8")
            checkElements(html)
        }
    }

    private static let elements: Set<String> = [
        "p", "br", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li",
    ]

    /// What stands in the JSON string: every `<` begins a known element, and all that are opened
    /// are closed, in order.
    private static func checkElements(_ html: [UInt8]) {
        var open: [String] = []
        for part in html.split(separator: 0x3C, omittingEmptySubsequences: false).dropFirst() {
            guard let end = part.firstIndex(of: 0x3E) else { return hold(false, "an open tag") }
            let tag = String(decoding: part[..<end], as: UTF8.self)
            let name = String(tag.drop { $0 == "/" }.prefix { $0 != " " })
            hold(elements.contains(name), "the element \(name)")
            if tag.hasPrefix("/") {
                hold(open.popLast() == name, "\(name) is closed where it is not open")
            } else if name != "br" {
                open.append(name)
            }
            if name == "a", !tag.hasPrefix("/") {
                let isSafe = ["http:", "https:", "mailto:"].contains {
                    tag.lowercased().hasPrefix("a href=\\\"" + $0)
                }
                hold(isSafe, "the link \(tag)")
            }
        }
        hold(open.isEmpty, "left open: \(open)")
    }

    /// Anchors: the first line is what is quoted, the second and third what stood around it, the
    /// rest the page. Offsets go as far as the wire takes them. Places lie in the page.
    static func anchors(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.prefix(20_000), as: UTF8.self)
        let parts = text.unicodeScalars.split(
            separator: "\n", maxSplits: 3, omittingEmptySubsequences: false
        ).map { String($0) }
        guard parts.count == 4, !parts[0].isEmpty else { return }
        let page = parts[3]
        let scalars = page.unicodeScalars.count
        var locator = AnchorLocator(page)
        for start in [nil, 0, bytes.count / 2, 1_000_000_000] {
            let place = locator.place(
                of: Anchor(exact: parts[0], prefix: parts[1], suffix: parts[2], start: start))
            hold((0...1).contains(place.similarity), "a similarity of \(place.similarity)")
            guard let range = place.range else { continue }
            hold(range.lowerBound >= 0 && range.upperBound <= scalars, "a place past the page")
        }
    }
}
