import Discussion

/// A page of another system.
package struct ForeignThread: Sendable {
    /// What its comments call it in the file.
    package let key: String
    /// Its address, which is its name here; nil: it has none, and its comments have no place.
    package var name: String?
    package var title: String?
    package var url: String?
    package var createdAt: Moment?
    package var isClosed = false

    package init(key: String) { self.key = key }
}

/// Who wrote something elsewhere.
package struct ForeignPerson: Sendable {
    /// What comments call them in the file.
    package let key: String
    /// The id that they have there; nil: they wrote as guests, and get one by their first comment.
    package var id: String?
    package var name: String?
    package var email: String?
    package var url: String?
    package var roles: Roles = []

    package init(key: String) { self.key = key }
}

/// A comment of another system.
package struct ForeignComment: Sendable {
    /// The id that it has there.
    package let source: String
    /// The key of its thread.
    package let thread: String
    /// Where its source's ids are unique: a host, or a forum.
    package var host: String
    /// The id there of what it replies to.
    package var parent: String?
    /// The key of its author.
    package var person = ""
    package var body = ""
    package var status = Status.approved
    /// Nil: the file does not say.
    package var at: Moment?
    package var editedAt: Moment?
    package var ip: String?
    package var userAgent: String?
    /// Votes of which only the numbers are known.
    package var up = 0
    package var down = 0
    /// Votes of known persons, by their ids there.
    package var votes: [(voter: String, value: Int)] = []
    package var isPinned = false

    package init(source: String, thread: String, host: String) {
        self.source = source
        self.thread = thread
        self.host = host
    }
}

/// Takes what a file of another system holds, in the order in which it stands there.
package protocol ForeignSink: AnyObject {
    func take(_ thread: ForeignThread) throws
    func take(_ person: ForeignPerson) throws
    func take(_ comment: ForeignComment) throws
    func skip(_ why: String)
    func repair(_ what: String)
}

/// Reads a file of another system.
package enum ForeignFile {
    /// Hands all that a file holds to `sink`; throws where it is not of its format, or not whole.
    package static func read(
        _ file: ImportFile, as format: ImportFormat, to sink: any ForeignSink
    ) throws {
        do {
            let source = try file.open()
            switch format {
            case .wordpress: try readXML(source, WordPressReader(sink), sink)
            case .disqus: try readXML(source, DisqusReader(sink), sink)
            case .isso: try IssoReader(sink).read(source)
            case .remark42: try Remark42Reader(sink).read(source)
            case .commento: try CommentoReader(sink, format: .commento).read(source)
            case .comentario: try CommentoReader(sink, format: .comentario).read(source)
            case .ndjson: throw ImportProblem("is read as lines")
            }
        } catch let problem as ImportProblem {
            throw problem.inFile(file.name)
        }
    }

    private static func readXML(
        _ source: any ByteSource, _ handler: some XMLHandler, _ sink: any ForeignSink
    ) throws {
        let reader = XMLReader(handler)
        try reader.read(source)
        for (what, count) in reader.counts.repaired {
            for _ in 0..<count { sink.repair(what) }
        }
    }
}

/// The host of an address, in small letters; `local` where it has none.
func host(of address: String?) -> String {
    guard let address, let start = address.firstRange(of: "://") else { return "local" }
    let rest = address[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let name = rest.split(separator: "@").last.map { $0.lowercased() } ?? ""
    return name.isEmpty || name.utf8.count > 64 ? "local" : name
}

/// Text without blanks at either end; nil where nothing is left.
func trimmed(_ text: String?) -> String? {
    guard let text else { return nil }
    let isBlank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
        let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return nil }
    return String(scalars[first...last])
}

/// A time as exports write it: RFC 3339, or a date and a time of day in UTC between which there is
/// a blank, or seconds since 1970.
func moment(_ text: String?) -> Moment? {
    guard let text = trimmed(text) else { return nil }
    if let moment = Moment(text: text) { return moment }
    if text.utf8.count >= 19, let moment = Moment(text: text + "Z") { return moment }
    if text.utf8.count >= 19, text.utf8.dropFirst(10).first == 0x20 {
        let parts = text.split(separator: " ", maxSplits: 1)
        if parts.count == 2 { return Moment(text: "\(parts[0])T\(parts[1])Z") }
    }
    guard let seconds = Double(text), seconds >= 0, seconds < 1e10 else { return nil }
    return Moment(milliseconds: Int64((seconds * 1000).rounded()))
}
