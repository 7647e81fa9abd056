import CXML
import Discussion

/// Turns HTML into text that people read: paragraphs and breaks as line breaks, links with their
/// address behind them, pictures by their address, and nothing of scripts and styles.
enum HTMLText {
    /// With more tags than this it is no comment that somebody wrote, and stands as it is.
    private static let maxTags = 10_000

    /// `keepsLines`: line breaks of the source are breaks, as blogs have them.
    static func text(of html: String, keepsLines: Bool) -> String {
        // Most comments hold no markup at all.
        guard html.utf8.contains(where: { $0 == 0x3C || $0 == 0x26 }) else {
            return finished(html)
        }
        // Each tag is compared with all that are open.
        guard html.utf8.count(where: { $0 == 0x3C }) <= maxTags else { return finished(html) }
        let writer = HTMLTextWriter(keepsLines: keepsLines)
        var html = html
        html.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                var calls = HTMLTextWriter.calls
                _ = cxml_read_html(
                    $0.baseAddress, Int32(clamping: $0.count), &calls,
                    Unmanaged.passUnretained(writer).toOpaque())
            }
        }
        return finished(writer.text)
    }

    /// Cleaned, without blank lines past one, and without blanks at either end.
    private static func finished(_ text: String) -> String {
        var lines: [Substring] = []
        for line in TextPolicy.cleaned(text).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            let line = trimmed(line)
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static func trimmed(_ line: Substring) -> Substring {
        let bytes = line.utf8
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x09 }
        return end.map { line[...$0] } ?? ""
    }
}

/// Gathers text from what libxml2 tells of HTML.
private final class HTMLTextWriter {
    private let keepsLines: Bool
    private var bytes: [UInt8] = []
    /// How many elements are open whose text nobody reads.
    private var hidden = 0
    /// Addresses of open links, and where their text begins.
    private var links: [(address: String?, start: Int)] = []
    private var isPreformatted = 0

    init(keepsLines: Bool) { self.keepsLines = keepsLines }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    private static let silent: Set<String> = [
        "script", "style", "head", "title", "noscript", "template", "iframe", "object",
    ]
    private static let blocks: Set<String> = [
        "p", "div", "blockquote", "ul", "ol", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6",
        "section", "article", "figure", "hr",
    ]
    private static let lines: Set<String> = ["br", "li", "tr", "dt", "dd"]

    func start(_ name: String, _ attributes: [String: String]) {
        if Self.silent.contains(name) { hidden += 1 }
        guard hidden == 0 else { return }
        if Self.blocks.contains(name) { breakParagraph() }
        if Self.lines.contains(name) { breakLine(isForced: name == "br") }
        switch name {
        case "li": bytes += "- ".utf8
        case "pre": isPreformatted += 1
        case "a": links.append((attributes["href"].flatMap(address), bytes.count))
        case "img":
            guard let source = attributes["src"].flatMap(address) else { return }
            if let last = bytes.last, last != 0x0A { bytes.append(0x20) }
            bytes += source.utf8
        default: break
        }
    }

    func end(_ name: String) {
        if Self.silent.contains(name) {
            hidden = max(0, hidden - 1)
            return
        }
        guard hidden == 0 else { return }
        if name == "a", let link = links.popLast(), let address = link.address {
            let shown = String(decoding: bytes.dropFirst(link.start), as: UTF8.self)
            if !shown.contains(address) {
                bytes += (shown.isEmpty ? address : " (\(address))").utf8
            }
        }
        if name == "pre" { isPreformatted = max(0, isPreformatted - 1) }
        if Self.blocks.contains(name) { breakParagraph() }
        if name == "li" || name == "tr" { breakLine(isForced: false) }
    }

    func characters(_ piece: UnsafeBufferPointer<UInt8>) {
        guard hidden == 0 else { return }
        if keepsLines || isPreformatted > 0 {
            bytes += piece
            return
        }
        for byte in piece {
            if byte != 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                bytes.append(byte)
            } else if let last = bytes.last, last != 0x20, last != 0x0A {
                bytes.append(0x20)
            }
        }
    }

    private func breakLine(isForced: Bool) {
        if let last = bytes.last, isForced || last != 0x0A { bytes.append(0x0A) }
    }

    private func breakParagraph() {
        guard let last = bytes.last else { return }
        if last != 0x0A { bytes.append(0x0A) }
        if !bytes.suffix(2).elementsEqual([0x0A, 0x0A]) { bytes.append(0x0A) }
    }

    /// Addresses that a reader may follow.
    private func address(_ text: String) -> String? {
        let lowered = text.prefix(8).lowercased()
        let isKnown = ["http://", "https://", "mailto:"].contains { lowered.hasPrefix($0) }
        return isKnown && !text.utf8.contains(0x20) ? text : nil
    }
}

extension HTMLTextWriter {
    private static func writer(_ context: UnsafeMutableRawPointer?) -> HTMLTextWriter? {
        context.map { Unmanaged<HTMLTextWriter>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> [String: String] {
        guard let list else { return [:] }
        var attributes: [String: String] = [:]
        var at = 0
        while let name = list[at] {
            if let value = list[at + 1] {
                attributes[String(cString: name)] = String(cString: value)
            }
            at += 2
        }
        return attributes
    }

    static var calls: xmlSAXHandler {
        var calls = xmlSAXHandler()
        calls.startElement = { context, name, list in
            guard let name else { return }
            HTMLTextWriter.writer(context)?.start(
                String(cString: name), HTMLTextWriter.attributes(list))
        }
        calls.endElement = { context, name in
            guard let name else { return }
            HTMLTextWriter.writer(context)?.end(String(cString: name))
        }
        calls.characters = { context, bytes, count in
            HTMLTextWriter.writer(context)?.characters(
                UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        calls.ignorableWhitespace = calls.characters
        calls.cdataBlock = calls.characters
        return calls
    }
}
