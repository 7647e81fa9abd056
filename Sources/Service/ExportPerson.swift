import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `person.export`: all that is held on a person, a page at a time.
struct ExportPerson: UseCase {
    private let site: String
    private let person: String
    private let limit: Int
    private let start: PersonExport.Place

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        person = try arguments.requiredPerson("person").name
        limit = try arguments.pageSize(limits)
        start = try PersonExport.Place(arguments)
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        guard let site = try work.store.site(named: site),
            let person = try work.store.person(named: person, in: site)
        else { throw Refusal(.notFound, "there is no such person") }
        var export = PersonExport(
            lines: ExportLines(work: work, site: site, person: person), room: limit)
        var next: PersonExport.Place?
        try json.object { json in
            json.name("lines")
            try json.array { next = try export.write(from: start, to: &$0) }
            json.member("next", orNull: next.map(\.cursor))
        }
    }
}

/// One page of what is held on a person: kind after kind, each in an order of its own, until the
/// page is full or has taken as much work as it may.
struct PersonExport {
    /// What is held, in the order of the pages, so that each line can be read back after what it
    /// names. Raw values are part of cursors.
    enum Section: UInt64, CaseIterable {
        case person, sanctions, comments, votes, flags, decisions, subscriptions, notices, fits
    }

    /// Where a page begins: in a section, past what two numbers stand for there; 0 and 0 are its
    /// start.
    struct Place {
        var section: Section
        var first: Int64 = 0
        var second: Int64 = 0
    }

    /// So many rows of tables that hold everyone's are looked through for one page.
    static let maxScanned = 65_536
    /// So many of them at once.
    private static let part = 8192
    /// Past so many bytes a page ends.
    private static let maxBytes = 4 << 20

    let lines: ExportLines
    /// Lines that the page still takes.
    var room: Int
    private var scanned = 0
    private var end = 0

    init(lines: ExportLines, room: Int) {
        self.lines = lines
        self.room = room
    }

    private var store: Store { lines.work.store }
    private var personID: Int64 { lines.person.id }

    /// Writes a page, and gives where the next one begins; nil: nowhere.
    mutating func write(from start: Place, to json: inout JSONWriter) throws -> Place? {
        end = json.length + Self.maxBytes
        var place = start
        while true {
            guard isOpen(json) else { return place }
            if let rest = try writeSection(place, to: &json) { return rest }
            guard let next = Section(rawValue: place.section.rawValue + 1) else { return nil }
            place = Place(section: next)
        }
    }

    private func isOpen(_ json: borrowing JSONWriter) -> Bool {
        room > 0 && json.length < end && scanned < Self.maxScanned
    }

    /// Writes what a section has past a place, and gives where it goes on; nil where it is done.
    private mutating func writeSection(
        _ place: Place, to json: inout JSONWriter
    ) throws -> Place? {
        switch place.section {
        case .person:
            try lines.writePerson(to: &json)
            room -= 1
            return nil
        case .sanctions:
            let sanctions = try store.sanctions(of: personID, after: place.first, limit: room)
            return try write(sanctions, place, { $0.id }, ExportLines.write, to: &json)
        case .comments: return try writeComments(place, to: &json)
        case .votes: return try writeVotes(place, to: &json)
        case .flags: return try writeFlags(place, to: &json)
        case .decisions: return try writeDecisions(place, to: &json)
        case .subscriptions:
            let all = try store.subscriptions(of: personID).filter { $0.id > place.first }
            return try write(
                Array(all.prefix(room)), place, { $0.id }, ExportLines.write, to: &json)
        case .notices: return try writeNotices(place, to: &json)
        case .fits: return try writeFits(place, to: &json)
        }
    }

    /// Writes rows of which there may be more behind the last one.
    private mutating func write<Row>(
        _ rows: [Row], _ place: Place, _ number: (Row) -> Int64,
        _ writeLine: (ExportLines) -> (Row, inout JSONWriter) throws -> Void,
        to json: inout JSONWriter
    ) throws -> Place? {
        var place = place
        let isFull = rows.count == room
        for row in rows {
            try writeLine(lines)(row, &json)
            room -= 1
            place.first = number(row)
            if json.length >= end { return place }
        }
        return isFull ? place : nil
    }

    /// A comment, and behind it the texts that it had: `first` is a comment whose line is written,
    /// `second` the last of its texts that are.
    private mutating func writeComments(
        _ start: Place, to json: inout JSONWriter
    ) throws -> Place? {
        var place = start
        // A cursor may name a comment that is another's.
        let isOwn =
            try place.first > 0
            && store.comment(CommentID(rawValue: place.first))?.authorID == personID
        if isOwn, try writeTexts(&place, to: &json) { return place }
        let ids = try store.comments(of: personID, after: place.first, limit: room)
        for id in ids {
            guard isOpen(json) else { return place }
            let isEdited = try lines.write(id, to: &json)
            room -= 1
            (place.first, place.second) = (id.rawValue, 0)
            if isEdited, try writeTexts(&place, to: &json) { return place }
        }
        return isOpen(json) ? nil : place
    }

