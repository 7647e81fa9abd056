import CXML

/// What an XML file holds, told in order.
protocol XMLHandler: AnyObject {
    /// `name` has its prefix as the file writes it.
    func start(_ name: String, _ attributes: [String: String]) throws(ImportProblem)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
    func end(_ name: String) throws(ImportProblem)
}

/// Reads XML piece by piece by the system's libxml2, which loads nothing from elsewhere here. A
/// document type is refused, and with it every entity of a document's own.
final class XMLReader {
    private static let pieceBytes = 64 << 10

    private let handler: any XMLHandler
    private var parser: xmlParserCtxtPtr?
    private var problem: ImportProblem?
    private var repair = XMLRepair()
    private var depth = 0

    /// What was put right.
    var counts: ImportCounts { repair.counts }

    init(_ handler: any XMLHandler) { self.handler = handler }

    deinit { xmlFreeParserCtxt(parser) }

    /// Reads all of it.
    func read(_ source: any ByteSource) throws(ImportProblem) {
        var calls = Self.calls
        parser = cxml_new(&calls, Unmanaged.passUnretained(self).toOpaque())
        guard parser != nil else { throw ImportProblem("there is no memory to read it") }
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        var repaired: [UInt8] = []
        while true {
            let count = try source.read(into: piece)
            repaired.removeAll(keepingCapacity: true)
            if count > 0 {
                try repair.feed(.init(rebasing: piece[..<count]), to: &repaired)
            } else {
                try repair.finish(to: &repaired)
            }
            if !repaired.isEmpty || count == 0 { try parse(repaired, isLast: count == 0) }
            if count == 0 { return }
        }
    }

    private func parse(_ bytes: [UInt8], isLast: Bool) throws(ImportProblem) {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.bindMemory(to: CChar.self).baseAddress
            xmlParseChunk(parser, start, Int32(buffer.count), isLast ? 1 : 0)
        }
        if let problem { throw problem }
        guard let parser, cxml_is_sound(parser) == 0 else { return }
        throw located(ImportProblem(Self.reason(parser)))
    }

    /// libxml2's reason, the first line of it.
    private static func reason(_ parser: xmlParserCtxtPtr) -> String {
        let text = String(cString: cxml_message(parser))
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "is no XML"
    }

    /// The same where the parser is, where it names no place.
    private func located(_ problem: ImportProblem) -> ImportProblem {
        guard let parser, problem.line == 0 else { return problem }
        let (line, dropped) = (Int(cxml_line(parser)), repair.dropped)
        return ImportProblem(
            problem.message, line: line + dropped.lines,
            column: Int(cxml_column(parser)) + (line == 1 ? dropped.columns : 0))
    }

    fileprivate func fail(_ problem: ImportProblem) {
        guard self.problem == nil else { return }
        self.problem = located(problem)
        xmlStopParser(parser)
    }

    fileprivate func start(_ name: String, _ attributes: [String: String]) {
        guard problem == nil else { return }
        do throws(ImportProblem) { try handler.start(name, attributes) } catch { fail(error) }
    }

    fileprivate func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if problem == nil { handler.text(bytes) }
    }

    fileprivate func end(_ name: String) {
        guard problem == nil else { return }
        do throws(ImportProblem) { try handler.end(name) } catch { fail(error) }
    }
}

extension XMLReader {
    private static func reader(_ context: UnsafeMutableRawPointer?) -> XMLReader? {
        context.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func name(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?
    ) -> String {
        let local = local.map { String(cString: $0) } ?? ""
        return prefix.map { "\(String(cString: $0)):\(local)" } ?? local
    }

    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
    ) -> [String: String] {
        guard let list else { return [:] }
        var attributes: [String: String] = [:]
        // Five pointers each: local name, prefix, namespace, start and end of the value.
        for at in stride(from: 0, to: count * 5, by: 5) {
            guard let start = list[at + 3], let end = list[at + 4] else { continue }
            let value = UnsafeBufferPointer(start: start, count: end - start)
            attributes[name(list[at], list[at + 1])] = String(decoding: value, as: UTF8.self)
        }
        return attributes
    }

    private static var calls: xmlSAXHandler {
        var calls = xmlSAXHandler()
        calls.internalSubset = { context, _, _, _ in
            XMLReader.reader(context)?.fail(
                ImportProblem("has a document type, which no export has"))
        }
        calls.startElementNs = { context, local, prefix, _, _, _, count, _, list in
            XMLReader.reader(context)?.start(
                XMLReader.name(local, prefix), XMLReader.attributes(list, Int(count)))
        }
        calls.endElementNs = { context, local, prefix, _ in
            XMLReader.reader(context)?.end(XMLReader.name(local, prefix))
        }
        calls.characters = { context, bytes, count in
            XMLReader.reader(context)?.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        calls.ignorableWhitespace = calls.characters
        calls.cdataBlock = calls.characters
        return calls
    }
}