    /// Writes the former texts of the comment at a place; whether the page ended before the last.
    private mutating func writeTexts(
        _ place: inout Place, to json: inout JSONWriter
    ) throws -> Bool {
        let id = CommentID(rawValue: place.first)
        while true {
            guard isOpen(json) else { return true }
            // One at a time where they are long.
            let texts = try store.formerTexts(of: id, after: place.second, limit: min(room, 16))
            for text in texts {
                guard isOpen(json) else { return true }
                ExportLines.write(text, of: id, to: &json)
                room -= 1
                place.second = Int64(text.number)
            }
            if texts.isEmpty { return false }
        }
    }

    private mutating func writeVotes(_ start: Place, to json: inout JSONWriter) throws -> Place? {
        var place = start
        while true {
            guard isOpen(json) else { return place }
            let part = try store.ledgerPart(after: place.first, ballots: Self.part)
            let ballots = try store.ballots(of: personID, in: part, limit: room)
            for ballot in ballots { lines.write(ballot, to: &json) }
            let isFull = ballots.count == room
            room -= ballots.count
            scanned += Self.part
            place.first = isFull ? ballots.last?.commentID.rawValue ?? part.end : part.end
            if !isFull, part.end == .max { return nil }
        }
    }

    /// Writes how the person's comments came to be, then what was decided: `second` is 1 from there
    /// on.
    private mutating func writeDecisions(
        _ start: Place, to json: inout JSONWriter
    ) throws -> Place? {
        var place = start
        while place.second == 0 {
            guard isOpen(json) else { return place }
            let part = try store.makings(by: personID, after: place.first, limit: room)
            for made in part {
                if let entry = made.entry { try lines.write(entry, to: &json) }
                place.first = made.id
            }
            let isLast = part.count < room
            room -= part.count
            if isLast { (place.first, place.second) = (0, 1) }
        }
        guard isOpen(json) else { return place }
        let entries = try store.history(of: personID, after: place.first, limit: room)
        return try write(entries, place, { $0.id }, ExportLines.write, to: &json)
    }

    private mutating func writeFlags(_ start: Place, to json: inout JSONWriter) throws -> Place? {
        // Numbers begin with 0: `second` is one more.
        let flags = try store.flags(
            by: personID, after: (start.first, start.second - 1), limit: room)
        for flag in flags { lines.write(flag, to: &json) }
        guard flags.count == room, let last = flags.last else {
            room -= flags.count
            return nil
        }
        room = 0
        return Place(
            section: .flags, first: last.commentID.rawValue, second: Int64(last.number) + 1)
    }

    private mutating func writeNotices(
        _ start: Place, to json: inout JSONWriter
    ) throws -> Place? {
        var place = start
        while true {
            guard isOpen(json) else { return place }
            guard let end = try store.noticePart(after: place.first, rows: Self.part) else {
                return nil
            }
            let notices = try store.notices(
                of: personID, after: place.first, through: end, limit: room)
            for notice in notices { lines.write(notice, to: &json) }
            let isFull = notices.count == room
            room -= notices.count
            scanned += Self.part
            place.first = isFull ? notices.last?.id ?? end : end
        }
    }
}

extension PersonExport {
    /// Writes what fits have found of the person: `first` is how many of those are written.
    fileprivate mutating func writeFits(
        _ start: Place, to json: inout JSONWriter
    ) throws -> Place? {
        var place = start
        let fits = try lines.work.store.fitted(lines.person.id, in: lines.site.id)
        for fit in fits.dropFirst(Int(place.first)) {
            guard room > 0 else { return place }
            lines.write(fit.voter, fittedAt: fit.fittedAt, to: &json)
            room -= 1
            place.first += 1
        }
        return nil
    }
}

extension PersonExport.Place {
    /// Where a cursor goes on; at the start where there is none.
    init(_ arguments: Arguments) throws(Refusal) {
        guard let cursor = try Cursor(arguments, kind: Cursor.export, words: 3) else {
            self.init(section: .person)
            return
        }
        guard let section = PersonExport.Section(rawValue: cursor.words[0]),
            let first = Int64(exactly: cursor.words[1]),
            let second = Int64(exactly: cursor.words[2])
        else {
            throw .invalid("cursor", "expected `next` as an earlier reply gave it")
        }
        self.init(section: section, first: first, second: second)
    }

    /// As it stands on the wire.
    var cursor: Cursor {
        Cursor(
            kind: Cursor.export,
            words: [
                section.rawValue, UInt64(bitPattern: first), UInt64(bitPattern: second),
            ])
    }
}
